"""Copies are claimed by one courier at a time and settled once."""

# ruff: noqa: F811
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from gobetween.actions.copies import Parcel, Spoilt, whole
from gobetween.actions.deliver import Outcome, State, claim, extend, release, settle
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Side
from gobetween.conversations import files
from gobetween.conversations.models import Conversation, Delivery, Message
from gobetween.journal.models import Entry
from gobetween.kit import ids
from gobetween.marketplace.models import Buyer
from tests.mail.courier.outbox import Clock, Say, clock, conversation, say  # noqa: F401

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=10)


def claimed(clock: Clock, name: str = "one", limit: int = 10) -> list[Parcel | Spoilt]:
    return claim(claimed_by=name, limit=limit, lease=LEASE, now=clock())


def parcel_of(clock: Clock) -> Parcel:
    [parcel] = claimed(clock)
    assert isinstance(parcel, Parcel)
    return parcel


def test_a_parcel_shows_aliases_only_and_knows_the_mailbox(say: Say, clock: Clock, conversation: Conversation) -> None:
    delivery = say()
    parcel = parcel_of(clock)
    pair = conversation.pair
    assert parcel.recipient == "sam@lamps.example"
    assert parcel.copy.from_.name == "Bea B."
    assert aliases.resolve(parcel.copy.from_.address) is not None
    assert parcel.copy.from_.address.partition("@")[0].endswith(f"+{conversation.ref}")
    assert parcel.copy.to.address == aliases.address_of(pair, Side.SELLER, domain="marketplace.example")
    assert parcel.copy.message_id == delivery.internet_message_id
    assert parcel.hidden.addresses == {"bea@home.example", "sam@lamps.example"}
    assert parcel.hidden.names == {"Bea Buyer", "Sam Seller"}
    assert "home.example" not in repr(parcel)
    assert "lamps.example" not in repr(parcel)


def test_a_claimed_copy_is_nobody_elses_until_it_is_released(say: Say, clock: Clock) -> None:
    say()
    assert len(claimed(clock)) == 1
    assert claimed(clock, "two") == []
    release(claimed_by="two")
    assert claimed(clock, "two") == []
    release(claimed_by="one")
    assert len(claimed(clock, "two")) == 1


def test_a_lease_that_ran_out_frees_a_copy_unless_it_was_extended(say: Say, clock: Clock) -> None:
    delivery = say()
    claimed(clock)
    clock.passes(hours=1)
    assert claimed(clock, "two") == [], "a jump of our own clock frees nothing"
    Delivery.objects.update(claimed_until=delivery.created_at - timedelta(days=10_000))
    extend([delivery.id], claimed_by="one", lease=LEASE)
    assert claimed(clock, "two") == []
    Delivery.objects.update(claimed_until=delivery.created_at - timedelta(days=10_000))
    assert len(claimed(clock, "two")) == 1


def test_only_due_copies_are_claimed_the_oldest_first(say: Say, clock: Clock) -> None:
    old = say()
    clock.passes(minutes=5)
    new = say()
    later = say()
    Delivery.objects.filter(id=later.id).update(due_at=clock() + timedelta(minutes=1))
    assert [parcel.delivery for parcel in claimed(clock, limit=1)] == [old.id]
    assert [parcel.delivery for parcel in claimed(clock)] == [new.id]


@pytest.mark.django_db(transaction=True)
def test_two_couriers_never_claim_one_copy(say: Say, clock: Clock) -> None:
    for _ in range(30):
        say()

    def claim_all(name: str) -> list[int]:
        got = [parcel.delivery for _ in range(8) for parcel in claimed(clock, name, limit=5)]
        connection.close()
        return got

    with ThreadPoolExecutor(3) as pool:
        found = [delivery for got in pool.map(claim_all, "abc") for delivery in got]
    assert len(found) == len(set(found)) == 30


def test_settling_twice_is_settling_once(say: Say, clock: Clock) -> None:
    delivery = say()
    sent = Outcome(delivery=delivery.id, state=State.SENT, at=clock())
    settle([sent, sent], now=clock())
    settle([sent], now=clock())
    settle([Outcome(delivery=delivery.id, state=State.FAILED, at=clock(), reason="late")], now=clock())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.reason) == ("sent", 1, "")
    assert Entry.objects.filter(subject=f"delivery:{delivery.id}").count() == 1


