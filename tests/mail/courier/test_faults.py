"""A next hop that refuses, stalls, drops and disappears: every copy is settled in the end, none sent twice lightly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from gobetween.actions import deliver
from gobetween.aliases.models import Side
from gobetween.conversations.models import Conversation, Delivery, Message
from gobetween.kit.sealing import seal
from gobetween.mail.courier.courier import Courier
from tests.mail.courier.outbox import Clock, Say, until
from tests.mail.courier.smarthost import Session, Smarthost

Carry = Callable[..., Smarthost]


def row(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(id=delivery.id)


def settled(courier: Courier) -> bool:
    return not (courier.unsettled or courier.busy or courier.held)


async def asked(courier: Courier, question: Callable[[], Any]) -> Any:
    """An answer from the database, by the courier's own desk."""
    return await courier.desk.ask(question)


async def tried(courier: Courier, delivery: Delivery, attempts: int) -> None:
    """Until so many tries are on record."""
    while (await asked(courier, lambda: row(delivery))).attempts < attempts:
        courier.wake.set()
        await asyncio.sleep(0.01)


def once(verb: str, reply: str) -> Callable[[Session, str], Any]:
    """That reply to the first such verb, the usual ones afterwards."""
    left = [reply]

    async def hook(session: Session, said: str) -> str | None:
        return left.pop() if said == verb and left else None

    return hook


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("extensions", [("PIPELINING", "SIZE"), ()])
def test_a_copy_that_is_not_taken_now_is_taken_later(
    say: Say, carry: Carry, clock: Clock, verb: str, extensions: tuple[str, ...]
) -> None:
    delivery = say()

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)
        late = await asked(courier, lambda: row(delivery))
        assert (late.state, late.reason, late.claimed_by) == ("waiting", "smtp-451-4.3.0", "")
        assert 48 <= (late.due_at - clock()).total_seconds() <= 72
        assert smarthost.letters == []
        clock.passes(minutes=2)
        await tried(courier, delivery, 2)

    smarthost = carry(story, Smarthost(hook=once(verb, "451 4.3.0 not now"), extensions=extensions))
    assert len(smarthost.letters) == 1
    assert row(delivery).state == "sent"


@pytest.mark.parametrize("verb", ["RCPT", "DOT"])
def test_a_copy_refused_for_good_is_told_to_its_author_once(say: Say, carry: Carry, verb: str) -> None:
    delivery = say()

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: len(smarthost.letters) == 1 and settled(courier))

    smarthost = carry(story, Smarthost(hook=once(verb, "550 5.1.1 sam@lamps.example is unknown")))
    assert (row(delivery).state, row(delivery).reason, row(delivery).attempts) == ("failed", "smtp-550-5.1.1", 1)
    [notice] = Message.objects.filter(kind="notice")
    [letter] = smarthost.letters
    assert letter.recipient == "bea@home.example"
    assert notice.subject == "Not delivered: Lamp"
    assert "Sam's Lamps" in notice.text
    assert b"sam@lamps.example" not in letter.raw
    assert b"Auto-Submitted: auto-generated" in letter.raw


def test_a_notice_that_cannot_be_delivered_makes_no_notice(say: Say, carry: Carry) -> None:
    say()

    async def refuse_all(session: Session, verb: str) -> str | None:
        return "550 5.1.1 no" if verb == "RCPT" else None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        while await asked(courier, lambda: Delivery.objects.filter(state="failed").count()) < 2:
            await asyncio.sleep(0.01)

    carry(story, Smarthost(hook=refuse_all))
    assert Message.objects.filter(kind="notice").count() == 1


def test_a_lost_reply_is_answered_by_the_same_message_id(say: Say, carry: Carry, clock: Clock) -> None:
    delivery = say()
    left = [1]

    async def take_and_drop(session: Session, verb: str) -> str | None:
        if verb == "DOT" and left:
            left.pop()
            smarthost.keep(session)
            session.hang_up()
            raise EOFError
        return None

    smarthost = Smarthost(hook=take_and_drop)

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)
        assert (await asked(courier, lambda: row(delivery))).reason == "reply-lost"
        clock.passes(minutes=2)
        await tried(courier, delivery, 2)

    carry(story, smarthost)
    first, second = smarthost.letters
    name = f"<{delivery.internet_message_id}>".encode()
    assert name in first.raw
    assert name in second.raw


def test_a_next_hop_that_is_down_costs_no_tries(say: Say, carry: Carry, clock: Clock) -> None:
    deliveries = [say() for _ in range(8)]
    closed = [True]

    async def refuse_to_begin(session: Session, verb: str) -> str | None:
        return "421 4.3.2 going down" if verb == "CONNECT" and closed else None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: courier.road.is_blocked)
        await smarthost.down()
        await asyncio.sleep(0.2)
        clock.passes(hours=9)
        closed.clear()
        await smarthost.up()
        await until(lambda: len(smarthost.letters) == 8 and settled(courier))
        assert not courier.road.is_blocked

    smarthost = carry(story, Smarthost(hook=refuse_to_begin))
    assert {row(delivery).attempts for delivery in deliveries} == {1}
    assert len({letter.sender for letter in smarthost.letters}) == 8


def test_a_kept_line_that_was_closed_meanwhile_costs_no_try(say: Say, carry: Carry) -> None:
    first = say()

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, first, 1)
        for writer in smarthost.writers:
            writer.write(b"421 4.4.2 you are idle\r\n")
            writer.close()
        second = await asked(courier, say)
        await tried(courier, second, 1)
        assert (await asked(courier, lambda: row(second))).state == "sent"

    assert carry(story).connections >= 2


