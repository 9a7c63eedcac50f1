"""The scan role over real pictures, with the process apart as it runs in the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gobetween.actions.post import post
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Delivery, Message, Scan
from gobetween.kit.apart import Apart
from gobetween.kit.config import current
from gobetween.mail.scanner import CLAIMS, Worker
from gobetween.mime.letter import Attachment
from tests.actions.letters import from_bea, from_sam
from tests.policy.pictures import code, jpeg, on_page, page, photo, png

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(current(), name="test/0")
    yield made
    made.close()


def enclosed(content: bytes, name: str = "picture.png", media_type: str = "image/png") -> Attachment:
    return Attachment(name=name, media_type=media_type, content=content)


def told() -> Message:
    return Message.objects.exclude(kind=Message.Kind.NOTICE).get()


def test_nothing_is_loaded_while_no_picture_comes(worker: Worker, now: datetime) -> None:
    assert not worker.work(now=now)
    assert not worker.apart.running


def test_a_photo_passes_and_a_card_in_pixels_does_not(worker: Worker, pair: Pair, now: datetime) -> None:
    card = page("Leave us a 5 star review", "and get a free gift card!")
    post([from_bea(pair, key="photo", attachments=(enclosed(jpeg(photo()), "lamp.jpg", "image/jpeg"),))], now=now)
    post([from_sam(pair, key="card", attachments=(enclosed(png(card)),))], now=now)
    assert worker.work(now=now) and worker.work(now=now)
    states = dict(Message.objects.exclude(kind=Message.Kind.NOTICE).values_list("key", "state"))
    assert states == {"photo": "posted", "card": "refused"}
    assert not Scan.objects.exists()


def test_a_file_seen_lately_is_judged_without_another_look(worker: Worker, pair: Pair, now: datetime) -> None:
    card = enclosed(png(page("Leave us a 5 star review", "and get a free gift card!")))
    for key, text in (("first", "One."), ("second", "Two.")):
        post([from_sam(pair, text, key=key, attachments=(card,))], now=now)
    assert worker.work(now=now)
    worker.close()
    assert worker.work(now=now)
    assert not worker.apart.running
    assert set(Message.objects.exclude(kind=Message.Kind.NOTICE).values_list("state", flat=True)) == {"refused"}


def test_a_number_in_a_qr_code_stops_for_a_person(worker: Worker, pair: Pair, now: datetime) -> None:
    drawn = on_page(code("Call +1 415 555 2671"))
    post([from_bea(pair, "Scan this.", attachments=(enclosed(png(drawn)),))], now=now)
    assert worker.work(now=now)
    assert (told().state, told().reason) == ("held", "contact-phone")
    assert {finding["place"] for finding in told().findings} <= {"code:0"}


def test_what_takes_too_long_waits_for_a_person(pair: Pair, now: datetime) -> None:
    hasty = Worker(replace(current(), scan_seconds=0.05), name="test/0")
    post([from_sam(pair, attachments=(enclosed(jpeg(page("Hello")), "a.jpg", "image/jpeg"),))], now=now)
    with closing(hasty):
        assert hasty.work(now=now)
    assert (told().state, told().reason) == ("held", "scan-failed")
    assert not hasty.apart.running
    assert not Delivery.objects.filter(message=told()).exists()


def test_what_bursts_the_process_waits_for_a_person(pair: Pair, now: datetime) -> None:
    tight = Worker(replace(current(), scan_memory=150 * 1024 * 1024), name="test/0")
    post([from_sam(pair, attachments=(enclosed(jpeg(page("Hello")), "a.jpg", "image/jpeg"),))], now=now)
    with closing(tight):
        assert tight.work(now=now)
    assert (told().state, told().reason) == ("held", "scan-failed")


def test_a_worker_that_is_told_to_stop_gives_its_message_back(pair: Pair, now: datetime) -> None:
    leaving = Worker(current(), name="test/0", stopped=lambda: True)
    post([from_sam(pair, attachments=(enclosed(jpeg(page("Hello")), "a.jpg", "image/jpeg"),))], now=now)
    with closing(leaving):
        assert leaving.work(now=now)
    assert told().reason == "scanning"
    assert Scan.objects.get().claimed_by == ""


def test_a_new_worker_takes_up_at_once_what_the_last_of_its_name_left(
    worker: Worker, pair: Pair, now: datetime
) -> None:
    post([from_sam(pair, attachments=(enclosed(jpeg(page("Hello")), "a.jpg", "image/jpeg"),))], now=now)
    Scan.objects.update(due_at=now + timedelta(minutes=1), claimed_by="test/0", attempts=1)
    assert worker.work(now=now)
    assert told().state == "posted"


def test_a_message_that_kills_its_workers_waits_for_a_person(worker: Worker, pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(enclosed(jpeg(page("Hello")), "a.jpg", "image/jpeg"),))], now=now)
    Scan.objects.update(attempts=CLAIMS)
    assert worker.work(now=now)
    assert (told().state, told().reason) == ("held", "scan-failed")
    assert not worker.apart.running


def test_the_process_apart_sees_no_settings_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOBETWEEN_KEYS", "test:" + "5e" * 32)
    apart = Apart("tests.mail.telling_environment", memory=1 << 30)
    try:
        assert b"GOBETWEEN" not in apart.ask(b"?", seconds=20)
    finally:
        apart.close()
