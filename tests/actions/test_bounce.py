"""A bounce marks its copy and tells the author, once, without the other party's address."""

# ruff: noqa: F811
from __future__ import annotations

import pytest

from gobetween.actions.bounce import Returned, bounced, bounced_all
from gobetween.actions.deliver import Outcome, State, claim, settle
from gobetween.aliases.models import Side
from gobetween.conversations.models import Delivery, Message
from gobetween.journal.models import Entry
from gobetween.mime.letter import Bounce
from tests.mail.courier.outbox import Clock, Say, clock, conversation, say  # noqa: F401

pytestmark = pytest.mark.django_db
GONE = Bounce(status="5.1.1", diagnostic="smtp; 550 sam@lamps.example unknown", recipients=("sam@lamps.example",))


def sent(delivery: Delivery, clock: Clock) -> Delivery:
    settle([Outcome(delivery=delivery.id, state=State.SENT, at=clock())], now=clock())
    return delivery


def test_a_bounce_marks_the_copy_and_tells_the_author(say: Say, clock: Clock) -> None:
    delivery = sent(say(), clock)
    bounced(delivery.id, GONE, now=clock())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("bounced", "bounced-5.1.1")
    [notice] = Message.objects.filter(kind="notice")
    assert "Sam's Lamps" in notice.text
    assert "lamps.example" not in notice.text + notice.subject
    [entry] = Entry.objects.filter(kind="delivery.bounced")
    assert entry.facts == {"message": delivery.message_id, "reason": "bounced-5.1.1"}
    assert [each.recipient for each in notice.deliveries.all()] == [Side.BUYER]


def test_a_second_bounce_says_nothing_new(say: Say, clock: Clock) -> None:
    delivery = sent(say(), clock)
    bounced(delivery.id, GONE, now=clock())
    bounced(delivery.id, GONE, now=clock())
    assert Message.objects.filter(kind="notice").count() == 1
    assert Entry.objects.filter(kind="delivery.bounced").count() == 1


@pytest.mark.parametrize("bounce", [Bounce(permanent=False, delayed=True, status="4.4.1"), Bounce(permanent=False)])
def test_a_delay_is_noted_and_changes_nothing(say: Say, clock: Clock, bounce: Bounce) -> None:
    delivery = sent(say(), clock)
    bounced(delivery.id, bounce, now=clock())
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert Entry.objects.filter(kind="delivery.delayed").count() == 1
    assert not Message.objects.filter(kind="notice").exists()


def test_a_report_nobody_can_read_is_taken_as_final(say: Say, clock: Clock) -> None:
    delivery = sent(say(), clock)
    bounced(delivery.id, None, now=clock())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("bounced", "bounced")


@pytest.mark.parametrize("status", ["sam@lamps.example", "5.1", "5.1.1.1", "5.x.1"])
def test_a_status_that_is_none_stays_out_of_the_record(say: Say, clock: Clock, status: str) -> None:
    delivery = sent(say(), clock)
    bounced(delivery.id, Bounce(status=status), now=clock())
    delivery.refresh_from_db()
    assert delivery.reason == "bounced"


def test_a_bounce_that_is_quicker_than_the_courier_wins(say: Say, clock: Clock) -> None:
    delivery = say()
    claim(claimed_by="one", limit=9, lease=clock() - clock(), now=clock())
    bounced(delivery.id, GONE, now=clock())
    sent(delivery, clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.claimed_by) == ("bounced", "")


def test_the_bounce_of_a_notice_makes_no_notice(say: Say, clock: Clock) -> None:
    bounced(sent(say(), clock).id, GONE, now=clock())
    notice = Delivery.objects.get(message__kind="notice")
    bounced(sent(notice, clock).id, GONE, now=clock())
    assert Message.objects.filter(kind="notice").count() == 1


def test_many_reports_at_once_and_unknown_ones_do_no_harm(say: Say, clock: Clock) -> None:
    first, second = sent(say(), clock), sent(say(), clock)
    batch = [
        Returned(delivery=second.id, bounce=GONE),
        Returned(delivery=first.id, bounce=GONE),
        Returned(delivery=first.id, bounce=Bounce(permanent=False, delayed=True)),
        Returned(delivery=10**9, bounce=GONE),
    ]
    bounced_all(batch, now=clock())
    assert (
        list(Delivery.objects.filter(id__in=[first.id, second.id]).values_list("state", flat=True)) == ["bounced"] * 2
    )
