"""Short ways to write letters and submissions for stories about post."""

from __future__ import annotations

import itertools
from typing import Any

from gobetween.actions.submissions import Submission
from gobetween.aliases.models import Pair, Side
from gobetween.conversations.models import Message
from gobetween.mime.letter import Letter, Mailbox

_numbers = itertools.count(1)

BEA = Mailbox(name="Bea Buyer", address="bea@home.example")
SAM = Mailbox(name="Sam Seller", address="sam@lamps.example")


def letter(text: str = "Where is it?", *, from_: Mailbox = BEA, **more: Any) -> Letter:
    """A letter with a Message-ID of its own."""
    number = next(_numbers)
    return Letter(
        **{"subject": "My order", "message_id": f"{number}@home.example", "text": text, **more}, from_=(from_,)
    )


def from_bea(pair: Pair, text: str = "Where is it?", *, suffix: str = "", key: str = "", **more: Any) -> Submission:
    """Bea writes to Sam's alias."""
    return _submission(pair, Side.SELLER, letter(text, **more), suffix, key)


def from_sam(pair: Pair, text: str = "On its way.", *, suffix: str = "", key: str = "", **more: Any) -> Submission:
    """Sam writes to Bea's alias."""
    return _submission(pair, Side.BUYER, letter(text, from_=SAM, **more), suffix, key)


def _submission(pair: Pair, to: Side, content: Letter, suffix: str, key: str) -> Submission:
    return Submission(
        key=key or f"key-{next(_numbers)}",
        channel=Message.Channel.MAIL,
        pair=pair.pk,
        to=to,
        letter=content,
        suffix=suffix,
    )
