"""What was acknowledged is settled: together when all is well, alone when one is poison, and never forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gobetween.aliases.models import Pair
from gobetween.conversations.models import Delivery, Letter, Message
from gobetween.kit.sealing import seal
from gobetween.mail.intake import TRIES, work
from gobetween.mail.models import Intake

pytestmark = pytest.mark.django_db

PLAIN = b"From: bea@home.example\r\nSubject: Hello\r\nMessage-ID: <%d@home.example>\r\n\r\nWhere is it?\r\n"


def heard(pair: Pair, now: datetime, sealed: bytes) -> Intake:
    letter = Letter.objects.create(raw_sealed=sealed, size=100)
    return Intake.objects.create(letter=letter, target="alias", number=pair.pk, side="seller", due_at=now)


def test_a_batch_is_settled_and_the_intake_empty(pair: Pair, now: datetime) -> None:
    for number in range(5):
        heard(pair, now, seal(PLAIN % number, purpose="letter"))
    assert work(now=now) == 5
    assert (Message.objects.filter(state="posted").count(), Intake.objects.count()) == (5, 0)


def test_the_same_letter_heard_twice_is_recorded_once(pair: Pair, now: datetime) -> None:
    for _ in range(2):
        heard(pair, now, seal(PLAIN % 7, purpose="letter"))
        work(now=now)
    assert (Message.objects.count(), Intake.objects.count()) == (1, 0)


def test_two_letters_without_a_message_id_are_two_letters(pair: Pair, now: datetime) -> None:
    for _ in range(2):
        heard(pair, now, seal(b"From: bea@home.example\r\n\r\nWhere is it?\r\n", purpose="letter"))
    work(now=now)
    assert Message.objects.count() == 2


def test_a_letter_that_cannot_be_unsealed_stops_nobody_and_ends_on_record(pair: Pair, now: datetime) -> None:
    heard(pair, now, b"not sealed by us")
    heard(pair, now, seal(PLAIN % 1, purpose="letter"))
    work(now=now)
    assert Message.objects.filter(state="posted").count() == 1
    for _ in range(TRIES):
        now += timedelta(hours=1)
        work(now=now)
    assert Message.objects.get(state="refused").reason == "unreadable"
    assert Intake.objects.count() == 0


def test_an_out_of_office_note_to_a_return_path_is_recorded_and_silent(pair: Pair, now: datetime) -> None:
    heard(pair, now, seal(PLAIN % 1, purpose="letter"))
    work(now=now)
    copy = Delivery.objects.get()
    note = b"From: sam@lamps.example\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am away.\r\n"
    letter = Letter.objects.create(raw_sealed=seal(note, purpose="letter"), size=len(note))
    Intake.objects.create(letter=letter, target="bounce", number=copy.pk, due_at=now)
    work(now=now)
    assert Message.objects.get(kind="auto-reply").conversation == copy.message.conversation
    assert Delivery.objects.count() == 1


def test_a_bounce_marks_its_copy(pair: Pair, now: datetime) -> None:
    heard(pair, now, seal(PLAIN % 1, purpose="letter"))
    work(now=now)
    copy = Delivery.objects.get()
    report = (
        b"From: MAILER-DAEMON@mx.example\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
        b"--x\r\n\r\nUndeliverable.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; sam@lamps.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
    )
    letter = Letter.objects.create(raw_sealed=seal(report, purpose="letter"), size=len(report))
    Intake.objects.create(
        letter=letter, target="bounce", number=copy.pk, from_sealed=seal(b"", purpose="envelope"), due_at=now
    )
    work(now=now)
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == ("bounced", "bounced-5.1.1")
    assert Message.objects.filter(kind="notice").count() == 1
