"""The answer form asks the policy before anything is sent: sentences, spans, and a fix that works without script."""

from __future__ import annotations

import re
import secrets

import pytest

from gobetween.actions.publish_rulebook import publish
from gobetween.actions.submissions import Settled
from gobetween.conversations.models import Conversation, Message
from gobetween.marketplace.models import Marketplace
from gobetween.web.shared import advice
from tests.cast import NOON
from tests.web.conftest import Door

BOOK = """
[any]
custom-stop = "block"
custom-wait = "hold"
custom-tell = "advise"
contact-mail = "{mail}"
[custom.stop]
message = "It must not be said."
fix = "Say something else."
phrases = ["abracadabra"]
hits = ["abracadabra"]
passes = ["please"]
[custom.wait]
message = "It must wait."
phrases = ["hocus"]
hits = ["hocus"]
passes = ["please"]
[custom.tell]
message = "It could be said better."
phrases = ["simsalabim"]
hits = ["simsalabim"]
passes = ["please"]
"""


@pytest.fixture(autouse=True)
def book(marketplace: Marketplace, conversation: Conversation) -> None:
    """Rules that are easy to break."""
    publish(marketplace, BOOK.format(mail="block"), author="", now=NOON)


def written(conversation: Conversation, signed_in: Door, text: str, **more: str) -> tuple[int, str]:
    """Status and page after Sam pressed a button."""
    fields = {"key": secrets.token_hex(16), "text": text, **more}
    told = signed_in("sam").post(f"/seller/{conversation.ref}/", fields, follow=True)
    return told.status_code, told.content.decode()


def test_what_would_be_refused_comes_back_marked_and_is_not_on_record(
    conversation: Conversation, signed_in: Door
) -> None:
    status, page = written(conversation, signed_in, "Now abracadabra <b>, abracadabra!")
    assert status == 422
    assert "It must not be said." in page and "Say something else." in page
    assert page.count('<mark data-outcome="block">abracadabra</mark>') == 2
    assert "&lt;b&gt;" in page and "Apply the fix" not in page and "to be checked" not in page
    assert not Message.objects.filter(author="seller").exists()
    assert not Message.objects.filter(kind="notice").exists()


def test_a_fix_changes_the_text_and_sends_nothing(conversation: Conversation, signed_in: Door) -> None:
    status, page = written(conversation, signed_in, "Thanks! Write to jo@mail.example please.")
    assert status == 422 and 'name="fix"' in page
    status, page = written(conversation, signed_in, "Thanks! Write to jo@mail.example please.", fix="1")
    assert status == 200 and "Please read it once more" in page
    [text] = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert text == "Thanks! Write to [e-mail address hidden] please."
    assert not Message.objects.filter(author="seller").exists()
    status, page = written(conversation, signed_in, text)
    assert status == 200 and Message.objects.get(author="seller").state == "posted"


def test_what_would_be_held_may_be_sent_to_be_checked(conversation: Conversation, signed_in: Door) -> None:
    status, page = written(conversation, signed_in, "Well, hocus!")
    assert status == 422 and "It must wait." in page and 'name="anyway"' in page
    status, page = written(conversation, signed_in, "Well, hocus!", anyway="1")
    assert status == 200 and "goes on once it was checked" in page
    message = Message.objects.get(author="seller")
    assert (message.state, message.reason) == ("held", "custom-wait")


def test_what_would_be_refused_is_not_sent_anyway(conversation: Conversation, signed_in: Door) -> None:
    status, _ = written(conversation, signed_in, "hocus abracadabra", anyway="1")
    assert status == 422 and not Message.objects.filter(author="seller").exists()


def test_advice_is_told_after_sending(conversation: Conversation, signed_in: Door) -> None:
    status, page = written(conversation, signed_in, "Simsalabim, it works.")
    assert status == 200 and "It could be said better." in page
    assert Message.objects.get(author="seller").state == "posted"


def test_a_buyer_is_asked_the_same(conversation: Conversation, signed_in: Door) -> None:
    told = signed_in("bea").post(f"/buyer/{conversation.ref}/", {"key": "0" * 32, "text": "abracadabra"})
    assert told.status_code == 422 and "It must not be said." in told.content.decode()


def test_it_speaks_german(conversation: Conversation, signed_in: Door) -> None:
    sam = signed_in("sam")
    sam.post("/i18n/setlang/", {"language": "de"})
    sam.cookies["django_language"] = "de"
    page = sam.post(f"/seller/{conversation.ref}/", {"key": "0" * 32, "text": "jo@mail.example"}).content.decode()
    assert "So kann das nicht gesendet werden" in page
    assert "Eine E-Mail-Adresse wird nicht weitergegeben." in page and "Vorschlag übernehmen" in page


def test_what_was_never_judged_stops_nothing() -> None:
    assert advice.stopping(Settled(submission=None, known=None, state=Message.State.REFUSED), "en") is None  # type: ignore[arg-type]
