"""Due copies leave, masked and signed, and are settled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import dkim
import pytest
from django.db import connection

from gobetween.actions.copies import shown_name
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.conversations import files
from gobetween.conversations.models import Conversation, Delivery
from gobetween.journal.models import Entry
from gobetween.kit import ids
from gobetween.kit.config import current
from gobetween.kit.sealing import seal
from gobetween.mail.courier.courier import Courier
from gobetween.mail.courier.ear import listening
from gobetween.mail.ledger import open_ledger
from gobetween.mail.signing import dns_record
from gobetween.mail.verp import delivery_of
from tests.mail.courier.outbox import QUICK, Clock, Say, until
from tests.mail.courier.smarthost import Smarthost

Carry = Callable[..., Smarthost]


def arrived(count: int) -> Callable[[Courier, Smarthost], object]:
    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: len(smarthost.letters) >= count and not courier.unsettled and not courier.busy)

    return story


def test_a_buyers_message_reaches_the_sellers_mailbox_masked(
    say: Say, carry: Carry, conversation: Conversation, clock: Clock
) -> None:
    delivery = say("Grüße von mir\n")
    [letter] = carry(arrived(1)).letters
    pair = conversation.pair
    read = message_from_bytes(letter.raw, policy=policy.default)
    ref = conversation.ref
    assert letter.recipient == "sam@lamps.example"
    assert delivery_of(letter.sender, clock()) == delivery.id
    assert read["From"] == f'"Bea B." <{aliases.address_of(pair, Side.BUYER, domain="marketplace.example", ref=ref)}>'
    assert read["To"] == aliases.address_of(pair, Side.SELLER, domain="marketplace.example")
    assert read["Message-ID"] == f"<{delivery.internet_message_id}>"
    assert read["X-Gobetween-Conversation"] == ref
    assert read.get_content().strip() == "Grüße von mir"
    assert b"sam@lamps.example" not in letter.raw
    assert b"bea@home.example" not in letter.raw


def test_a_sent_copy_is_settled_and_noted(say: Say, carry: Carry, clock: Clock) -> None:
    delivery = say()
    carry(arrived(1))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.done_at) == ("sent", 1, clock())
    assert delivery.claimed_by == ""
    [entry] = Entry.objects.filter(kind="delivery.sent")
    assert entry.subject == f"delivery:{delivery.id}"


def test_a_copy_verifies_under_the_key_of_the_marketplaces_domain(say: Say, carry: Carry, tmp_path: Path) -> None:
    say("A line.\n.\n..and dots\n\n\n", html="<p>A line</p>")
    [letter] = carry(arrived(1)).letters
    name, value = dns_record("marketplace.example", selector=current().dkim_selector, state_dir=tmp_path)
    known = {f"{name}.".encode(): value.encode()}
    assert dkim.verify(letter.raw, dnsfunc=lambda asked, timeout=5: known.get(asked))


def test_the_buyer_sees_the_shops_name(say: Say, carry: Carry, conversation: Conversation) -> None:
    say("On its way\n", author=Side.SELLER)
    [letter] = carry(arrived(1)).letters
    read = message_from_bytes(letter.raw, policy=policy.default)
    assert letter.recipient == "bea@home.example"
    assert read["From"].addresses[0].display_name == "Sam's Lamps"
    assert read["To"] == aliases.address_of(conversation.pair, Side.BUYER, domain="marketplace.example")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Bea Buyer", "Bea B."), ("Bea", "Buyer"), ("", "Buyer"), ("Bea B.", "Buyer"), ("Bea van der Berg", "Bea B.")],
)
def test_a_buyer_is_shown_by_given_name_and_one_initial(pair: Pair, name: str, shown: str) -> None:
    pair.buyer.name = name
    assert shown_name(pair, Side.BUYER) == shown


def test_an_answer_threads_under_the_ids_the_recipient_knows(say: Say, carry: Carry) -> None:
    source = "her-own@home.example"
    asked = say(source_sealed=seal(source.encode(), purpose="source"))
    say("On its way\n", author=Side.SELLER, parent=asked.message)
    by_recipient = {letter.recipient: letter for letter in carry(arrived(2)).letters}
    answer = message_from_bytes(by_recipient["bea@home.example"].raw, policy=policy.default)
    assert answer["In-Reply-To"] == answer["References"] == f"<{source}>"
    assert source.encode() not in by_recipient["sam@lamps.example"].raw


def test_a_domain_in_other_letters_signs_in_ascii(say: Say, carry: Carry, conversation: Conversation) -> None:
    marketplace = conversation.pair.marketplace
    marketplace.domain = "Märkte.example"
    marketplace.save()
    say()
    [letter] = carry(arrived(1)).letters
    assert b"d=xn--mrkte-gra.example;" in letter.raw
    assert letter.sender.endswith("@xn--mrkte-gra.example")


def test_files_arrive(say: Say, carry: Carry) -> None:
    name = files.put(f"test/{ids.ref()}", b"\x89PNG lamp")
    say().message.attachments.create(
        position=0, name="lamp.png", media_type="image/png", size=9, sha256="0" * 64, file=name
    )
    [letter] = carry(arrived(1)).letters
    [part] = message_from_bytes(letter.raw, policy=policy.default).iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("lamp.png", b"\x89PNG lamp")


def test_a_ring_at_the_outbox_sends_at_once(say: Say, carry: Carry) -> None:
    def posted() -> None:
        say()
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY outbox")

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        loop, waits = asyncio.get_running_loop(), list[float]()
        with listening(loop, courier.wake):
            await asyncio.sleep(0.3)
            for count in (1, 2, 3):
                start = loop.time()
                await courier.desk.ask(posted)
                await until(lambda count=count: len(smarthost.letters) == count)
                waits.append(loop.time() - start)
        assert min(waits) < 0.3, "the first one makes the key; a busy machine is slow now and then"

    carry(story, pace=replace(QUICK, poll=60.0))


def test_what_a_dead_courier_sent_is_settled_and_what_it_held_goes_out(say: Say, carry: Carry, tmp_path: Path) -> None:
    sent, held = say(), say()
    Delivery.objects.update(claimed_by="test/0", claimed_until=datetime.now(UTC) + timedelta(hours=1))
    ledger = open_ledger(tmp_path / "courier", 0)
    assert ledger is not None
    ledger.add(sent.id, datetime.now(UTC))
    ledger.close()
    [letter] = carry(arrived(1)).letters
    assert held.internet_message_id.encode() in letter.raw
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
