"""A look at the skeleton of a finished letter: what is too deep, too many or too much is refused at the door."""

from __future__ import annotations

from gobetween.mail.edge.replies import Answer, answer
from gobetween.mime.letter import Limits
from gobetween.mime.structure import OverLimitError, skeleton

LIMITS = Limits(size=1 << 40)
"""The size is bounded before, while the letter comes in."""


def examine(letter: bytes) -> Answer | None:
    """Why nobody should have to take `letter` apart, or nothing. An empty letter is let through."""
    if _is_harmless(letter):
        return None
    try:
        skeleton(letter, LIMITS, [])
    except OverLimitError as over:
        if over.unreadable.reason == "empty":
            return None
        return answer(f"554 5.6.0 {over.unreadable.sentence}", reason=over.unreadable.reason)
    return None


def _is_harmless(letter: bytes) -> bool:
    """Whether a count of lines alone shows that no limit can be passed: true for nearly all real mail."""
    return (
        len(letter) <= LIMITS.header_bytes
        and letter.count(b"\n--") <= min(LIMITS.depth, LIMITS.parts)
        and letter.count(b"\n") <= LIMITS.header_count
    )
