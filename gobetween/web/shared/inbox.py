"""The list of conversations: one row each, with the last thing said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gobetween.conversations.models import Conversation, Delivery, Message
from gobetween.web.shared.access import conversations_of, readable
from gobetween.web.shared.people import public_name
from gobetween.web.shared.who import Kind, Who

PAGE_SIZE = 25
SNIPPET = 160
OTHER = {Kind.BUYER: "seller", Kind.SELLER: "buyer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One conversation as its list shows it."""

    ref: str
    name: str
    side: str
    subject: str
    order: str
    snippet: str
    mine: bool
    latest_at: datetime
    state: str
    state_label: str


def listed(who: Who, *, page: str, show: str, words: str) -> tuple[Page[Conversation], list[Row]]:
    """One page of somebody's conversations, newest first; `show` is "" or "waiting", `words` a search."""
    found = conversations_of(who).select_related("pair__buyer", "pair__seller", "order").order_by("-latest_at", "-id")
    if show == "waiting":
        found = waiting(who, found)
    if words:
        found = found.filter(Q(order__number__icontains=words) | Q(subject__icontains=words))
    chosen = Paginator(found, PAGE_SIZE).get_page(page)
    latest, undelivered = _latest(who, chosen), _undelivered(chosen)
    rows = [_row(who, each, latest.get(each.pk), bounced=each.pk in undelivered) for each in chosen]
    return chosen, rows


def waiting(who: Who, found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Those in which the other side (for an operator: the buyer) spoke last and the case is open."""
    said = Message.objects.filter(conversation=OuterRef("pk"), state=Message.State.POSTED, kind=Message.Kind.HUMAN)
    last = Subquery(said.order_by("-created_at", "-id").values("author")[:1])
    return found.filter(state=Conversation.State.OPEN).annotate(last=last).filter(last=OTHER.get(who.kind, "buyer"))


def _latest(who: Who, chosen: Page[Conversation]) -> dict[int, Message]:
    said = Message.objects.filter(readable(who), conversation__in=[each.pk for each in chosen])
    newest = said.order_by("conversation", "-created_at", "-id").distinct("conversation")
    return {message.conversation_id: message for message in newest.defer("html", "quoted_text")}


def _undelivered(chosen: Page[Conversation]) -> set[int]:
    lost = Delivery.objects.filter(
        message__conversation__in=[each.pk for each in chosen],
        state__in=[Delivery.State.FAILED, Delivery.State.BOUNCED],
    )
    return set(lost.values_list("message__conversation", flat=True))


def _row(who: Who, conversation: Conversation, last: Message | None, *, bounced: bool) -> Row:
    state = _state(who, conversation, last, bounced=bounced)
    return Row(
        ref=conversation.ref,
        name=other_name(who, conversation),
        side=OTHER.get(who.kind, conversation.opened_by),
        subject=conversation.subject,
        order=conversation.order.number if conversation.order else "",
        snippet=_snippet(last.text) if last else "",
        mine=last is not None and last.author == who.kind,
        latest_at=conversation.latest_at,
        state=state,
        state_label=state_label(state, who),
    )


def _snippet(text: str) -> str:
    """The first words, without the signature."""
    return " ".join(text.partition("\n-- \n")[0].split())[:SNIPPET]


def other_name(who: Who, conversation: Conversation) -> str:
    """The other party as this reader knows them; an operator sees both."""
    pair = conversation.pair
    match who.kind:
        case Kind.BUYER:
            return pair.seller.name
        case Kind.SELLER:
            return public_name(pair)
        case Kind.OPERATOR:
            return f"{public_name(pair)} ⇄ {pair.seller.name}"


def _state(who: Who, conversation: Conversation, last: Message | None, *, bounced: bool) -> str:
    if bounced:
        return "undelivered"
    if conversation.state != Conversation.State.OPEN:
        return str(conversation.state)
    if last is None or last.kind != Message.Kind.HUMAN:
        return "open"
    return "asked" if last.author == OTHER.get(who.kind, "buyer") else "answered"


def state_label(state: str, who: Who) -> str:
    """The state of a conversation in words for this reader."""
    for_operator = who.kind == Kind.OPERATOR
    return {
        "undelivered": _("Not delivered"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
        "open": _("Open"),
        "asked": _("Waits for the seller") if for_operator else _("Your turn"),
        "answered": _("Waits for the buyer") if for_operator else _("Answer sent"),
    }[state]
