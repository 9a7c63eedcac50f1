"""The next hop refuses, cuts or is gone, the database dies, a letter is poison: all is delivered once in the end."""

from __future__ import annotations

import os
import random
import signal
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from gobetween.kit import postgres
from tests.faults import killing
from tests.faults.audit import count
from tests.faults.load import Load
from tests.faults.soak import SETTINGS
from tests.journeys import letters
from tests.journeys.catcher import Catcher, Caught, Mood, kind
from tests.journeys.conftest import house
from tests.journeys.service import Couple, Running, until

House = tuple[Running, Catcher, list[Couple]]


@pytest.fixture(scope="module")
def frail() -> Iterator[House]:
    """A service of its own, for these stories break it."""
    with house(24, **SETTINGS) as running:
        yield running


@contextmanager
def mood(catcher: Catcher, how: Mood) -> Iterator[None]:
    catcher.mood = how
    try:
        yield
    finally:
        catcher.mood = kind


def test_a_smarthost_that_is_busy_gets_the_copy_later_once(frail: House) -> None:
    service, catcher, couples = frail
    couple = couples.pop()
    with mood(catcher, lambda catcher, caught: "451 4.3.2 busy, come again"):
        _ask(service, couple, "Is it busy?")
        until(
            lambda: _states(service, couple) == [("waiting", "smtp-451-4.3.2", 1)], 15, lambda: _states(service, couple)
        )
    _time_passes(service)
    assert _texts(catcher.wait(couple.seller.address)) == ["Is it busy?"]
    service.until_idle()
    assert [state for state, _, _ in _states(service, couple)] == ["sent"]


def test_a_smarthost_that_cuts_the_line_after_the_letter_gets_it_again(frail: House) -> None:
    """It did not keep the letter: one copy in the end."""
    service, catcher, couples = frail
    couple = couples.pop()
    with mood(catcher, lambda catcher, caught: ""):
        _ask(service, couple, "Was it cut?")
        _until_deferred(service, couple, "reply-lost")
    _time_passes(service)
    assert _texts(catcher.wait(couple.seller.address)) == ["Was it cut?"]


def test_a_smarthost_that_keeps_the_letter_and_cuts_the_line_sees_the_same_message_id(frail: House) -> None:
    service, catcher, couples = frail
    couple = couples.pop()

    def kept_and_cut(catcher: Catcher, caught: Caught) -> str:
        catcher.keep(caught)
        return ""

    with mood(catcher, kept_and_cut):
        _ask(service, couple, "Was it kept?")
        _until_deferred(service, couple, "reply-lost")
    _time_passes(service)
    first, second = catcher.wait(couple.seller.address, 2)
    assert first.id == second.id
    service.until_idle()
    assert len(catcher.to(couple.seller.address)) == 2


def test_a_refusal_for_good_is_told_to_the_author(frail: House) -> None:
    service, catcher, couples = frail
    couple = couples.pop()

    def not_him(catcher: Catcher, caught: Caught) -> str:
        if caught.recipient == couple.seller.address:
            return "554 5.7.1 not for him"
        return kind(catcher, caught)

    with mood(catcher, not_him):
        _ask(service, couple, "Will it arrive?")
        [told] = catcher.wait(couple.buyer.address)
    assert "could not be delivered" in told.text
    assert couple.seller.address not in told.raw.decode()
    service.until_idle()


def test_what_is_written_while_the_smarthost_is_down_is_delivered_once_when_it_is_back(frail: House) -> None:
    service, catcher, couples = frail
    away = [couples.pop() for _ in range(5)]
    catcher.down()
    for number, couple in enumerate(away):
        _ask(service, couple, f"Are you there, {number}?")
    time.sleep(2)
    assert service.waiting()[1] == 5
    catcher.up()
    service.until_idle(90)
    for number, couple in enumerate(away):
        assert _texts(catcher.to(couple.seller.address)) == [f"Are you there, {number}?"]


def test_a_database_killed_twice_under_load_loses_and_doubles_nothing(frail: House, tmp_path: Path) -> None:
    service, catcher, couples = frail
    catcher.folder = tmp_path / "arrived"
    catcher.folder.mkdir()
    load = Load(service, couples[:4], 4, tmp_path / "acknowledged", rest=0.05)
    load.book.touch()
    load.start()
    for _ in range(2):
        seen = load.acknowledged
        assert load.wait(seen + 20, 60)
        killing.kill(service, "postmaster", random.Random(1))
    assert load.wait(load.acknowledged + 20, 60)
    load.stop()
    service.until_idle(60)
    counted = count(load.book, catcher.folder, postgres.url(service.folder / "state"), service.folder / "kills")
    catcher.folder = None
    assert load.refused == []
    assert counted.lost_from_record == counted.undelivered == counted.doubled_on_record == 0
    assert (counted.kills, counted.doubled, counted.doubled_with_other_id) == (2, 0, 0)


