"""The words of eligibility: purposes, facts, grants and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum


class Purpose(StrEnum):
    """Why a message is written. Those after `INQUIRY` are a seller's, in the order of the menu."""

    REPLY = "reply"
    INQUIRY = "inquiry"
    ORDER_PROBLEM = "order-problem"
    ORDER_CANCELLED = "order-cancelled"
    CONFIRM_CUSTOMIZATION = "confirm-customization"
    SCHEDULE_DELIVERY = "schedule-delivery"
    SHIPPING_ADDRESS = "shipping-address"
    ORDER_QUESTION = "order-question"
    LEGAL_DISCLOSURE = "legal-disclosure"
    SERVICE_DETAILS = "service-details"
    DIGITAL_KEY = "digital-key"
    WARRANTY = "warranty"
    INVOICE = "invoice"
    RETURN_FOLLOW_UP = "return-follow-up"
    FEEDBACK_UPDATE = "feedback-update"
    REVIEW_REQUEST = "review-request"
    OTHER = "other"


class Grant(StrEnum):
    """As what a message may go."""

    REPLY = "reply"
    PROACTIVE = "proactive"
    CRITICAL = "critical"
    SOLICITATION = "solicitation"


class Topic(StrEnum):
    """What a buyer writes about."""

    PRODUCT = "product"
    DELIVERY = "delivery"
    RETURN = "return"
    REFUND = "refund"
    DAMAGED = "damaged"
    CANCELLATION = "cancellation"
    INVOICE = "invoice"
    CUSTOMIZATION = "customization"
    OTHER = "other"


class Step(IntEnum):
    """The restriction a seller is under, ordered: the higher, the less still goes."""

    NONE = 0
    WARNED = 1
    PROACTIVE = 2
    TEMPLATES = 3
    MESSAGING = 4
    SELLING = 5


class Fulfilment(StrEnum):
    """Who ships: the seller or the marketplace."""

    MFN = "MFN"
    AFN = "AFN"


class OrderState(StrEnum):
    """How far an order is."""

    UNSHIPPED = "unshipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What is known about the order a message is about.

    `deliver_from` and `deliver_by` are the earliest and latest day of delivery as promised; `completed_at` is when
    it was delivered. `low_rating`: the buyer left negative feedback. `serviced_by_marketplace`: the marketplace
    runs the customer service of this self-shipped order.
    """

    fulfilment: Fulfilment = Fulfilment.MFN
    state: OrderState = OrderState.UNSHIPPED
    completed_at: datetime | None = None
    deliver_from: datetime | None = None
    deliver_by: datetime | None = None
    gift: bool = False
    custom: bool = False
    heavy: bool = False
    digital: bool = False
    service: bool = False
    returning: bool = False
    low_rating: bool = False
    serviced_by_marketplace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about author, pair, thread, order and limits when the decision is made. Each default stops nothing.

    `had_contact`: the buyer ordered from this seller or wrote to them; `last_heard` is when the buyer last wrote.
    `seller_allowance` is how many proactive messages this seller may start in a day, if there is a limit.
    """

    pair_exists: bool
    alias_alive: bool = True
    author_may_write: bool = True
    thread_known: bool = False
    author_is_buyer: bool = False
    over_limit: bool = False
    order: OrderFacts | None = None
    topic: Topic = Topic.OTHER
    answers_afn: bool = False
    had_contact: bool = True
    last_heard: datetime | None = None
    buyer_opted_out: bool = False
    buyer_blocked_seller: bool = False
    restriction: Step = Step.NONE
    restricted_until: datetime | None = None
    review_asked: bool = False
    feedback_asked: bool = False
    sent_today: int = 0
    seller_allowance: int | None = None
    sent_to_buyer_in_week: int = 0
    critical_in_week: int = 0
    claims_critical: bool = False
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The decision: granted as what, or the kebab-case reason why not and, where it is known, when that will change."""

    granted: bool
    grant: Grant = Grant.REPLY
    reason: str = ""
    since: datetime | None = None
