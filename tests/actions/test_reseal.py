"""At rest: a dump of every table shows no address, and an old key can be dropped after resealing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import Settings

from gobetween.actions.reseal import SEALED, made_under, reseal
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.conversations import files
from gobetween.conversations.models import Attachment, Conversation, Letter, Message
from gobetween.kit.config import current
from gobetween.kit.sealing import Unsealable, index, seal, unseal
from gobetween.marketplace import reads
from gobetween.marketplace.models import Buyer, Order, Seller

pytestmark = pytest.mark.django_db
NEW = "fresh:" + "07" * 32


@pytest.fixture
def message(pair: Pair, order: Order, now: datetime) -> Message:
    """A letter of Bea's on record, with a file."""
    letter = Letter.objects.create(raw_sealed=seal(b"From: bea@home.example", purpose="letter"), size=22)
    case = Conversation.objects.create(
        pair=pair, order=order, ref="c1", opened_by="buyer", created_at=now, latest_at=now
    )
    made = Message.objects.create(
        conversation=case, pair=pair, key="k1", author="buyer", channel="mail", state="posted", letter=letter,
        source_sealed=seal(b"1@home.example", purpose="source"), source_index=index("1@home.example", purpose="source"),
        created_at=now,
    )  # fmt: skip
    Attachment.objects.create(
        message=made,
        position=0,
        name="a.txt",
        media_type="text/plain",
        size=3,
        sha256="",
        file=files.put("reseal", b"abc"),
    )
    return made


def test_a_dump_of_every_table_shows_no_address(message: Message, sam: Seller, eve: Seller) -> None:
    dump = _dump()
    assert b"302-1111111-2222222" in dump
    for secret in (b"bea@home", b"home.example", b"sam@lamps", b"lamps.example", b"eve@", b"emporium.example"):
        assert secret not in dump
        assert secret.hex().encode() not in dump


def test_an_old_key_can_be_dropped_after_resealing(
    message: Message, bea: Buyer, sam: Seller, settings: Settings, now: datetime
) -> None:
    old = current().keys
    settings.GOBETWEEN = replace(current(), keys=f"{NEW},{old}")
    assert [sum(made_under(key, SEALED)) for key in ("test", "fresh")] == [5, 0]
    counts = reseal(SEALED, now=now, with_aliases=True)
    assert counts == {
        "marketplace.buyer": 1, "marketplace.senderaddress": 1, "conversations.message": 1, "conversations.scan": 0,
        "conversations.letter": 1,
        "files": 1, "pairs": 1,
    }  # fmt: skip
    settings.GOBETWEEN = replace(current(), keys=NEW)
    _readable(message, bea, sam)
    assert [sum(made_under(key, SEALED)) for key in ("test", "fresh")] == [0, 5]


def test_everything_reads_as_before_while_both_keys_are_there(
    message: Message, bea: Buyer, sam: Seller, settings: Settings, now: datetime
) -> None:
    before = aliases.address_of(message.pair, Side.BUYER, domain="marketplace.example")
    settings.GOBETWEEN = replace(current(), keys=f"{NEW},{current().keys}")
    _readable(message, bea, sam)
    reseal(SEALED, now=now)
    message.pair.refresh_from_db()
    assert aliases.address_of(message.pair, Side.BUYER, domain="marketplace.example") == before


def test_a_second_time_there_is_nothing_to_do(message: Message, settings: Settings, now: datetime) -> None:
    settings.GOBETWEEN = replace(current(), keys=f"{NEW},{current().keys}")
    reseal(SEALED, now=now, with_aliases=True)
    assert not any(reseal(SEALED, now=now, with_aliases=True).values())


def test_without_the_old_key_nothing_is_lost_silently(message: Message, settings: Settings, now: datetime) -> None:
    settings.GOBETWEEN = replace(current(), keys=NEW)
    with pytest.raises(Unsealable):
        reseal(SEALED, now=now)


def _readable(message: Message, bea: Buyer, sam: Seller) -> None:
    for row in (message, bea, message.letter, message.pair):
        row.refresh_from_db()  # type: ignore[union-attr]
    assert reads.address_of_buyer(bea) == "bea@home.example"
    assert reads.buyers_by_address("demo", "bea@home.example") == [bea]
    assert reads.sender_of(sam, "sam@lamps.example") is not None
    assert message.letter is not None and message.source_sealed is not None
    assert unseal(message.letter.raw_sealed, purpose="letter") == b"From: bea@home.example"
    assert unseal(message.source_sealed, purpose="source") == b"1@home.example"
    assert files.get("reseal") == b"abc"
    assert default_storage.listdir("")[1].count("a1.new") == 0


def _dump() -> bytes:
    """What `pg_dump` would write: every table, every column, as text."""
    names = connection.introspection.table_names()
    lines: list[Any] = []
    with connection.cursor() as cursor:
        for name in names:
            with cursor.copy(f'COPY "{name}" TO STDOUT') as copied:
                lines += [bytes(block) for block in copied]
    return b"".join(lines)
