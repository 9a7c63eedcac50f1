"""What machines send back: bounces find their message, auto-replies stay on the record, loops end."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate

import pytest

from tests.journeys import letters
from tests.journeys.catcher import Catcher, Caught
from tests.journeys.reading import leaks
from tests.journeys.service import Couple, Party, Running

QUIET = 2.0
"""Nothing for so long means that nothing comes any more, seconds."""


def test_a_bounce_marks_the_message_and_tells_the_author(service: Running, catcher: Catcher, couple: Couple) -> None:
    copy = _asked(service, catcher, couple)
    service.send(_not_delivered(copy, couple.seller), sender="", to=copy.sender)
    [told] = catcher.wait(couple.buyer.address)
    assert told.header("Auto-Submitted").startswith("auto-")
    assert "could not be delivered" in told.text
    assert leaks(told.raw, couple.seller.secrets) == []
    service.until_idle()
    assert _deliveries(service, couple) == [
        ("human", "seller", "bounced", "bounced-5.1.1"),
        ("notice", "buyer", "sent", ""),
    ]


def test_a_bounce_that_only_speaks_of_a_delay_marks_nothing(service: Running, catcher: Catcher, couple: Couple) -> None:
    copy = _asked(service, catcher, couple)
    late = _not_delivered(copy, couple.seller, action="delayed", status="4.4.1")
    service.send(late, sender="", to=copy.sender)
    _quiet(service, catcher)
    assert _deliveries(service, couple) == [("human", "seller", "sent", "")]
    assert catcher.to(couple.buyer.address) == []


def test_the_same_bounce_twice_is_told_once(service: Running, catcher: Catcher, couple: Couple) -> None:
    copy = _asked(service, catcher, couple)
    for _ in range(3):
        service.send(_not_delivered(copy, couple.seller), sender="", to=copy.sender)
    catcher.wait(couple.buyer.address)
    _quiet(service, catcher)
    assert len(catcher.to(couple.buyer.address)) == 1


def test_an_invented_return_path_is_refused(service: Running, catcher: Catcher, couple: Couple) -> None:
    copy = _asked(service, catcher, couple)
    local, _, domain = copy.sender.partition("@")
    forged = f"{local[:5]}{'a' if local[5] != 'a' else 'b'}{local[6:]}@{domain}"
    with pytest.raises(Exception, match=r"5\.1\.1"):
        service.send(_not_delivered(copy, couple.seller), sender="", to=forged)


@pytest.mark.parametrize("way", ["return path", "alias"])
def test_an_auto_reply_is_recorded_and_goes_no_further(
    service: Running, catcher: Catcher, couple: Couple, way: str
) -> None:
    copy = _asked(service, catcher, couple)
    to = copy.sender if way == "return path" else copy.answer_to
    away = ("Auto-Submitted: auto-replied", f"In-Reply-To: {copy.id}", f"References: {copy.id}")
    raw = letters.simple(couple.seller, to, "I am away until Monday.", subject="Away", headers=away)
    service.send(raw, sender="" if way == "return path" else couple.seller.address, to=to)
    _quiet(service, catcher)
    assert catcher.to(couple.buyer.address) == []
    assert _messages(service, couple) == [("buyer", "human"), ("seller", "auto-reply")]


def test_two_naive_responders_fall_silent(service: Running, catcher: Catcher, couple: Couple) -> None:
    """Neither marks its answers as automatic; each answers whatever comes."""
    _ends_soon(service, catcher, couple, lambda copy, turn: "I am on holiday and read your mail next week.")


def test_two_naive_responders_that_repeat_the_letter_fall_silent(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    def told(copy: Caught, turn: int) -> str:
        return f"Thank you, we got your mail.\n\n> {copy.text.strip()[:400]}".replace("\n> \n", "\n")

    _ends_soon(service, catcher, couple, told)


def _ends_soon(
    service: Running, catcher: Catcher, couple: Couple, text: Callable[[Caught, int], str], most: int = 3
) -> None:
    """Bea writes once; then both programs answer every copy until nothing more comes."""
    service.send(
        letters.simple(couple.buyer, couple.seller.alias, "Is it warm white?"),
        sender=couple.buyer.address,
        to=couple.seller.alias,
    )
    catcher.wait(couple.seller.address)
    answered: set[str] = set()
    turns = 0
    end = time.monotonic() + QUIET + 1
    while time.monotonic() < end and turns < 20:
        for author in (couple.seller, couple.buyer):
            for copy in catcher.to(author.address):
                if copy.id in answered or "noreply@" in copy.answer_to:
                    continue
                answered.add(copy.id)
                turns += 1
                end = time.monotonic() + QUIET
                _answer(service, author, copy, text(copy, turns))
        time.sleep(0.05)
    service.until_idle()
    between = [each for each in _copies(catcher, couple) if "noreply@" not in each.answer_to]
    assert len(between) - 1 <= most, f"{len(between) - 1} copies of answers went out"


def _answer(service: Running, author: Party, copy: Caught, text: str) -> None:
    headers = (f"In-Reply-To: {copy.id}", f"References: {copy.id}")
    subject = f"Re: {copy.header('Subject')}"
    raw = letters.simple(author, copy.answer_to, text, subject=subject, headers=headers)
    service.send(raw, sender=author.address, to=copy.answer_to)


def _copies(catcher: Catcher, couple: Couple) -> list[Caught]:
    return catcher.to(couple.buyer.address) + catcher.to(couple.seller.address)


def _asked(service: Running, catcher: Catcher, couple: Couple) -> Caught:
    """Bea asked; the copy that Sam got, marked as sent."""
    raw = letters.simple(couple.buyer, couple.seller.alias, "Where is my lamp?")
    service.send(raw, sender=couple.buyer.address, to=couple.seller.alias)
    [copy] = catcher.wait(couple.seller.address)
    service.until_idle()
    return copy


def _not_delivered(copy: Caught, lost: Party, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as Postfix writes it, with the real address in it and the letter behind it."""
    lines = [
        f"Date: {formatdate()}",
        f"From: MAILER-DAEMON@mx.{lost.domain} (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        f"To: {copy.sender}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
        f"Message-ID: <20261123100000.1@mx.{lost.domain}>",
        "",
        "--report",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        f"<{lost.address}>: host mx.{lost.domain}[192.0.2.9] said: 550 5.1.1 User unknown",
        "",
        "--report",
        "Content-Type: message/delivery-status",
        "",
        f"Reporting-MTA: dns; mx.{lost.domain}",
        "",
        f"Final-Recipient: rfc822; {lost.address}",
        f"Action: {action}",
        f"Status: {status}",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        "--report",
        "Content-Type: text/rfc822-headers",
        "",
        *copy.raw.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n"),
        "",
        "--report--",
        "",
    ]
    return "\r\n".join(lines).encode("latin-1")


def _quiet(service: Running, catcher: Catcher) -> None:
    """Return when nothing waits and nothing comes."""
    service.until_idle()
    before = -1
    until_end = time.monotonic() + 10
    while before != len(catcher.letters) and time.monotonic() < until_end:
        before = len(catcher.letters)
        time.sleep(0.5)
        service.until_idle()


def _deliveries(service: Running, couple: Couple) -> list[tuple[str, ...]]:
    return service.rows(
        "SELECT m.kind, d.recipient, d.state, d.reason FROM conversations_delivery d"
        " JOIN conversations_message m ON m.id = d.message_id JOIN aliases_pair p ON p.id = m.pair_id"
        " JOIN marketplace_buyer b ON b.id = p.buyer_id WHERE b.ref = %s ORDER BY d.id",
        couple.buyer.ref,
    )


def _messages(service: Running, couple: Couple) -> list[tuple[str, ...]]:
    return service.rows(
        "SELECT m.author, m.kind FROM conversations_message m JOIN aliases_pair p ON p.id = m.pair_id"
        " JOIN marketplace_buyer b ON b.id = p.buyer_id WHERE b.ref = %s ORDER BY m.id",
        couple.buyer.ref,
    )
