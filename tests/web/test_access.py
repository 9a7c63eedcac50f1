"""Who may open what: every address of the web role, asked for by everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gobetween.conversations.models import Attachment, Conversation
from gobetween.marketplace.models import Seller
from gobetween.web.mailroom import maildir
from gobetween.web.mailroom.catch import root
from gobetween.web.shared import files
from tests.web.conftest import Door

WHO = ("anonymous", "bea", "sam", "eve", "olga")
OPEN = (200, 200, 200, 200, 200)
BUYERS = (403, 200, 404, 404, 404)
SELLERS = (403, 404, 200, 200, 404)
SAMS = (403, 404, 200, 404, 404)
OPERATORS = (403, 404, 404, 404, 200)

GET: dict[str, tuple[int, ...]] = {
    "home": OPEN,
    "enter": (403, 403, 403, 403, 403),
    "file": OPEN,
    "buyer:list": BUYERS,
    "buyer:thread": BUYERS,
    "buyer:preferences": BUYERS,
    "seller:list": SELLERS,
    "seller:thread": SAMS,
    "seller:addresses": SELLERS,
    "operator:list": OPERATORS,
    "operator:thread": OPERATORS,
    "operator:journal": OPERATORS,
    "operator:alias": OPERATORS,
    "mailroom:home": OPEN,
    "mailroom:unread": OPEN,
    "mailroom:box": OPEN,
    "mailroom:write": OPEN,
    "mailroom:thread": OPEN,
    "mailroom:source": OPEN,
    "mailroom:file": OPEN,
    "healthz": OPEN,
}
"""What each address answers to a GET, in the order of `WHO`, in the demo. A new address needs a row."""

POST: dict[str, tuple[int, ...]] = {
    "leave": (302, 302, 302, 302, 302),
    "set_language": (302, 302, 302, 302, 302),
    "buyer:thread": (403, 422, 404, 404, 404),
    "buyer:preferences": (403, 302, 404, 404, 404),
    "seller:thread": (403, 404, 422, 404, 404),
    "seller:decide": (403, 404, 302, 404, 404),
    "operator:original": OPERATORS,
    "mailroom:write": OPEN,
    "mailroom:thread": OPEN,
}
"""The same for a POST with nothing in it."""

NOT_ASKED = {"readyz"}
"""Looks at the machine it runs on; has tests of its own."""


@pytest.fixture
def parts(demo: None, conversation: Conversation, sam: Seller) -> dict[str, dict[str, object]]:
    """What stands in the variable parts of the addresses."""
    raw = b'From: a@b.example\r\nTo: bea@home.example\r\nContent-Disposition: attachment; filename="x"\r\n\r\nHi\r\n'
    kept = maildir.keep(root(), "bea@home.example", raw)
    box: dict[str, object] = {"address": "bea@home.example"}
    letter = {**box, "key": kept.key}
    thread: dict[str, object] = {"ref": conversation.ref}
    [_, token, name] = files.link(Attachment.objects.get()).rsplit("/", 2)
    return {
        "enter": {"token": "forged"},
        "file": {"token": token, "name": name},
        **dict.fromkeys(("buyer:thread", "seller:thread", "operator:thread", "operator:journal"), thread),
        "operator:original": {**thread, "number": conversation.messages.get().pk},
        "seller:decide": {"number": sam.sender_addresses.get().pk, "decision": "block"},
        **dict.fromkeys(("mailroom:box", "mailroom:write"), box),
        **dict.fromkeys(("mailroom:thread", "mailroom:source"), letter),
        "mailroom:file": {**letter, "number": 0},
    }


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every name of the web role's addresses; one without a name shows as its path."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from names(each.url_patterns, inner)
        else:
            yield prefix + (each.name or str(each.pattern))


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == set(GET) | set(POST) | NOT_ASKED


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(who: str, signed_in: Door, parts: dict[str, dict[str, object]]) -> None:
    browser, column = signed_in(who), WHO.index(who)
    told = {name: browser.get(_address(name, parts)).status_code for name in GET}
    assert told == {name: row[column] for name, row in GET.items()}


@pytest.mark.parametrize("who", WHO)
def test_everybody_may_send_what_the_table_says(who: str, signed_in: Door, parts: dict[str, dict[str, object]]) -> None:
    told = {name: signed_in(who).post(_address(name, parts)).status_code for name in POST}
    assert told == {name: row[WHO.index(who)] for name, row in POST.items()}


def test_without_the_demo_there_is_no_mailroom(conversation: Conversation, signed_in: Door) -> None:
    for name in ("mailroom:home", "mailroom:unread"):
        assert signed_in("olga").get(reverse(name)).status_code == 404
    for name in ("mailroom:box", "mailroom:write"):
        assert signed_in("olga").get(reverse(name, args=["bea@home.example"])).status_code == 404


def test_from_another_machine_the_demo_shows_no_mailbox_and_no_way_in(demo: None, signed_in: Door) -> None:
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert signed_in("anonymous").get("/mailroom/", **far).status_code == 404
    assert "/enter/" not in signed_in("anonymous").get("/", **far).content.decode()


def _address(name: str, parts: dict[str, dict[str, object]]) -> str:
    return f"/{name}" if name in ("healthz", "readyz") else reverse(name, kwargs=parts.get(name))
