"""Looks at one file, whatever it is."""

from __future__ import annotations

from collections.abc import Callable

from gobetween.policy.sight import letters, office, pdf, picture, plain
from gobetween.policy.sight.codes import codes_in
from gobetween.policy.sight.gathering import Gathering
from gobetween.policy.sight.words import OFFICE, OPEN_DOCUMENT, Sight, Unread

MOST_TEXT = 200_000
"""Characters of text taken from one file."""


def look(content: bytes, media_type: str) -> Sight:
    """All that the file shows; what could not be looked at is named in `unread`."""
    gathered = Gathering()
    try:
        _look(content, media_type, gathered)
    except Unread as reason:
        gathered.unread = str(reason)
    return Sight(
        words=tuple(gathered.words),
        codes=tuple(gathered.codes),
        text="\n".join(gathered.texts)[:MOST_TEXT],
        unread=gathered.unread or ("too-long" if sum(map(len, gathered.texts)) > MOST_TEXT else ""),
    )


def _look(content: bytes, media_type: str, into: Gathering) -> None:
    if media_type.startswith("image/"):
        _look_at_picture(content, into)
        return
    reader = next(read for start, read in _READERS if media_type.startswith(start))
    pictures = reader(content, into)
    for number, inner in enumerate(pictures):
        if number >= MOST_PICTURES:
            raise Unread("too-long")
        _look_at_picture(inner, into)


MOST_PICTURES = 12
"""Pictures of one document that are looked at."""


def _look_at_picture(content: bytes, into: Gathering) -> None:
    for frame in picture.frames(content):
        page = into.next_page()
        into.codes += codes_in(frame, page)
        into.words += letters.words_in(frame, page)


_READERS: tuple[tuple[str, Callable[[bytes, Gathering], list[bytes]]], ...] = (
    ("application/pdf", pdf.read),
    (OFFICE, office.read),
    (OPEN_DOCUMENT, office.read),
    ("application/msword", plain.read_binary),
    ("application/rtf", plain.read_rtf),
    ("text/rtf", plain.read_rtf),
    ("message/rfc822", plain.read_mail),
    ("text/html", plain.read_html),
    ("text/", plain.read),
)
