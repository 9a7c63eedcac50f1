"""The table of reasons: each one stops, in order, and without any the answer is a grant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gobetween.eligibility import (
    BARS,
    SENTENCES,
    Facts,
    Fulfilment,
    Grant,
    OrderFacts,
    OrderState,
    Purpose,
    Step,
    Topic,
    claims_critical,
    decide,
    default,
    parse,
    sentence,
)

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TERMS = default()
FREE = Facts(pair_exists=True, now=NOW)
SOLD = replace(FREE, order=OrderFacts())
REVIEW = Purpose.REVIEW_REQUEST


def sold(
    purpose: Purpose = Purpose.OTHER, *, order: dict[str, Any] | None = None, **facts: Any
) -> tuple[Facts, Purpose]:
    return replace(FREE, order=OrderFacts(**(order or {})), **facts), purpose


def delivered(days: int, purpose: Purpose = Purpose.OTHER, **facts: Any) -> tuple[Facts, Purpose]:
    return sold(purpose, order={"state": OrderState.DELIVERED, "completed_at": NOW - timedelta(days=days)}, **facts)


AFN = {"fulfilment": Fulfilment.AFN}
STOPS: dict[str, list[tuple[Facts, Purpose]]] = {
    "pair-unknown": [(replace(FREE, pair_exists=False), Purpose.REPLY)],
    "alias-retired": [(replace(FREE, alias_alive=False), Purpose.REPLY)],
    "author-not-approved": [(replace(FREE, author_may_write=False), Purpose.REPLY)],
    "pair-limit": [(replace(FREE, over_limit=True, thread_known=True), Purpose.REPLY)],
    "messaging-suspended": [
        sold(Purpose.ORDER_PROBLEM, restriction=Step.SELLING),
        delivered(9, REVIEW, restriction=Step.MESSAGING),
    ],
    "no-contact": [(replace(FREE, had_contact=False), Purpose.OTHER)],
    "order-needed": [(FREE, Purpose.WARRANTY), (FREE, REVIEW)],
    "order-cancelled": [sold(order={"state": OrderState.CANCELLED})],
    "afn-messaging-off": [sold(order=AFN), sold(Purpose.REPLY, order=AFN, thread_known=True)],
    "platform-handles-it": [
        sold(Purpose.INVOICE, order=AFN, answers_afn=True),
        sold(Purpose.REPLY, order=AFN, answers_afn=True, thread_known=True, topic=Topic.DELIVERY),
        sold(Purpose.INQUIRY, order=AFN, author_is_buyer=True, topic=Topic.PRODUCT),
        sold(Purpose.INQUIRY, order=AFN, author_is_buyer=True, answers_afn=True, topic=Topic.REFUND),
        sold(Purpose.INQUIRY, order={"serviced_by_marketplace": True}, author_is_buyer=True, topic=Topic.DELIVERY),
        sold(Purpose.OTHER, order={"serviced_by_marketplace": True}),
    ],
    "gift-return": [
        sold(order={**AFN, "gift": True, "returning": True}, answers_afn=True),
        sold(Purpose.LEGAL_DISCLOSURE, order={"gift": True, "returning": True}),
    ],
    "wrong-order-state": [sold(Purpose.ORDER_CANCELLED), delivered(1, Purpose.ORDER_PROBLEM)],
    "item-needed": [sold(Purpose.CONFIRM_CUSTOMIZATION), sold(Purpose.DIGITAL_KEY)],
    "return-needed": [delivered(1, Purpose.RETURN_FOLLOW_UP)],
    "low-rating-needed": [delivered(1, Purpose.FEEDBACK_UPDATE)],
    "window-over": [delivered(31), (replace(FREE, last_heard=NOW - timedelta(days=31)), Purpose.OTHER)],
    "review-too-early": [delivered(4, REVIEW), sold(REVIEW, order={"state": OrderState.SHIPPED})],
    "review-too-late": [delivered(31, REVIEW)],
    "review-asked": [
        delivered(9, REVIEW, review_asked=True),
        delivered(9, REVIEW, review_asked=True, thread_known=True),
    ],
    "feedback-asked": [
        sold(Purpose.FEEDBACK_UPDATE, order={"state": OrderState.SHIPPED, "low_rating": True}, feedback_asked=True)
    ],
    "buyer-blocked": [sold(buyer_blocked_seller=True)],
    "buyer-opted-out": [sold(buyer_opted_out=True), delivered(9, REVIEW, buyer_opted_out=True)],
    "seller-restricted": [sold(restriction=Step.PROACTIVE)],
    "templates-only": [sold(restriction=Step.TEMPLATES)],
    "seller-limit": [sold(sent_today=3, seller_allowance=3)],
    "buyer-limit": [sold(sent_to_buyer_in_week=5)],
    "critical-ration": [sold(Purpose.ORDER_PROBLEM, critical_in_week=50)],
}


@pytest.mark.parametrize(
    ("reason", "facts", "purpose"), [(why, *case) for why, cases in STOPS.items() for case in cases]
)
def test_each_bar_stops_with_its_reason(reason: str, facts: Facts, purpose: Purpose) -> None:
    decision = decide(facts, purpose, TERMS)
    assert (decision.granted, decision.reason) == (False, reason)


def test_the_first_reason_counts() -> None:
    facts = Facts(pair_exists=False, alias_alive=False, author_may_write=False, over_limit=True)
    assert decide(facts, Purpose.REPLY, TERMS).reason == BARS[0][0]


def test_every_bar_is_tried_here_and_has_a_sentence() -> None:
    assert {reason for reason, _ in BARS} == STOPS.keys() == SENTENCES.keys()


def test_on_a_known_thread_it_is_a_reply() -> None:
    assert decide(replace(FREE, thread_known=True), Purpose.REPLY, TERMS).grant == Grant.REPLY


def test_a_buyers_new_letter_counts_as_a_reply_and_a_sellers_as_proactive() -> None:
    assert decide(replace(FREE, author_is_buyer=True), Purpose.INQUIRY, TERMS).grant == Grant.REPLY
    assert decide(FREE, Purpose.OTHER, TERMS).grant == Grant.PROACTIVE


def test_a_request_for_a_review_is_never_a_reply() -> None:
    facts, purpose = delivered(9, REVIEW, thread_known=True)
    assert decide(facts, purpose, TERMS).grant == Grant.SOLICITATION


def test_the_official_review_request_passes_where_other_mail_does_not() -> None:
    order = {**AFN, "state": OrderState.DELIVERED, "completed_at": NOW - timedelta(days=9)}
    for step in (Step.PROACTIVE, Step.TEMPLATES):
        assert decide(*sold(REVIEW, order=order, restriction=step), TERMS).granted


@pytest.mark.parametrize(("days", "granted"), [(5, True), (30, True)])
def test_the_edges_of_the_windows_are_inside(days: int, granted: bool) -> None:
    assert decide(*delivered(days, REVIEW), TERMS).granted is granted
    assert decide(*delivered(days), TERMS).granted is granted


def test_the_review_window_runs_from_the_earliest_to_the_latest_delivery() -> None:
    promised = {"deliver_from": NOW - timedelta(days=5), "deliver_by": NOW, "state": OrderState.SHIPPED}
    facts, purpose = sold(REVIEW, order=promised)
    assert decide(facts, purpose, TERMS).granted
    assert decide(replace(facts, now=NOW + timedelta(days=30)), purpose, TERMS).granted
    assert not decide(replace(facts, now=NOW - timedelta(seconds=1)), purpose, TERMS).granted


def test_the_return_of_a_gift_may_be_answered_even_while_afn_messaging_is_off() -> None:
    gift = {**AFN, "gift": True, "returning": True}
    assert decide(*sold(Purpose.INQUIRY, order=gift, author_is_buyer=True, topic=Topic.RETURN), TERMS).granted
    assert decide(*sold(Purpose.REPLY, order=gift, thread_known=True, topic=Topic.RETURN), TERMS).granted


def test_before_an_order_everything_stays_with_the_seller() -> None:
    assert decide(replace(FREE, author_is_buyer=True, topic=Topic.DELIVERY), Purpose.INQUIRY, TERMS).granted


def test_a_claim_counts_as_the_marketplace_says() -> None:
    facts, purpose = sold(buyer_opted_out=True, claims_critical=True)
    assert decide(facts, purpose, TERMS).grant == Grant.CRITICAL
    assert decide(facts, purpose, parse('[important]\nmode = "audit"', 2)).grant == Grant.CRITICAL
    assert decide(facts, purpose, parse('[important]\nmode = "ignore"', 2)).reason == "buyer-opted-out"


def test_a_claim_makes_nothing_of_a_named_purpose_or_of_no_order() -> None:
    assert decide(*sold(Purpose.WARRANTY, claims_critical=True), TERMS).grant == Grant.PROACTIVE
    assert decide(replace(FREE, claims_critical=True), Purpose.OTHER, TERMS).grant == Grant.PROACTIVE


@pytest.mark.parametrize(
    ("subject", "claims"),
    [("[Important] Address", True), ("Re: [IMPORTANT]", True), ("Important: address", False), ("[ important ]", False)],
)
def test_the_brackets_are_required(subject: str, claims: bool) -> None:
    assert claims_critical(subject) is claims


def test_a_no_says_from_when_on_it_is_a_yes() -> None:
    early = decide(*delivered(1, REVIEW), TERMS)
    assert early.since == NOW + timedelta(days=4)
    assert sentence(early, "en").endswith("(from 7 May 2026 on it can be sent)")
    assert sentence(early, "de").endswith("(ab 7. Mai 2026 ist es möglich)")
    ended = datetime(2026, 6, 1, tzinfo=UTC)
    assert decide(*sold(restriction=Step.PROACTIVE, restricted_until=ended), TERMS).since == ended
    assert decide(*sold(sent_today=1, seller_allowance=1), TERMS).since == datetime(2026, 5, 4, tzinfo=UTC)
    assert sentence(decide(SOLD, Purpose.OTHER, TERMS), "en") == ""
