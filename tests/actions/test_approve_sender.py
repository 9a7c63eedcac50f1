"""Senders: seen once, decided by people, every decision on record."""

from __future__ import annotations

from datetime import datetime

import pytest

from gobetween.actions.approve_sender import MOST_PENDING, approve, block, seen
from gobetween.journal.models import Entry
from gobetween.marketplace import reads
from gobetween.marketplace.models import Seller, SenderAddress

pytestmark = pytest.mark.django_db


def test_an_unknown_address_waits_for_a_decision_and_is_noted_once(sam: Seller, now: datetime) -> None:
    first = seen(sam.pk, "helper@lamps.example", now)
    assert first is not None and first.state == "pending" and not first.receives
    assert seen(sam.pk, "Helper@LAMPS.example", now) == first
    assert _kinds() == ["sender.seen"]


def test_a_known_address_stays_as_it_is(sam: Seller, now: datetime) -> None:
    known = seen(sam.pk, "sam@lamps.example", now)
    assert known is not None and known.state == "approved"
    assert _kinds() == []


def test_the_same_address_may_write_for_two_sellers(sam: Seller, eve: Seller, now: datetime) -> None:
    assert seen(eve.pk, "sam@lamps.example", now) != seen(sam.pk, "sam@lamps.example", now)


def test_a_seller_who_is_not_there_is_nobody(sam: Seller, now: datetime) -> None:
    assert seen(sam.pk + 1000, "helper@lamps.example", now) is None


def test_an_approved_address_may_receive_and_a_blocked_one_does_not(sam: Seller, now: datetime) -> None:
    sender = seen(sam.pk, "helper@lamps.example", now)
    assert sender is not None
    approve(sender, now, receives=True)
    approve(sender, now)
    assert sender in reads.inboxes(sam)
    block(sender, now)
    assert sender not in reads.inboxes(sam)
    assert SenderAddress.objects.get(pk=sender.pk).state == "blocked"
    assert _kinds() == ["sender.seen", "sender.approved", "sender.blocked"]


def test_the_journal_shows_no_address(sam: Seller, now: datetime) -> None:
    seen(sam.pk, "helper@lamps.example", now)
    [entry] = Entry.objects.all()
    assert "@" not in f"{entry.subject} {entry.facts}"


def _kinds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("kind", flat=True))


def test_strangers_cannot_fill_the_list(sam: Seller, now: datetime) -> None:
    for number in range(MOST_PENDING + 2):
        seen(sam.pk, f"stranger{number}@elsewhere.example", now)
    assert sam.sender_addresses.filter(state="pending").count() == MOST_PENDING
