"""Message-IDs out of Message-ID, In-Reply-To and References: bare (no angle brackets), whole, in order, once each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gobetween.mime.words import decoded_words, raw_text

_ANGLE = re.compile(r"<([^<>]{1,2000})>")
_SPACE = re.compile(r"\s+")
_BARE = re.compile(r"[^\s<>()\"]{1,500}@[^\s<>()\"]{1,255}")
_LONGEST = 998  # RFC 5322 section 2.1.1: an id lies on one line
_MOST = 200


def message_id(fields: Iterable[bytes]) -> str:
    """The id a letter gives itself, "" when it has none that can be used."""
    return next(iter(id_list(fields)), "")


def in_reply_to(fields: Iterable[bytes]) -> str:
    """The one id answered. Old programs wrote a sentence around it (`Your message of … <id>`): then the last counts."""
    values = list(fields)
    found = id_list(values)
    if not found:
        return ""
    prose = _ANGLE.sub("", " ".join(raw_text(value) for value in values)).strip(" ,\t\n")
    return found[-1] if prose else found[0]


def id_list(fields: Iterable[bytes]) -> tuple[str, ...]:
    """All ids of all fields. Folded ids are closed up again, ids folded into encoded words or never closed are read."""
    found: dict[str, None] = {}
    for value in fields:
        text = raw_text(value)
        if "=?" in text and "<" not in text.partition("=?")[0]:
            text = decoded_words(text)
        for one in _ANGLE.findall(text) or _bare_ids(text.replace("<", " ")):
            whole = _SPACE.sub("", one)
            if len(whole) <= _LONGEST and whole.isprintable() and whole:
                found[whole] = None
        if len(found) >= _MOST:
            break
    return tuple(found)[-_MOST:]


def _bare_ids(text: str) -> list[str]:
    """Ids without brackets, when the field holds nothing but such: a word with `@` in a sentence is an address."""
    words = text.replace(",", " ").split()
    if len(words) > _MOST or not all(_BARE.fullmatch(word) for word in words):
        return []
    return words