def test_a_database_that_is_away_is_a_temporary_no(frail: House) -> None:
    """While the server stands still a letter is refused for now, or taken when it runs again; never lost."""
    service, catcher, couples = frail
    couple = couples.pop()
    with _paused(killing.of_kind(service, "postmaster") + killing.of_kind(service, "backend")):
        raw = letters.simple(couple.buyer, couple.seller.alias, "Is the database there?")
        with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPServerDisconnected, TimeoutError)) as refused:
            service.send(raw, sender=couple.buyer.address, to=couple.seller.alias)
        assert not isinstance(refused.value, smtplib.SMTPDataError) or refused.value.smtp_code == 451
    _again(lambda: service.send(raw, sender=couple.buyer.address, to=couple.seller.alias))
    service.until_idle(60)
    assert len(catcher.to(couple.seller.address)) == 1


def test_a_poisoned_letter_stops_nobody_and_waits_to_be_mended(frail: House) -> None:
    """Its sealed original is spoilt on the disk while it waits among others."""
    service, catcher, couples = frail
    several = [couples.pop() for _ in range(4)]
    with _paused(killing.of_kind(service, "post")):
        for couple in several:
            _ask(service, couple, "Who is next?")
        [[letter, sealed]] = service.rows(
            "SELECT l.id, l.raw_sealed FROM conversations_letter l JOIN mail_intake i ON i.letter_id = l.id"
            " JOIN aliases_pair p ON p.id = i.number JOIN marketplace_buyer b ON b.id = p.buyer_id WHERE b.ref = %s",
            several[0].buyer.ref,
        )
        _write(service, letter, b"spoilt" + bytes(sealed)[6:])
    for couple in several[1:]:
        assert _texts(catcher.wait(couple.seller.address)) == ["Who is next?"]
    assert catcher.to(several[0].seller.address) == []
    assert service.waiting()[0] == 1
    _write(service, letter, bytes(sealed))
    _time_passes(service)
    assert _texts(catcher.wait(several[0].seller.address)) == ["Who is next?"]
    service.until_idle()


def _ask(service: Running, couple: Couple, text: str) -> None:
    raw = letters.simple(couple.buyer, couple.seller.alias, text)
    service.send(raw, sender=couple.buyer.address, to=couple.seller.alias)


def _until_deferred(service: Running, couple: Couple, reason: str) -> None:
    def states() -> list[tuple[str, str, int]]:
        return _states(service, couple)

    until(lambda: states() == [("waiting", reason, 1)], 15, states)


def _texts(caught: list[Caught]) -> list[str]:
    return [each.text.strip() for each in caught]


def _states(service: Running, couple: Couple) -> list[tuple[str, str, int]]:
    return service.rows(  # type: ignore[return-value]
        "SELECT d.state, d.reason, d.attempts FROM conversations_delivery d"
        " JOIN conversations_message m ON m.id = d.message_id JOIN aliases_pair p ON p.id = m.pair_id"
        " JOIN marketplace_buyer b ON b.id = p.buyer_id WHERE b.ref = %s ORDER BY d.id",
        couple.buyer.ref,
    )


def _time_passes(service: Running) -> None:
    """What is due in minutes is due now."""
    with psycopg.connect(postgres.url(service.folder / "state"), autocommit=True) as connection:
        connection.execute("UPDATE conversations_delivery SET due_at = now() WHERE state = 'waiting'")
        connection.execute("UPDATE mail_intake SET due_at = now()")


def _write(service: Running, letter: int, sealed: bytes) -> None:
    with psycopg.connect(postgres.url(service.folder / "state"), autocommit=True) as connection:
        connection.execute("UPDATE conversations_letter SET raw_sealed = %s WHERE id = %s", (sealed, letter))


@contextmanager
def _paused(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _again(send: Callable[[], None], seconds: float = 30.0) -> None:
    """Try until it is taken, as every mail server does."""
    end = time.monotonic() + seconds
    while True:
        try:
            return send()
        except (OSError, smtplib.SMTPException):
            assert time.monotonic() < end, "the letter is not taken any more"
            time.sleep(0.5)
