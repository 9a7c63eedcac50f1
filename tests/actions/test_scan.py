"""What has pictures or documents waits until they were looked at, and goes on by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gobetween.actions import scan
from gobetween.actions.post import post
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Delivery, Message, Scan
from gobetween.journal.models import Entry
from gobetween.mime.letter import Attachment, Automatic
from gobetween.policy.sight import Seen, Sight
from tests.actions.letters import from_bea, from_sam
from tests.policy.pictures import jpeg, page

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def photo(words: str = "") -> Attachment:
    return Attachment(name="photo.jpg", media_type="image/jpeg", content=jpeg(page(words)))


def seen(text: str) -> dict[int, Sight]:
    return {0: Sight(words=(Seen(text=text, box=(1, 2, 300, 40)),))}


def claimed(now: datetime, by: str = "worker") -> scan.Waiting:
    waiting = scan.claim(by, now=now, until=now + LEASE)
    assert waiting is not None
    return waiting


def the_message() -> Message:
    return Message.objects.exclude(kind=Message.Kind.NOTICE).get()


def copies() -> list[str]:
    return list(Delivery.objects.filter(message=the_message()).values_list("recipient", flat=True))


def notices() -> list[str]:
    return list(Message.objects.filter(kind=Message.Kind.NOTICE).values_list("text", flat=True))


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_a_message_without_files_does_not_wait(pair: Pair, now: datetime) -> None:
    [settled] = post([from_sam(pair)], now=now)
    assert settled.state == Message.State.POSTED
    assert not Scan.objects.exists()


def test_a_message_with_a_picture_waits_and_nobody_is_told(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    assert (the_message().state, the_message().reason) == ("held", "scanning")
    assert (copies(), notices()) == ([], [])
    assert Scan.objects.count() == 1


def test_what_a_rule_stops_by_its_text_is_not_looked_at(pair: Pair, now: datetime) -> None:
    text = "If you leave us a 5 star review we will send you a gift card."
    post([from_sam(pair, text, attachments=(photo(),))], now=now)
    assert the_message().state == "refused"
    assert not Scan.objects.exists()


def test_a_machines_picture_is_recorded_as_ever(pair: Pair, now: datetime) -> None:
    post([from_bea(pair, attachments=(photo(),), automatic=Automatic.AUTO_REPLY)], now=now)
    assert not Scan.objects.exists()


def test_an_innocent_picture_goes_on_by_itself(pair: Pair, now: datetime) -> None:
    post([from_bea(pair, "It arrived like this.", attachments=(photo(),))], now=now)
    assert scan.settle(claimed(now), seen("FRAGILE"), now=now)
    assert (the_message().state, the_message().reason) == ("posted", "")
    assert copies() == ["seller"]
    assert notices() == []
    assert kinds()[-2:] == ["message.held", "message.released"]
    assert not Scan.objects.exists()


def test_words_in_a_picture_are_judged_like_words_in_the_text(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, "See the card.", attachments=(photo(),))], now=now)
    scan.settle(claimed(now), seen("Leave us a 5 star review and get a gift card!"), now=now)
    message = the_message()
    assert message.state == "refused"
    assert message.reason in {"review-incentive", "review-positive"}
    assert {finding["place"] for finding in message.findings} == {"picture:0"}
    assert "picture 1: 1,2 to 300,40" in message.findings[0]["evidence"]
    assert copies() == []
    [told] = notices()
    assert message.reason in told and "photo.jpg" in told
    assert kinds()[-3:] == ["message.held", "notice.sent", "message.stopped"]


def test_what_would_be_masked_waits_for_a_person_when_it_stands_in_a_picture(pair: Pair, now: datetime) -> None:
    post([from_bea(pair, "Here is my card.", attachments=(photo(),))], now=now)
    scan.settle(claimed(now), seen("Call me: +1 415 555 2671"), now=now)
    assert (the_message().state, the_message().reason) == ("held", "contact-phone")
    assert len(notices()) == 1


def test_a_file_that_could_not_be_seen_whole_waits_for_a_person(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    scan.settle(claimed(now), {0: Sight(unread="time-out")}, now=now)
    assert (the_message().state, the_message().reason) == ("held", "scan-failed")
    assert copies() == []
    assert len(notices()) == 1
    assert kinds()[-1] == "message.kept"


def test_the_mask_of_the_first_look_stays(pair: Pair, now: datetime) -> None:
    text = "Write to me: bea.other@home.example. It is broken, see the photo."
    post([from_bea(pair, text, attachments=(photo(),))], now=now)
    before = the_message()
    scan.settle(claimed(now), seen("FRAGILE"), now=now)
    after = the_message()
    assert (after.state, after.text) == ("posted", before.text)
    assert "bea.other" not in after.text
    assert after.findings == before.findings != []


def test_a_claim_is_one_workers_alone(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    claimed(now)
    assert scan.claim("other", now=now, until=now + LEASE) is None


def test_a_row_whose_worker_died_is_claimed_again_after_its_lease(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    dead = claimed(now)
    late = now + LEASE + timedelta(seconds=1)
    heir = claimed(late, by="heir")
    assert heir.message == dead.message
    assert not scan.settle(dead, seen("Leave us a 5 star review and get a gift card!"), now=late)
    assert scan.settle(heir, seen("FRAGILE"), now=late)
    assert the_message().state == "posted"
    assert copies() == ["buyer"]


def test_a_claim_can_be_kept_and_given_back(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    waiting = claimed(now)
    assert scan.extend(waiting, until=now + 3 * LEASE)
    assert scan.claim("other", now=now + 2 * LEASE, until=now + 4 * LEASE) is None
    assert scan.give_back("worker", now=now) == 1
    assert claimed(now, by="other").attempts == 2
    assert not scan.extend(waiting, until=now + LEASE)


def test_settling_twice_settles_once(pair: Pair, now: datetime) -> None:
    post([from_sam(pair, attachments=(photo(),))], now=now)
    waiting = claimed(now)
    assert scan.settle(waiting, seen("FRAGILE"), now=now)
    assert not scan.settle(waiting, seen("FRAGILE"), now=now)
    assert not scan.give_up(waiting, now=now)
    assert copies() == ["buyer"]


def test_the_draft_waits_sealed(pair: Pair, now: datetime) -> None:
    post([from_bea(pair, "My neighbour is other@home.example", attachments=(photo(),))], now=now)
    assert b"other@home" not in bytes(Scan.objects.get().draft_sealed)


def test_the_author_learns_on_release_which_files_stayed_behind(pair: Pair, now: datetime) -> None:
    program = Attachment(name="run.exe", media_type="application/octet-stream", content=b"MZ\x90\0" * 64)
    post([from_bea(pair, attachments=(photo(), program))], now=now)
    assert notices() == []
    scan.settle(claimed(now), seen("FRAGILE"), now=now)
    [told] = notices()
    assert "run.exe" in told
