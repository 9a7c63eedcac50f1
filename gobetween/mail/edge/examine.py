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
    """Whether counting lines alone shows that no limit is passed: true for nearly all real mail, large ones too."""
    head = letter.find(b"\r\n\r\n", 0, LIMITS.header_bytes)
    if head < 0 and len(letter) > LIMITS.header_bytes:
        return False
    return letter.count(b"\n", 0, head if head >= 0 else len(letter)) < LIMITS.header_count and letter.count(
        b"\n--"
    ) <= min(LIMITS.depth, LIMITS.parts)