def test_only_one_copy_at_a_time_stands_between_dot_and_ledger(say: Say, carry: Carry) -> None:
    for _ in range(12):
        say()

    async def slow(session: Session, verb: str) -> str | None:
        if verb == "DOT":
            await asyncio.sleep(0.01)
        return None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: len(smarthost.letters) == 12 and settled(courier))

    smarthost = carry(story, Smarthost(hook=slow))
    assert smarthost.most_between == 1
    assert smarthost.connections > 1


def test_after_the_patience_is_over_a_copy_is_given_up(say: Say, carry: Carry, clock: Clock) -> None:
    delivery = say()

    async def never(session: Session, verb: str) -> str | None:
        return "452 4.2.2 full" if verb == "RCPT" else None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)
        clock.passes(hours=73)
        await tried(courier, delivery, 2)

    carry(story, Smarthost(hook=never), give_up_hours=72.0)
    assert (row(delivery).state, row(delivery).reason) == ("failed", "gave-up")
    assert Message.objects.filter(kind="notice").count() == 1


def test_the_gate_stops_a_copy_that_shows_a_real_address(say: Say, carry: Carry) -> None:
    delivery = say("Write to me: BEA@home.example\n")

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)

    smarthost = carry(story)
    assert (row(delivery).state, row(delivery).reason) == ("failed", "gate")
    assert all(letter.recipient == "bea@home.example" for letter in smarthost.letters)


def test_a_copy_whose_page_alone_shows_an_address_goes_as_plain_text(say: Say, carry: Carry) -> None:
    delivery = say("Hello\n", html="<p>Hello <b>bea@</b>home.example</p>")

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)

    [letter] = carry(story).letters
    assert b"text/html" not in letter.raw
    assert row(delivery).state == "sent"


def test_a_poison_copy_fails_alone(say: Say, carry: Carry, clock: Clock) -> None:
    poison = say()
    poison.message.attachments.create(
        position=0, name="lamp.png", media_type="image/png", size=1, sha256="0" * 64, file="gone/for-good"
    )
    good = [say() for _ in range(3)]

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        for attempt in (1, 2, 3):
            await tried(courier, poison, attempt)
            clock.passes(minutes=30)
        await until(lambda: len(smarthost.letters) >= 3 and settled(courier))

    carry(story)
    assert (row(poison).state, row(poison).reason) == ("failed", "poison")
    assert {row(delivery).state for delivery in good} == {"sent"}


def test_an_address_the_next_hop_cannot_spell_fails_with_that_reason(
    say: Say, carry: Carry, conversation: Conversation
) -> None:
    buyer = conversation.pair.buyer
    buyer.address_sealed = seal("béa@home.example".encode(), purpose="address")
    buyer.save()
    delivery = say(author=Side.SELLER)

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)

    carry(story)
    assert (row(delivery).state, row(delivery).reason) == ("failed", "address-needs-smtputf8")


def test_an_address_in_other_letters_is_written_to_when_the_next_hop_can(
    say: Say, carry: Carry, conversation: Conversation
) -> None:
    buyer = conversation.pair.buyer
    buyer.address_sealed = seal("béa@home.example".encode(), purpose="address")
    buyer.save()
    delivery = say(author=Side.SELLER)

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)

    smarthost = carry(story, Smarthost(extensions=("SMTPUTF8", "8BITMIME", "PIPELINING")))
    assert [letter.recipient for letter in smarthost.letters] == ["béa@home.example"]


def cut() -> None:
    """Break every connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()


def test_a_claim_whose_answer_was_lost_is_made_again_at_once(say: Say, carry: Carry, clock: Clock) -> None:
    delivery = say()
    Delivery.objects.filter(id=delivery.id).update(due_at=clock() + timedelta(hours=1))

    def claimed_in_vain() -> None:
        later = clock() + timedelta(hours=2)
        assert deliver.claim(claimed_by="test/0", limit=1, lease=timedelta(minutes=10), now=later)
        cut()

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await asyncio.to_thread(claimed_in_vain)
        clock.passes(hours=2)
        await until(lambda: len(smarthost.letters) == 1 and settled(courier))

    connection.close()
    carry(story)
    assert row(delivery).state == "sent"


def test_a_database_that_goes_away_after_the_dot_brings_no_double(say: Say, carry: Carry) -> None:
    deliveries = [say() for _ in range(5)]

    async def cut_at_dot(session: Session, verb: str) -> str | None:
        if verb == "DOT":
            await asyncio.to_thread(cut)
        return None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: len(smarthost.letters) >= 5 and settled(courier))

    connection.close()
    smarthost = carry(story, Smarthost(hook=cut_at_dot))
    assert len(smarthost.letters) == 5
    assert {row(delivery).state for delivery in deliveries} == {"sent"}


def test_a_blocked_mailbox_gets_nothing_more(say: Say, carry: Carry) -> None:
    delivery = say()
    sender = delivery.to
    assert sender is not None
    sender.state, sender.receives = "blocked", False
    sender.save()

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await tried(courier, delivery, 1)

    assert all(letter.recipient != "sam@lamps.example" for letter in carry(story).letters)
    assert (row(delivery).state, row(delivery).reason) == ("failed", "address-blocked")


def test_a_stopped_courier_gives_back_what_it_did_not_try(say: Say, carry: Carry) -> None:
    deliveries = [say() for _ in range(20)]

    async def stuck(session: Session, verb: str) -> str | None:
        return "554 no" if verb == "CONNECT" else None

    async def story(courier: Courier, smarthost: Smarthost) -> None:
        await until(lambda: len(courier.held) == 20)

    carry(story, Smarthost(hook=stuck))
    assert {(row(delivery).claimed_by, row(delivery).attempts) for delivery in deliveries} == {("", 0)}
