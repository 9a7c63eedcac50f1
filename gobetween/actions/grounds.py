"""What eligibility is told of a submission: the facts and the purpose, from what is on record."""

from __future__ import annotations

from gobetween import eligibility
from gobetween.actions.submissions import Known, Submission
from gobetween.aliases.models import Side
from gobetween.eligibility import Facts, Fulfilment, OrderFacts, OrderState, Purpose, Topic
from gobetween.kit.config import current
from gobetween.marketplace.models import Order
from gobetween.mime.letter import Letter
from gobetween.mime.quotes import part


def purpose_of(submission: Submission, known: Known) -> Purpose:
    """A mail names no purpose: on its thread it is a reply, else a buyer's inquiry or a seller's `OTHER`."""
    if known.conversation is not None:
        return Purpose.REPLY
    return Purpose.INQUIRY if submission.author == Side.BUYER else Purpose.OTHER


def facts_of(submission: Submission, known: Known) -> Facts:
    """What counts of pair, order and limits. A seller may still begin with a buyer who neither ordered nor wrote: the
    marketplace handed the address out, so `had_contact` is left as it is."""
    pair, limit = known.pair, current().pair_hourly_limit
    if pair is None:
        return Facts(pair_exists=False)
    return Facts(
        pair_exists=True,
        alias_alive=known.alive,
        thread_known=known.conversation is not None,
        author_is_buyer=submission.author == Side.BUYER,
        over_limit=0 < limit <= known.recent,
        order=_order(known.order, returning=known.returning) if known.order else None,
        topic=_topic(submission, known),
        answers_afn=pair.seller.answers_afn,
        last_heard=known.last_heard,
        buyer_opted_out=pair.buyer.opted_out,
        claims_critical=eligibility.claims_critical(_subject(submission)),
        now=known.now,
    )


def _order(order: Order, *, returning: bool) -> OrderFacts:
    return OrderFacts(
        fulfilment=Fulfilment(order.fulfilment),
        state=OrderState(order.status),
        completed_at=order.delivered_at,
        gift=order.gift,
        custom=order.custom,
        returning=returning,
    )


def _topic(submission: Submission, known: Known) -> Topic:
    """What a buyer writes about, guessed where it matters: about an order that the marketplace ships. History, and the
    subject of an answer, are not the buyer's words."""
    letter = submission.letter
    about_afn = known.order is not None and known.order.fulfilment == Fulfilment.AFN
    if submission.author != Side.BUYER or not about_afn or not isinstance(letter, Letter):
        return Topic.OTHER
    new = part(letter.text, subject=letter.subject, is_reply=bool(letter.in_reply_to)).new
    return eligibility.guess("" if known.conversation else letter.subject, new)


def _subject(submission: Submission) -> str:
    return submission.letter.subject if isinstance(submission.letter, Letter) else ""
