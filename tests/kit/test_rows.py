"""Rows go in with every kind of value unharmed, and come back with their ids in order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DataError, IntegrityError, transaction

from gobetween.aliases.models import Pair
from gobetween.conversations.models import Conversation, Message
from gobetween.kit.rows import insert

pytestmark = pytest.mark.django_db


def _conversation(pair: Pair, now: datetime, ref: str, **more: str) -> Conversation:
    return Conversation(pair=pair, ref=ref, opened_by="buyer", created_at=now, latest_at=now, **more)


def test_the_ids_are_set_in_the_order_of_the_rows(pair: Pair, now: datetime) -> None:
    rows = [_conversation(pair, now, ref) for ref in ("c", "a", "b")]
    insert(rows)
    assert [Conversation.objects.get(pk=row.pk).ref for row in rows] == ["c", "a", "b"]
    rows[0].subject = "changed"
    rows[0].save()  # an UPDATE: the row knows that it is there
    assert Conversation.objects.count() == 3


def test_every_kind_of_value_comes_back_as_it_was(pair: Pair, now: datetime) -> None:
    conversation = _conversation(pair, now + timedelta(microseconds=7), "a", subject='Größe "5\\n" \U0001f600\n\x01')
    insert([conversation])
    message = Message(
        conversation=conversation, pair=pair, key="k", author="buyer", channel="mail", state=Message.State.POSTED,
        masked=[{"what": "e\u0301", "span": [1, 2]}], source_sealed=b"\x00\xff\\x", source_index=None, created_at=now,
    )  # fmt: skip
    insert([message])
    kept, told = Conversation.objects.get(), Message.objects.get()
    assert (kept.subject, kept.created_at, kept.order_id) == (conversation.subject, conversation.created_at, None)
    assert told.masked == message.masked
    assert bytes(told.source_sealed or b"") == message.source_sealed
    assert (told.source_index, told.dropped, told.rulebook, told.state) == (None, [], 0, "posted")


def test_the_database_still_says_no(pair: Pair, now: datetime) -> None:
    insert([_conversation(pair, now, "a")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([_conversation(pair, now, "b"), _conversation(pair, now, "a")])
    with pytest.raises(DataError), transaction.atomic():
        insert([_conversation(pair, now, "r" * 13)])
    assert Conversation.objects.count() == 1


def test_nothing_is_inserted_for_nothing() -> None:
    insert([])
