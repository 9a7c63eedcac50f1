"""Noting: entries in order, chained, in one transaction with what they tell of."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from gobetween.journal.models import Entry, Head
from gobetween.journal.writes import Note, note_all


@pytest.mark.django_db
def test_entries_are_numbered_in_order_within_their_marketplace(now: datetime) -> None:
    note_all([_note("north", "a"), _note("south", "b"), _note("north", "c")], now)
    note_all([_note("north", "d")], now)
    rows = Entry.objects.order_by("marketplace", "number").values_list("marketplace", "number", "subject")
    assert list(rows) == [("north", 1, "a"), ("north", 2, "c"), ("north", 3, "d"), ("south", 1, "b")]
    assert Head.objects.get(marketplace="north").number == 3


@pytest.mark.django_db
def test_a_batch_takes_two_statements(now: datetime, django_assert_max_num_queries: object) -> None:
    note_all([_note("north", "first")], now)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        note_all([_note("north", str(number)) for number in range(64)], now)


@pytest.mark.django_db
def test_an_undocumented_kind_is_a_mistake(now: datetime) -> None:
    with pytest.raises(ValueError, match="not a kind"):
        note_all([Note(marketplace="north", kind="shrug", subject="a")], now)


def test_nothing_to_note_needs_no_database(now: datetime) -> None:
    assert connection is not None
    note_all([], now)


def _note(marketplace: str, subject: str) -> Note:
    return Note(marketplace=marketplace, kind="message.posted", subject=subject, facts={"content": "00", "n": 1})
