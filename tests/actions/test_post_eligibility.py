"""What is on record decides who may write: opt-out, the order's state and age, who ships it, and returned gifts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gobetween.actions.post import post
from gobetween.actions.submissions import Settled
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Delivery, Message
from gobetween.marketplace.models import Buyer, Order, Return, Seller
from tests.actions.letters import from_bea, from_sam

pytestmark = pytest.mark.django_db
UNASKED = "Your lamp 302-1111111-2222222 comes a day later than planned."
ADDRESS = "Please tell us the house number of your address, or we cannot ship order 302-1111111-2222222."


@pytest.fixture
def opted_out(pair: Pair) -> None:
    Buyer.objects.update(opted_out=True)


@pytest.fixture
def afn(order: Order) -> Order:
    Order.objects.update(fulfilment="AFN")
    return order


@pytest.fixture
def answering(sam: Seller) -> None:
    Seller.objects.filter(pk=sam.pk).update(answers_afn=True)


def outcome(settled: Settled) -> tuple[str, str]:
    return str(settled.state), settled.reason


def told() -> list[str]:
    return list(Message.objects.filter(kind="notice").order_by("id").values_list("text", flat=True))


def test_what_a_seller_begins_is_not_passed_on_to_a_buyer_who_opted_out(
    pair: Pair, order: Order, opted_out: None, now: datetime
) -> None:
    [settled] = post([from_sam(pair, UNASKED)], now=now)
    assert outcome(settled) == ("refused", "buyer-opted-out")
    assert not Delivery.objects.filter(recipient="buyer").exists()
    [notice] = told()
    assert "[Important]" in notice
    assert "as an answer" in notice


def test_the_seller_is_told_of_an_opt_out_once_a_day(pair: Pair, order: Order, opted_out: None, now: datetime) -> None:
    for hours in (0, 1, 6, 24):
        post([from_sam(pair, UNASKED), from_sam(pair, f"{UNASKED} Sorry.")], now=now + timedelta(hours=hours))
    assert len(told()) == 2


def test_an_answer_reaches_a_buyer_who_opted_out(pair: Pair, order: Order, opted_out: None, now: datetime) -> None:
    [asked] = post([from_bea(pair)], now=now)
    [answered] = post([from_sam(pair, UNASKED, suffix=asked.conversation)], now=now)
    assert outcome(answered) == ("posted", "")
    assert answered.grant == "reply"


@pytest.mark.parametrize("subject", ["[Important] Your address", "Your address [IMPORTANT]"])
def test_what_an_order_cannot_do_without_reaches_a_buyer_who_opted_out(
    pair: Pair, order: Order, opted_out: None, now: datetime, subject: str
) -> None:
    [settled] = post([from_sam(pair, ADDRESS, subject=subject)], now=now)
    assert outcome(settled) == ("posted", "")
    assert Message.objects.get(id=settled.message).purpose == "critical"


def test_without_brackets_or_without_an_order_nothing_is_important(pair: Pair, opted_out: None, now: datetime) -> None:
    settled = post(
        [from_sam(pair, ADDRESS, subject="Important"), from_sam(pair, ADDRESS, subject="[Important]")], now=now
    )
    assert [each.reason for each in settled] == ["buyer-opted-out"] * 2


def test_an_important_coupon_is_stopped_all_the_same(pair: Pair, order: Order, opted_out: None, now: datetime) -> None:
    [settled] = post(
        [from_sam(pair, "Use coupon LAMP20 for 20% off your next order!", subject="[Important] Coupon")], now=now
    )
    assert (settled.grant, str(settled.state)) == ("critical", "refused")


@pytest.mark.parametrize(("days", "reason"), [(30, ""), (31, "window-over")])
def test_thirty_days_after_delivery_a_seller_can_only_answer(
    pair: Pair, order: Order, now: datetime, days: int, reason: str
) -> None:
    Order.objects.update(status="delivered", delivered_at=now - timedelta(days=days))
    [begun], [asked] = post([from_sam(pair, UNASKED)], now=now), post([from_bea(pair)], now=now)
    assert begun.reason == reason
    [answered] = post([from_sam(pair, "It is on its way.", suffix=asked.conversation)], now=now)
    assert answered.reason == ""


def test_without_an_order_the_window_runs_from_what_the_buyer_last_wrote(pair: Pair, now: datetime) -> None:
    post([from_bea(pair)], now=now)
    [soon] = post([from_sam(pair, "More about the lamp.")], now=now + timedelta(days=30))
    [late] = post([from_sam(pair, "Still more about it.")], now=now + timedelta(days=31))
    assert (soon.reason, late.reason) == ("", "window-over")


def test_about_a_cancelled_order_nothing_is_begun(pair: Pair, order: Order, now: datetime) -> None:
    Order.objects.update(status="cancelled")
    [settled] = post([from_sam(pair, UNASKED)], now=now)
    assert settled.reason == "order-cancelled"


def test_a_seller_who_leaves_afn_orders_to_the_marketplace_writes_nothing_about_them(
    pair: Pair, afn: Order, now: datetime
) -> None:
    [settled] = post([from_sam(pair, UNASKED)], now=now)
    assert outcome(settled) == ("refused", "afn-messaging-off")
    assert "switched off" in told()[0]


def test_a_buyers_question_about_an_afn_order_goes_to_support_by_default(pair: Pair, afn: Order, now: datetime) -> None:
    [settled] = post([from_bea(pair, "Does it fit E27 bulbs?")], now=now)
    assert outcome(settled) == ("refused", "platform-handles-it")
    assert "support answers this" in told()[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Does it fit E27 bulbs?", ""),
        ("Hello, a question.", ""),
        ("Where is my parcel?", "platform-handles-it"),
        ("Ich will mein Geld zurück, bitte um Erstattung.", "platform-handles-it"),
    ],
)
def test_a_seller_who_answers_for_afn_orders_gets_product_questions_only(
    pair: Pair, afn: Order, answering: None, now: datetime, text: str, reason: str
) -> None:
    [asked] = post([from_bea(pair, text, subject="Question")], now=now)
    assert asked.reason == reason
    if not reason:
        [answered] = post([from_sam(pair, "Yes, it does.", suffix=asked.conversation)], now=now)
        assert outcome(answered) == ("posted", "")


def test_what_a_buyer_quotes_is_not_what_the_buyer_asks(pair: Pair, afn: Order, answering: None, now: datetime) -> None:
    [begun] = post([from_sam(pair, "The delivery of your parcel: order 302-1111111-2222222.")], now=now)
    quoted = (
        "Does it fit E27 bulbs?\n\nOn Mon, 2 Mar 2026, Sam wrote:\n> The delivery of your parcel, tracking\n> refund"
    )
    more = {"suffix": begun.conversation, "subject": "Re: Delivery", "in_reply_to": "copy@marketplace.example"}
    [asked] = post([from_bea(pair, quoted, **more)], now=now)
    assert outcome(asked) == ("posted", "")


@pytest.mark.parametrize("fulfilment", ["MFN", "AFN"])
def test_the_return_of_a_gift_is_answered_and_never_begun(
    pair: Pair, order: Order, now: datetime, fulfilment: str
) -> None:
    Order.objects.update(fulfilment=fulfilment, gift=True)
    Return.objects.create(order=order, opened_at=now)
    [asked] = post([from_bea(pair, "I want to return it, how?")], now=now)
    [answered] = post([from_sam(pair, "With the label in the box.", suffix=asked.conversation)], now=now)
    [begun] = post([from_sam(pair, "Where is the gift that you return?")], now=now)
    assert (asked.reason, answered.reason) == ("", "")
    assert begun.reason == ("gift-return" if fulfilment == "MFN" else "afn-messaging-off")


def test_a_buyers_message_and_a_reply_ask_nothing_more_of_the_database(pair: Pair, order: Order, now: datetime) -> None:
    def asked(*batch: Any) -> tuple[list[Settled], str]:
        with CaptureQueriesContext(connection) as queries:
            settled = post(list(batch), now=now)
        return settled, " ".join(query["sql"] for query in queries.captured_queries)

    [settled], mine = asked(from_bea(pair))
    _, answer = asked(from_sam(pair, suffix=settled.conversation))
    for said in (mine, answer):
        assert "marketplace_return" not in said
        assert "<> 'refused'" not in said
