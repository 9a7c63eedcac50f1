"""The words of this room: what was seen in a file, where, and why a part of it was not. Loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from gobetween.policy.words import Source

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_DOCUMENTS = ("application/pdf", "application/msword", "application/rtf", "text/rtf", "message/rfc822")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One piece of text in a picture. `box`: left, top, right, bottom in pixels of the picture; `score` up to 1.

    `page` counts the pictures of a file from 0: frames of an animation, pictures of a document.
    """

    text: str
    box: tuple[int, int, int, int]
    score: float = 1.0
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """All that one file shows; `unread` says why a part of it was not looked at, empty when all was."""

    words: tuple[Seen, ...] = ()
    codes: tuple[Seen, ...] = ()
    text: str = ""
    unread: str = ""


class Unread(Exception):
    """A file, or a part of it, that cannot be looked at; its text is the kebab-case reason."""


def sees(media_type: str) -> bool:
    """Whether files of this type may show anything: a reader for it stands in this room."""
    return media_type.startswith(("image/", "text/", OFFICE, OPEN_DOCUMENT, *_DOCUMENTS))


def sources_of(position: int, sight: Sight) -> tuple[Source, ...]:
    """What was seen in the file at `position`, as sources of a draft; one line for each piece."""
    sources = (
        Source(place=f"picture:{position}", text="\n".join(seen.text for seen in sight.words)),
        Source(place=f"code:{position}", text="\n".join(seen.text for seen in sight.codes)),
        Source(place=f"file-text:{position}", text=sight.text),
    )
    return tuple(source for source in sources if source.text)
