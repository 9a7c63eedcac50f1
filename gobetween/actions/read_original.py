"""What somebody wrote before anything was hidden: opened from its seal for an operator, and never without a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gobetween.conversations.models import Message
from gobetween.journal.writes import Note, note_all
from gobetween.kit.sealing import Unsealable, unseal
from gobetween.mime.html_text import html_to_text
from gobetween.mime.letter import Unreadable
from gobetween.mime.parse import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A letter's own words. `missing`: its key has left the ring, or it cannot be read."""

    subject: str = ""
    text: str = ""
    missing: bool = False


def read(message: Message, *, person: int, now: datetime) -> Original:
    """The original of a message that has one, with an entry in the journal of who looked at it."""
    note = Note(
        marketplace=message.pair.marketplace_id,
        kind="original.read",
        subject=f"message:{message.pk}",
        facts={"person": person, "conversation": message.conversation.ref},
    )
    note_all([note], now)
    return _opened(message)


def _opened(message: Message) -> Original:
    try:
        letter = parse(unseal(message.letter.raw_sealed, purpose="letter")) if message.letter else None
    except Unsealable:
        letter = None
    if letter is None or isinstance(letter, Unreadable):
        return Original(missing=True)
    text = letter.text if letter.text.strip() or not letter.html else html_to_text(letter.html)
    return Original(subject=letter.subject, text=text)
