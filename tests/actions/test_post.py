"""Every message is known, decided and recorded once, and the other side's copy never tells who wrote it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gobetween.actions.post import post
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Attachment, Conversation, Delivery, Message
from gobetween.conversations.reads import references
from gobetween.journal.models import Entry
from gobetween.marketplace.models import Order, Seller
from gobetween.mime.letter import Attachment as File
from gobetween.mime.letter import Automatic, Unreadable
from tests.actions.letters import from_bea, from_sam

pytestmark = pytest.mark.django_db


def test_a_buyers_letter_opens_a_conversation_about_her_order(pair: Pair, order: Order, now: datetime) -> None:
    [settled] = post([from_bea(pair)], now=now)
    message = Message.objects.get(id=settled.message)
    assert (message.state, message.author, message.text) == ("posted", "buyer", "Where is it?")
    assert message.conversation.order == order
    assert message.conversation.ref == settled.conversation


def test_the_seller_gets_one_copy_for_each_receiving_mailbox(pair: Pair, sam: Seller, now: datetime) -> None:
    post([from_bea(pair)], now=now)
    [copy] = Delivery.objects.all()
    assert (copy.recipient, copy.to.seller, copy.state) == ("seller", sam, "waiting")
    assert copy.internet_message_id.endswith("@marketplace.example")


def test_the_same_key_is_recorded_once_in_one_batch_and_over_two(pair: Pair, now: datetime) -> None:
    first, twin = post([from_bea(pair, key="k"), from_bea(pair, key="k")], now=now)
    [later] = post([from_bea(pair, key="k")], now=now)
    assert first.message == twin.message == later.message
    assert (Message.objects.count(), Delivery.objects.count(), Entry.objects.filter(kind="message.posted").count()) == (
        1,
        1,
        1,
    )


def test_an_answer_finds_its_conversation_by_the_id_it_answers(pair: Pair, now: datetime) -> None:
    [asked] = post([from_bea(pair)], now=now)
    copy = Delivery.objects.get().internet_message_id
    [answered] = post([from_sam(pair, in_reply_to=copy)], now=now)
    assert answered.conversation == asked.conversation
    assert Message.objects.get(id=answered.message).parent_id == asked.message


def test_an_answer_without_headers_finds_it_by_the_suffix(pair: Pair, now: datetime) -> None:
    [asked] = post([from_bea(pair)], now=now)
    [answered] = post([from_sam(pair, suffix=asked.conversation)], now=now)
    assert answered.conversation == asked.conversation
    assert Message.objects.get(id=answered.message).parent_id == asked.message


def test_ids_and_refs_of_another_pair_give_no_rights(pair: Pair, eve: Seller, now: datetime) -> None:
    from gobetween.aliases.writes import pair_for

    [asked] = post([from_bea(pair)], now=now)
    copy = Delivery.objects.get().internet_message_id
    hers = pair_for(pair.buyer, eve)
    [other] = post([from_sam(hers, in_reply_to=copy, suffix=asked.conversation)], now=now)
    assert other.conversation != asked.conversation


def test_a_copys_id_is_no_clue_in_the_mouth_of_its_author(pair: Pair, now: datetime) -> None:
    [asked] = post([from_bea(pair)], now=now)
    copy = Delivery.objects.get().internet_message_id
    [other] = post([from_bea(pair, "Another matter", in_reply_to=copy)], now=now)
    assert other.conversation != asked.conversation


def test_a_follow_up_on_ones_own_letter_stays_in_the_conversation(pair: Pair, now: datetime) -> None:
    submission = from_bea(pair)
    [asked] = post([submission], now=now)
    [more] = post([from_bea(pair, "One more thing", in_reply_to=submission.letter.message_id)], now=now)
    assert more.conversation == asked.conversation


def test_each_mailbox_is_referred_to_by_the_ids_it_knows(pair: Pair, now: datetime) -> None:
    asked = from_bea(pair)
    post([asked], now=now)
    to_sam = Delivery.objects.get(recipient="seller").internet_message_id
    answer = from_sam(pair, in_reply_to=to_sam)
    [answered] = post([answer], now=now)
    to_bea = Delivery.objects.get(recipient="buyer").internet_message_id
    [thanks] = post([from_bea(pair, "Thanks", in_reply_to=to_bea)], now=now)
    seen_by_sam = references([thanks.message], "seller")[thanks.message]
    assert seen_by_sam.in_reply_to == answer.letter.message_id
    assert seen_by_sam.references == (to_sam, answer.letter.message_id)
    seen_by_bea = references([answered.message], "buyer")[answered.message]
    assert seen_by_bea.references == (asked.letter.message_id,)


def test_real_addresses_and_names_are_masked_on_the_record(pair: Pair, now: datetime) -> None:
    text = "I am Bea Buyer, bea@home.example; is this sam@lamps.example? Or write to jo@elsewhere.example."
    [settled] = post([from_bea(pair, text, html=f"<p>{text}</p>")], now=now)
    message = Message.objects.get(id=settled.message)
    for told in (message.text, message.html):
        assert "@" not in told and "Bea Buyer" not in told
    assert message.masked


def test_what_a_machine_wrote_is_recorded_and_goes_no_further(pair: Pair, now: datetime) -> None:
    [settled] = post([from_sam(pair, "I am away", automatic=Automatic.AUTO_REPLY)], now=now)
    assert Message.objects.get(id=settled.message).kind == "auto-reply"
    assert not Delivery.objects.exists()


def test_two_naive_responders_fall_silent(pair: Pair, now: datetime) -> None:
    [last] = post([from_bea(pair)], now=now)
    sent = 0
    for turn in range(10):
        write = from_sam if turn % 2 == 0 else from_bea
        text = "I am away." if turn % 2 == 0 else "Thanks, we got your mail."
        [last] = post([write(pair, text, suffix=last.conversation)], now=now + timedelta(seconds=turn))
        sent += last.state == "posted"
    assert sent <= 3


def test_the_same_question_about_two_orders_is_asked_twice(pair: Pair, now: datetime) -> None:
    post([from_bea(pair, "Where is it?"), from_bea(pair, "Where is it?")], now=now)
    assert Message.objects.filter(state="posted").count() == Conversation.objects.count() == 2


def test_over_the_hourly_limit_the_letter_is_refused_and_on_record(pair: Pair, now: datetime, settings: Any) -> None:
    from dataclasses import replace

    settings.GOBETWEEN = replace(settings.GOBETWEEN, pair_hourly_limit=2)
    for _ in range(2):
        post([from_bea(pair)], now=now)
    [third] = post([from_bea(pair)], now=now)
    assert (third.state, third.reason) == ("refused", "pair-limit")
    [later] = post([from_bea(pair)], now=now + timedelta(hours=1, seconds=1))
    assert later.state == "posted"


def test_a_letter_to_a_retired_alias_is_refused(pair: Pair, now: datetime) -> None:
    from dataclasses import replace

    pair.seller_serial = 1
    pair.save()
    [settled] = post([replace(from_bea(pair), serial=0)], now=now)
    assert (settled.state, settled.reason) == ("refused", "alias-retired")
    [settled] = post([replace(from_bea(pair), serial=1)], now=now)
    assert settled.state == "posted"


def test_an_unreadable_letter_is_refused_with_its_reason(pair: Pair, now: datetime) -> None:
    from dataclasses import replace

    broken = replace(from_bea(pair), letter=Unreadable(reason="too-deep", sentence="Too many parts inside parts."))
    [settled] = post([broken], now=now)
    assert Message.objects.get(id=settled.message).reason == "too-deep"


def test_an_encrypted_letter_is_refused_and_its_author_told(pair: Pair, now: datetime) -> None:
    [settled] = post([from_bea(pair, "-----BEGIN PGP MESSAGE-----", encrypted=True)], now=now)
    assert (settled.state, settled.reason) == ("refused", "encrypted")
    [notice] = Message.objects.filter(kind="notice")
    assert Delivery.objects.get(message=notice).recipient == "buyer"


def test_files_are_kept_sealed_and_come_back(pair: Pair, now: datetime) -> None:
    from gobetween.conversations import files

    note = File(name="note.txt", media_type="text/plain", content=b"Size 40, please.")
    [settled] = post([from_bea(pair, attachments=(note,))], now=now)
    row = Attachment.objects.get(message=settled.message)
    assert files.get(row.file) == b"Size 40, please."
    assert (row.name, row.media_type, row.size) == ("note.txt", "text/plain", 16)


def test_the_author_is_told_which_files_did_not_go(pair: Pair, now: datetime) -> None:
    program = File(name="setup.exe", media_type="application/octet-stream", content=b"MZ" + bytes(100))
    [settled] = post([from_bea(pair, attachments=(program,))], now=now)
    assert settled.state == "posted"
    notice = Message.objects.get(kind="notice")
    assert "setup.exe" in notice.text and "Where is it" not in notice.text
    assert Delivery.objects.get(message=notice).recipient == "buyer"


def test_an_order_named_in_the_letter_is_what_it_is_about(pair: Pair, order: Order, now: datetime) -> None:
    other = Order.objects.create(
        marketplace=order.marketplace, buyer=pair.buyer, seller=pair.seller, number="302-9999999-1111111", placed_at=now
    )
    [settled] = post([from_bea(pair, subject=f"About {other.number}")], now=now)
    assert Conversation.objects.get(ref=settled.conversation).order == other
    [settled] = post([from_bea(pair, "No number here")], now=now)
    assert Conversation.objects.get(ref=settled.conversation).order is None


def test_the_number_of_queries_does_not_grow_with_the_batch(
    pair: Pair, now: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(25):
        post([from_bea(pair) for _ in range(3)], now=now)
    with django_assert_max_num_queries(25):
        post([from_bea(pair) for _ in range(30)], now=now)
