"""Lists, threads, answers and files, as those who may see them do."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gobetween.actions import approve_sender
from gobetween.actions.release import release
from gobetween.conversations.models import Attachment, Conversation, Delivery, Message
from gobetween.journal.models import Entry
from gobetween.marketplace.models import Person, Seller
from gobetween.web.shared import files
from tests.cast import NOON
from tests.web.conftest import Door


def test_a_seller_sees_the_buyer_by_first_name_only(conversation: Conversation, signed_in: Door) -> None:
    page = signed_in("sam").get("/seller/").content.decode()
    assert "Bea B." in page
    assert "Your turn" in page
    assert "Bea Buyer" not in page


def test_a_thread_shows_what_was_hidden_and_never_what_it_was(conversation: Conversation, signed_in: Door) -> None:
    for who, path in (("bea", "buyer"), ("sam", "seller"), ("olga", "operator")):
        page = signed_in(who).get(f"/{path}/{conversation.ref}/").content.decode()
        assert 'class="hidden-part"' in page
        assert "bea@home.example" not in page


def test_a_subject_is_text_not_markup(conversation: Conversation, signed_in: Door) -> None:
    page = signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()
    assert "My &lt;b&gt;lamp&lt;/b&gt;" in page
    assert "<b>lamp" not in page


def test_eve_sees_an_empty_list(conversation: Conversation, signed_in: Door) -> None:
    page = signed_in("eve").get("/seller/").content.decode()
    assert "No conversation yet" in page


def test_an_answer_is_posted_once_and_goes_out(conversation: Conversation, signed_in: Door) -> None:
    sam, key = signed_in("sam"), secrets.token_hex(16)
    for _ in range(2):
        told = sam.post(f"/seller/{conversation.ref}/", {"key": key, "text": "It is the socket. Call +442079460123"})
        assert told.status_code == 302
    [message] = conversation.messages.filter(author="seller")
    assert message.channel == Message.Channel.WEB
    assert message.text == "It is the socket. Call [phone number hidden]"
    assert message.person == Person.objects.get(name="Sam Seller")
    assert Delivery.objects.filter(message=message, recipient="buyer").count() == 1


def test_an_answer_takes_a_file_along(conversation: Conversation, signed_in: Door) -> None:
    plan = SimpleUploadedFile("plan.txt", b"One, two, three.", content_type="text/plain")
    sam = signed_in("sam")
    sam.post(f"/seller/{conversation.ref}/", {"key": "a" * 32, "text": "Here it is.", "file": plan})
    assert "plan.txt" not in signed_in("bea").get(f"/buyer/{conversation.ref}/").content.decode()
    assert "goes on by itself" in signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()
    [waiting] = conversation.messages.filter(state="held")
    assert release(waiting.pk, by="scan", now=timezone.now())
    page = signed_in("bea").get(f"/buyer/{conversation.ref}/").content.decode()
    [link] = re.findall(r'href="(/files/[^"]+/plan.txt)"', page)
    assert signed_in("bea").get(link).content.strip() == b"One, two, three."


def test_an_answer_without_words_is_not_posted(conversation: Conversation, signed_in: Door) -> None:
    told = signed_in("sam").post(f"/seller/{conversation.ref}/", {"key": "0" * 32, "text": " "})
    assert told.status_code == 422
    assert conversation.messages.count() == 1


def test_who_only_reads_for_a_shop_cannot_answer(conversation: Conversation, sam: Seller, signed_in: Door) -> None:
    sam.people.update(role=Person.Role.READER)
    reader = signed_in("sam")
    assert "<textarea" not in reader.get(f"/seller/{conversation.ref}/").content.decode()
    answered = reader.post(f"/seller/{conversation.ref}/", {"key": "0" * 32, "text": "Hello"})
    assert answered.status_code == 405
    sender = sam.sender_addresses.get()
    assert reader.post(reverse("seller:decide", args=[sender.pk, "block"])).status_code == 404


def test_a_notice_is_for_its_reader_only(conversation: Conversation, signed_in: Door) -> None:
    first = conversation.messages.get()
    Message.objects.create(
        conversation=conversation,
        pair=conversation.pair,
        key="n",
        author="system",
        kind="notice",
        channel="system",
        state="posted",
        text="For Bea alone",
        parent=first,
        created_at=NOON,
    )
    assert "For Bea alone" in signed_in("bea").get(f"/buyer/{conversation.ref}/").content.decode()
    assert "For Bea alone" in signed_in("olga").get(f"/operator/{conversation.ref}/").content.decode()
    assert "For Bea alone" not in signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()
    assert "For Bea alone" not in signed_in("sam").get("/seller/").content.decode()


def test_a_refused_message_is_shown_to_its_author_with_the_reason(conversation: Conversation, signed_in: Door) -> None:
    Message.objects.create(
        conversation=conversation,
        pair=conversation.pair,
        key="r",
        author="seller",
        channel="mail",
        state="refused",
        reason="repeated",
        text="Twice",
        created_at=NOON,
    )
    page = signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()
    assert "Twice" in page
    assert "the same text was sent a moment ago" in page
    assert "Twice" not in signed_in("bea").get(f"/buyer/{conversation.ref}/").content.decode()


def test_a_copy_that_came_back_is_said_in_words(conversation: Conversation, signed_in: Door) -> None:
    Delivery.objects.update(state="bounced", reason="no-such-mailbox")
    assert "Came back" in signed_in("bea").get(f"/buyer/{conversation.ref}/").content.decode()
    assert "Not delivered" in signed_in("bea").get("/buyer/").content.decode()


def test_a_file_is_only_ever_saved(conversation: Conversation, signed_in: Door) -> None:
    told = signed_in("anonymous").get(files.link(Attachment.objects.get()))
    assert told.status_code == 200
    assert told.headers["Content-Type"] == "application/octet-stream"
    assert told.headers["Content-Disposition"].startswith("attachment")
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in told.headers["Content-Security-Policy"]


def test_a_link_to_a_file_cannot_be_made_up(conversation: Conversation, signed_in: Door) -> None:
    number = Attachment.objects.get().pk
    assert signed_in("bea").get(f"/files/{number}/list.txt").status_code == 404
    assert signed_in("bea").get(f"/files/{number}:x:y/list.txt").status_code == 404


def test_the_list_finds_an_order_and_those_who_wait(conversation: Conversation, signed_in: Door) -> None:
    sam = signed_in("sam")
    assert conversation.ref in sam.get("/seller/?q=302-1111&show=waiting").content.decode()
    assert "Nothing found" in sam.get("/seller/?q=nothing-like-it").content.decode()
    assert "Nobody is waiting" in signed_in("bea").get("/buyer/?show=waiting").content.decode()


def test_a_seller_approves_an_address_that_waited(sam: Seller, signed_in: Door) -> None:
    waiting = approve_sender.seen(sam.pk, "new@lamps.example", NOON)
    assert waiting is not None
    browser = signed_in("sam")
    assert "new@lamps.example" in browser.get("/seller/senders/").content.decode()
    browser.post(reverse("seller:decide", args=[waiting.pk, "approve"]))
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert Entry.objects.filter(kind="sender.approved").exists()


def test_an_operator_reads_the_journal_and_explains_an_alias(conversation: Conversation, signed_in: Door) -> None:
    olga = signed_in("olga")
    assert "message.released" in olga.get(f"/operator/{conversation.ref}/journal/").content.decode()
    page = signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()
    shown = re.search(r'<code class="address">([^/]*?(?:<wbr>[^<]*)*)</code>', page)
    assert shown
    alias = shown[1].replace("<wbr>", "")
    explained = olga.get("/operator/alias/", {"address": alias}).content.decode()
    assert "Bea B. (buyer)" in explained
    assert conversation.ref in explained
    assert "No such alias" in olga.get("/operator/alias/", {"address": "a" + alias}).content.decode()


def test_lists_and_threads_ask_a_handful_of_queries(
    conversation: Conversation, signed_in: Door, django_assert_max_num_queries: Any
) -> None:
    sam = signed_in("sam")
    with django_assert_max_num_queries(6):
        sam.get("/seller/")
    with django_assert_max_num_queries(6):
        sam.get(f"/seller/{conversation.ref}/")


def test_an_operator_opens_an_original_and_it_is_noted(
    conversation: Conversation, signed_in: Door, olga: Person
) -> None:
    text = "Call +442079460123, it is süß."
    signed_in("sam").post(f"/seller/{conversation.ref}/", {"key": "b" * 32, "text": text})
    message = conversation.messages.get(author="seller")
    browser = signed_in("olga")
    page = browser.get(f"/operator/{conversation.ref}/").content.decode()
    address = reverse("operator:original", args=[conversation.ref, message.pk])
    assert address in page and "2079460123" not in page
    assert text in browser.post(address).content.decode()
    assert Entry.objects.get(kind="original.read").facts["person"] == olga.pk
    assert browser.get(address).status_code == 405
    assert address not in signed_in("sam").get(f"/seller/{conversation.ref}/").content.decode()


def test_a_buyer_turns_unsolicited_mail_off_and_on(conversation: Conversation, signed_in: Door) -> None:
    bea, buyer = signed_in("bea"), conversation.pair.buyer
    page = bea.get("/buyer/preferences/").content.decode()
    assert "Stop unsolicited mail" in page
    told = bea.post("/buyer/preferences/", {"unsolicited": "no"}, follow=True).content.decode()
    buyer.refresh_from_db()
    assert buyer.opted_out and "Sellers can no longer write to you first." in told and "Switched off" in told
    bea.post("/buyer/preferences/", {"unsolicited": "yes"})
    buyer.refresh_from_db()
    assert not buyer.opted_out


def test_a_switch_turned_nowhere_changes_nothing(conversation: Conversation, signed_in: Door) -> None:
    signed_in("bea").post("/buyer/preferences/", {"unsolicited": "perhaps"})
    assert not Entry.objects.filter(kind__startswith="mail.").exists()
