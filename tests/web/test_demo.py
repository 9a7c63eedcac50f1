"""Lumen Market: loaded once, in six languages, and without an address on record."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

import gobetween.web
from gobetween.aliases import reads as aliases
from gobetween.conversations.models import Attachment, Conversation, Delivery, Message
from gobetween.kit.config import current
from gobetween.marketplace.models import Order
from gobetween.web import demo as lumen
from gobetween.web.mailroom import maildir
from gobetween.web.mailroom.catch import root
from tests.cast import NOON

WEB = Path(gobetween.web.__file__).parent


@pytest.fixture
def market(db: None, demo: None) -> None:
    """Lumen Market at noon."""
    aliases.forget_domains()
    lumen.load(NOON)


def test_it_is_loaded_once(market: None) -> None:
    before = Message.objects.count()
    lumen.load(NOON + timedelta(days=1))
    assert Message.objects.count() == before
    assert Order.objects.count() == 20
    assert Conversation.objects.count() >= 12
    assert maildir.letters(root(), "sam@lamps.example")


def test_every_turn_was_posted_at_its_time_and_goes_out(market: None) -> None:
    assert set(Message.objects.values_list("state", flat=True)) == {"posted"}
    assert not Message.objects.filter(created_at__gte=NOON).exists()
    silent = Message.objects.filter(deliveries=None)
    assert [message.kind for message in silent] == ["auto-reply"]
    assert Delivery.objects.filter(state="waiting").count() == Message.objects.count() - 1
    assert Attachment.objects.filter(inline=True, media_type="image/png").exists()


def test_no_address_and_no_number_is_on_record(market: None) -> None:
    shown = "\n".join(f"{m.subject}\n{m.text}\n{m.html}\n{m.quoted_text}" for m in Message.objects.all())
    for known in ("@home.example", "@lamps.example", "@post.example", "@casella.example", "@papierundfaden.example",
                  "7946 0123", "23125 045", "01 99 00", "600 000 123", "Bea Buyer", "Clara Winter"):  # fmt: skip
        assert known not in shown
    assert "[phone number hidden]" in shown


def test_answers_stay_in_their_conversation(market: None) -> None:
    cracked = Conversation.objects.get(subject__startswith="Cracked")
    assert [message.author for message in cracked.messages.order_by("created_at")] == [
        "buyer", "seller", "buyer", "seller", "buyer"]  # fmt: skip
    assert all(message.quoted_text for message in cracked.messages.order_by("created_at")[1:])


def test_its_links_open_and_its_lines_name_real_things(market: None) -> None:
    links = dict(lumen.links("http://127.0.0.1:8000/"))
    assert list(links) == ["Mailroom", "Bea Buyer (buyer)", "Sam Seller (seller)", "Olga Operator (operator)"]
    browser = Client()
    for link in links.values():
        assert browser.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200
    swaks, curl = lumen.try_lines(current())
    assert swaks.startswith("swaks --server 127.0.0.1:2525 --from bea@home.example")
    assert "| curl smtp://127.0.0.1:2525" in curl


def test_the_first_page_says_what_to_click(market: None) -> None:
    for language, word in (("en", "Three steps to see it"), ("de", "In drei Schritten zu sehen")):
        page = Client(headers={"Accept-Language": language}).get("/").content.decode()
        assert word in page
        assert "/mailroom/bea@home.example/write/?to=" in page


def test_the_german_catalogue_is_complete_and_compiled() -> None:
    catalogue = (WEB / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert "fuzzy" not in catalogue
    assert catalogue.count('msgstr ""') == 1  # the head's
    with translation.override("de"):
        assert translation.gettext("Show quoted text") == "Zitat zeigen"


def test_no_text_of_the_pages_is_missing_from_the_catalogue(tmp_path: Path) -> None:
    catalogue = (WEB / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    known = {line[7:-1] for line in catalogue.splitlines() if line.startswith('msgid "')}

    for template in (WEB / "templates").rglob("*.html"):
        for said in re.findall(r"""{% translate (?:"([^"]+)"|'([^']+)')""", template.read_text(encoding="utf-8")):
            assert (said[0] or said[1]) in known, template