def test_a_deferred_copy_waits_until_it_is_due(say: Say, clock: Clock) -> None:
    delivery = say()
    claimed(clock)
    due = clock() + timedelta(minutes=1)
    settle([Outcome(delivery=delivery.id, state=State.WAITING, at=clock(), reason="smtp-451", due_at=due)], now=clock())
    assert claimed(clock, "two") == []
    clock.passes(minutes=1)
    [parcel] = claimed(clock, "two")
    assert parcel.attempts == 1
    [entry] = Entry.objects.filter(kind="delivery.deferred")
    assert entry.facts["reason"] == "smtp-451"


def failed(delivery: Delivery, clock: Clock) -> None:
    settle([Outcome(delivery=delivery.id, state=State.FAILED, at=clock(), reason="smtp-550-5.1.1")], now=clock())


def test_the_author_of_a_failed_copy_is_told_in_her_language(say: Say, clock: Clock, bea: Buyer) -> None:
    Buyer.objects.filter(pk=bea.pk).update(locale="de-AT")
    delivery = say()
    failed(delivery, clock)
    [notice] = Message.objects.filter(kind="notice")
    assert (notice.author, notice.channel, notice.state, notice.parent_id) == (
        "system",
        "system",
        "posted",
        delivery.message_id,
    )
    assert notice.subject == "Nicht zugestellt: Lamp"
    assert "sam@lamps.example" not in notice.text
    parcel = parcel_of(clock)
    assert parcel.recipient == "bea@home.example"
    assert (parcel.copy.from_.name, parcel.copy.auto_submitted) == ("Demo Marketplace", "auto-generated")
    assert parcel.copy.from_.address == "noreply@marketplace.example"
    [entry] = Entry.objects.filter(kind="notice.sent")
    assert entry.facts == {"about": delivery.message_id, "cause": "undelivered", "reason": ""}


def test_a_sellers_failure_is_told_to_every_mailbox_of_the_seller(say: Say, clock: Clock) -> None:
    failed(say(author=Side.SELLER), clock)
    assert parcel_of(clock).recipient == "sam@lamps.example"


@pytest.mark.parametrize("more", [{"kind": "notice"}, {"kind": "auto-reply"}, {"author": "system"}])
def test_nobody_is_told_about_what_a_machine_wrote(say: Say, clock: Clock, more: dict[str, str]) -> None:
    delivery = say()
    Message.objects.filter(pk=delivery.message_id).update(**more)
    failed(delivery, clock)
    assert Message.objects.filter(kind="notice").exclude(pk=delivery.message_id).count() == 0


def test_nobody_is_told_while_another_copy_may_still_arrive(say: Say, clock: Clock) -> None:
    delivery = say()
    other = Delivery.objects.create(
        message=delivery.message,
        recipient="seller",
        to=delivery.to,
        internet_message_id=ids.message_id("marketplace.example"),
        due_at=clock(),
        created_at=clock(),
    )
    failed(delivery, clock)
    assert not Message.objects.filter(kind="notice").exists()
    failed(other, clock)
    assert Message.objects.filter(kind="notice").count() == 1


def test_a_key_that_left_the_ring_spoils_one_copy_and_no_other(say: Say, clock: Clock) -> None:
    bad, good = say(source_sealed=b"\x03old" + bytes(40)), say()
    found = {each.delivery: each for each in claimed(clock)}
    assert found[bad.id] == Spoilt(delivery=bad.id, attempts=0, reason="poison")
    assert isinstance(found[good.id], Parcel)


def test_files_are_fetched_when_the_copy_is_made_whole(say: Say, clock: Clock) -> None:
    name = files.put(f"test/{ids.ref()}", b"lamp")
    say().message.attachments.create(
        position=0,
        name="lamp.png",
        media_type="image/png",
        size=4,
        sha256="0" * 64,
        file=name,
        content_id="a",
        inline=True,
    )
    parcel = parcel_of(clock)
    assert parcel.copy.attachments == ()
    [file] = whole(parcel).attachments
    assert (file.content, file.content_id, file.inline) == (b"lamp", "a", True)


def test_a_shop_that_bears_its_owners_name_may_show_it(say: Say, clock: Clock) -> None:
    delivery = say()
    assert delivery.to is not None
    delivery.to.seller.people.update(name=delivery.to.seller.name)
    assert parcel_of(clock).hidden.names == {"Bea Buyer"}
