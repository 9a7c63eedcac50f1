"""A conversation between Bea and Sam, and somebody to look at it. Models are imported late: Django starts after us."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Door = Callable[[str], Any]


@pytest.fixture(autouse=True)
def static_folder(settings: Any) -> None:
    """The folder of collected style sheets is there, as after the start of the web role."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> None:
    """The demo is on; its mailboxes lie in a folder of this test."""
    settings.GOBETWEEN = dataclasses.replace(settings.GOBETWEEN, demo=True, state_dir=tmp_path)


@pytest.fixture
def conversation(order: Any, pair: Any, now: Any) -> Any:
    """Bea asked about her lamp and sent a file."""
    from gobetween.actions.post import post
    from gobetween.actions.release import release
    from gobetween.actions.submissions import Submission
    from gobetween.aliases.models import Side
    from gobetween.conversations.models import Conversation, Message
    from gobetween.mime.letter import Attachment, Letter, Mailbox

    letter = Letter(
        from_=(Mailbox(name="Bea Buyer", address="bea@home.example"),),
        subject="My <b>lamp</b>",
        text="It flickers. Write to bea@home.example!\n\n> old\n",
        attachments=(Attachment(name="list.txt", media_type="text/plain", content=b"<script>1</script>"),),
    )
    submission = Submission(
        key="first", channel=Message.Channel.MAIL, pair=pair.pk, to=Side.SELLER, letter=letter, order=order.number
    )
    [settled] = post([submission], now=now)
    assert settled.message is not None and release(settled.message, by="scan", now=now)
    return Conversation.objects.get(ref=settled.conversation)


@pytest.fixture
def signed_in(bea: Any, sam: Any, eve: Any, olga: Any) -> Door:
    """A browser in which `who` has come in by their hand-over link; "anonymous" has not."""
    from django.test import Client

    from gobetween.web.shared import handover

    tokens = {
        "bea": ("buyer", bea.pk),
        "sam": ("person", sam.people.get().pk),
        "eve": ("person", eve.people.get().pk),
        "olga": ("person", olga.pk),
    }

    def enter(who: str) -> Client:
        client = Client()
        if who in tokens:
            client.get(f"/enter/{handover.token(*tokens[who])}/")
        return client

    return enter
