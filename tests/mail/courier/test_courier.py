"""Due copies leave, masked and signed, and are settled."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy

import dkim

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Side
from gobetween.conversations.models import Conversation, Delivery
from gobetween.journal.models import Entry
from gobetween.kit.config import current
from gobetween.mail.courier.courier import Courier
from gobetween.mail.signing import dns_record
from gobetween.mail.verp import delivery_of
from tests.mail.courier.outbox import Clock, Say, until
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
