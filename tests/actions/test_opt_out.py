"""One switch for all sellers; it is noted once, and it stops what nobody asked for."""

from __future__ import annotations

from datetime import datetime

import pytest

from gobetween.actions.opt_out import opt_in, opt_out
from gobetween.actions.post import post
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Message
from gobetween.journal.models import Entry
from gobetween.marketplace.models import Order
from tests.actions.letters import from_bea, from_sam

pytestmark = pytest.mark.django_db


def test_a_seller_may_answer_but_not_begin(pair: Pair, order: Order, now: datetime) -> None:
    opt_out(pair.buyer, now=now)
    [begun] = post([from_sam(pair, f"About order {order.number}: here is a hint for your lamp.")], now=now)
    [asked] = post([from_bea(pair)], now=now)
    [answered] = post([from_sam(pair, suffix=asked.conversation)], now=now)
    assert (begun.state, begun.reason) == (Message.State.REFUSED, "buyer-opted-out")
    assert answered.state == Message.State.POSTED


def test_she_may_think_again(pair: Pair, order: Order, now: datetime) -> None:
    opt_out(pair.buyer, now=now)
    opt_in(pair.buyer, now=now)
    [begun] = post([from_sam(pair, f"About order {order.number}: here is a hint for your lamp.")], now=now)
    assert begun.reason != "buyer-opted-out"


def test_each_turn_is_noted_once(pair: Pair, now: datetime) -> None:
    for turn in (opt_in, opt_out, opt_out, opt_in, opt_in):
        turn(pair.buyer, now=now)
    kinds = Entry.objects.filter(kind__startswith="mail.").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["mail.declined", "mail.welcomed"]
