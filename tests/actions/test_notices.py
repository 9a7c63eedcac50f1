"""Authors are told what became of their messages: in their language, once, and never a machine."""

# ruff: noqa: F811
from __future__ import annotations

from datetime import timedelta

import pytest

from gobetween.actions import notices
from gobetween.actions.notices import Notice, notice, notice_all
from gobetween.actions.wording import REASONS, WORDINGS, worded
from gobetween.aliases.models import Side
from gobetween.conversations.models import Delivery, Message
from gobetween.eligibility.decide import BARS
from gobetween.mime.structure import SENTENCES
from tests.mail.courier.outbox import Clock, Say, clock, conversation, say  # noqa: F401


@pytest.mark.django_db
def test_a_refused_message_is_told_with_its_reason_and_no_copy_to_the_other_side(say: Say, clock: Clock) -> None:
    message = say(state="refused", reason="encrypted").message
    notice(message.id, "refused", now=clock(), reason="encrypted")
    told = Message.objects.get(kind="notice")
    assert told.subject == "Not passed on: Lamp"
    assert "please send it without encryption" in told.text
    assert [copy.recipient for copy in told.deliveries.all()] == [Side.BUYER]


@pytest.mark.django_db
def test_a_cause_is_told_once(say: Say, clock: Clock) -> None:
    about = Notice(message=say().message_id, cause="held", reason="x")
    notice_all([about, about], now=clock())
    notice_all([about], now=clock() + timedelta(days=1))
    assert Message.objects.filter(kind="notice").count() == 1
    assert Delivery.objects.filter(message__kind="notice").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("reason", sorted(notices.HOURLY))
def test_a_flood_is_answered_once_an_hour(say: Say, clock: Clock, reason: str) -> None:
    for _ in range(5):
        notice(say().message_id, "refused", now=clock(), reason=reason)
    assert Message.objects.filter(kind="notice").count() == 1
    clock.passes(hours=1)
    notice(say().message_id, "refused", now=clock(), reason=reason)
    assert Message.objects.filter(kind="notice").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["notice", "auto-reply"])
def test_a_machine_is_told_nothing(say: Say, clock: Clock, kind: str) -> None:
    notice(say(kind=kind).message_id, "refused", now=clock(), reason="empty")
    assert not Message.objects.filter(channel="system").exists()


@pytest.mark.parametrize("reason", sorted({reason for reason, _ in BARS} | SENTENCES.keys() | notices.HOURLY))
def test_every_reason_has_a_sentence_in_every_language(reason: str) -> None:
    assert REASONS[reason].keys() == {"en", "de"}


@pytest.mark.parametrize("cause", sorted(WORDINGS))
def test_a_notice_without_a_subject_or_a_name_is_still_a_sentence(cause: str) -> None:
    for locale, nothing in (("en", "(no subject)"), ("de-AT", "(ohne Betreff)"), ("pl", "(no subject)")):
        wording = worded(cause, locale=locale, subject=" ", party="", reason="{party}")
        assert nothing in wording.subject
        assert "{subject}" not in wording.text
