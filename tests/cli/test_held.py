"""An operator decides about what is held: it goes on, or its author hears why not."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from gobetween.actions.post import post
from gobetween.actions.scan import claim, settle
from gobetween.aliases.models import Pair
from gobetween.cli import held, roles
from gobetween.conversations.models import Delivery, Message
from gobetween.kit.problems import Problem
from gobetween.marketplace.models import Order
from gobetween.mime.letter import Attachment
from gobetween.policy.sight import Seen, Sight
from tests.actions.letters import from_bea
from tests.policy.pictures import jpeg, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _this_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "world", lambda: contextlib.nullcontext())


@pytest.fixture
def number(pair: Pair, order: Order, now: datetime) -> Iterator[int]:
    """A message that waits for a person: there is a telephone number in its picture."""
    picture = Attachment(name="card.jpg", media_type="image/jpeg", content=jpeg(photo()))
    [settled] = post([from_bea(pair, attachments=(picture,))], now=now)
    waiting = claim("test", now=now, until=now)
    assert waiting is not None and settled.message is not None
    settle(waiting, {0: Sight(words=(Seen(text="Call me: +1 415 555 2671", box=(0, 0, 9, 9)),))}, now=now)
    yield settled.message


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    held.list_()
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def notices() -> list[str]:
    return [notice.text for notice in Message.objects.filter(kind=Message.Kind.NOTICE).order_by("id")]


def test_what_waits_is_listed_with_its_reason(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    [row] = listed(capsys)
    assert (row["message"], row["author"], row["reason"]) == (str(number), "buyer", "contact-phone")
    assert row["order_number"] == "302-1111111-2222222"
    assert "home.example" not in str(row)


def test_a_released_message_goes_on(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    held.release(number)
    assert Message.objects.get(pk=number).state == "posted"
    assert Delivery.objects.filter(message=number, recipient="seller").count() == 1
    assert capsys.readouterr().out == "released\n"
    assert listed(capsys) == []


def test_a_refused_one_does_not_and_its_author_is_told(number: int) -> None:
    held.refuse(number, "")
    assert (Message.objects.get(pk=number).state, Message.objects.get(pk=number).reason) == ("refused", "contact-phone")
    assert not Delivery.objects.filter(message=number).exists()
    assert "was not passed on" in notices()[-1]


def test_what_is_decided_is_decided(number: int) -> None:
    held.release(number)
    for decide in (lambda: held.release(number), lambda: held.refuse(number, ""), lambda: held.release(10**6)):
        with pytest.raises(Problem, match="not held"):
            decide()
    assert Delivery.objects.filter(message=number).count() == 1


def test_one_that_could_not_be_seen_is_refused_as_not_allowed(pair: Pair, now: datetime) -> None:
    picture = Attachment(name="card.jpg", media_type="image/jpeg", content=jpeg(photo()))
    [settled] = post([from_bea(pair, attachments=(picture,))], now=now)
    assert settled.message is not None
    held.refuse(settled.message, "")
    assert Message.objects.get(pk=settled.message).reason == "not-allowed"
    assert "rules do not allow it" in notices()[-1]
