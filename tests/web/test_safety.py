"""What no page may ever allow."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import gobetween.web
from gobetween.conversations.models import Conversation
from gobetween.web.shared.safe_html import cleaned
from gobetween.web.templatetags.web import prose
from tests.web.conftest import Door

WEB = Path(gobetween.web.__file__).parent
BANNER = "mail from this machine is taken as authenticated"


@pytest.mark.django_db
def test_nothing_from_elsewhere_and_nothing_inline() -> None:
    policy = Client().get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_every_demo_page_says_what_is_trusted(demo: None, conversation: Conversation, signed_in: Door) -> None:
    olga = signed_in("olga")
    pages = [
        "/",
        "/operator/",
        f"/operator/{conversation.ref}/",
        f"/operator/{conversation.ref}/journal/",
        "/mailroom/",
        "/operator/alias/",
        "/mailroom/bea@home.example/",
        "/mailroom/bea@home.example/write/",
        "/nowhere/",
    ]
    assert [page for page in pages if BANNER not in olga.get(page).content.decode()] == []
    assert BANNER in Client().get("/seller/").content.decode()


def test_without_the_demo_no_page_says_so(conversation: Conversation, signed_in: Door) -> None:
    assert BANNER not in signed_in("olga").get("/operator/").content.decode()


def test_a_broken_page_needs_neither_session_nor_database(demo: None) -> None:
    from gobetween.web.shared.views import broken

    page = broken(None)  # type: ignore[arg-type]
    assert page.status_code == 500
    assert BANNER in page.content.decode()


def test_a_style_sheet_comes_whole(settings: Any) -> None:
    settings.WHITENOISE_AUTOREFRESH = True
    told = Client().get("/static/web/tokens.css")
    assert told.content == (WEB / "static/web/tokens.css").read_bytes()
    assert not told.streaming
    assert told.headers["Content-Type"].startswith("text/css")


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_not_acted_upon(demo: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/leave/")
    assert page.status_code == 403
    assert "This form has run out" in page.content.decode()


def test_no_template_holds_script_or_style_of_its_own() -> None:
    for template in (WEB / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "<style" not in text and " style=" not in text and " onclick" not in text, template
        assert "<script>" not in text and "https://" not in text.replace("http://www.w3.org", ""), template


def test_style_sheets_stay_small() -> None:
    for sheet in (WEB / "static").rglob("*.css"):
        assert len(sheet.read_text(encoding="utf-8").splitlines()) <= 400, sheet


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


PIECES = """<script> </script> <img|src=x|onerror=alert(1)> <img|src="cid:one"> <img|src="//far.example/p.gif">
<style>*{}</style>
<p|class="top"|style="position:fixed"|id="main"> <iframe|srcdoc=x> <a|href="javascript:1"> <a|href="https://far.example">
<svg><a|xlink:href=x> <form|action=/leave/> <!-- --> text <b " &lt; <math> <template> </p>"""
WILD = st.lists(st.sampled_from(PIECES.split()), max_size=12).map(lambda found: "".join(found).replace("|", " "))


@given(WILD)
def test_no_html_of_a_letter_can_act_or_fetch(html: str) -> None:
    tags = _Tags()
    tags.feed(cleaned(html, {"one": "/files/one"}))
    for tag, attributes in tags.found:
        assert tag not in {"script", "style", "iframe", "form", "svg", "input", "object"}
        assert not {"style", "class", "id", "onerror", "srcset"} & attributes.keys()
        assert attributes.get("src", "") in ("", "/files/one")
        assert not (attributes.get("href") or "").startswith("javascript")


@given(st.text())
def test_a_messages_text_is_escaped(text: str) -> None:
    tags = _Tags()
    tags.feed(str(prose(f"{text}<script>&[address hidden]")))
    assert {tag for tag, _ in tags.found} <= {"span"}
