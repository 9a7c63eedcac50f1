"""What stands between DATA and the end: collected with a bound, ended by CRLF.CRLF alone, unstuffed.

A lone CR or LF is never a line end here (RFC 5321, 2.3.8): a letter that holds one is refused after its true end, so
no two programs can disagree about where one message stops and the next begins (SMTP smuggling).
"""

from __future__ import annotations

from gobetween.mail.edge import replies
from gobetween.mail.edge.replies import Answer

END = b"\r\n.\r\n"
KEPT_OF_AN_OVERFLOW = len(END) - 1
LONGEST_LINE = 10_000
"""Bytes of a text line taken. RFC 5321 allows 998; real programs write longer ones, endless ones are an attack."""


class Content:
    """The letter of one DATA command while it comes in; never holds more than `limit` bytes and one chunk."""

    __slots__ = ("_held", "_limit", "overflowed", "starved")

    def __init__(self, *, limit: int) -> None:
        self._held = bytearray(b"\r\n")  # the line end of DATA itself: a dot that follows at once ends the letter
        self._limit = limit
        self.overflowed = False
        self.starved = False

    @property
    def held(self) -> int:
        """Bytes in memory now."""
        return len(self._held)

    def feed(self, chunk: bytes | bytearray) -> bytes | None:
        """Take a chunk. When the end is in it: what follows the end; else nothing."""
        start = max(len(self._held) - KEPT_OF_AN_OVERFLOW, 0)
        self._held += chunk
        at = self._held.find(END, start)
        if at < 0:
            self._bound(len(self._held) - len(END))  # some of it may be the beginning of the end
            return None
        rest = bytes(self._held[at + len(END) :])
        del self._held[at + 2 :]
        self._bound(at)
        return rest

    def starve(self) -> None:
        """Hold nothing more of this letter: the process is short of room."""
        self.starved = True
        del self._held[:-KEPT_OF_AN_OVERFLOW]

    def letter(self) -> bytes | Answer:
        """The finished letter, dots unstuffed, or why it is refused."""
        if self.overflowed:
            return replies.TOO_BIG
        if self.starved:
            return replies.NO_ROOM
        if has_bare_line_ends(self._held):
            return replies.BARE_LINE_ENDS
        if has_endless_line(self._held):
            return replies.LINE_TOO_LONG
        held = self._held.replace(b"\r\n.", b"\r\n") if b"\r\n." in self._held else self._held
        return bytes(memoryview(held)[2:])

    def _bound(self, length: int) -> None:
        if length > self._limit:
            self.overflowed = True
        if self.overflowed or self.starved:
            del self._held[:-KEPT_OF_AN_OVERFLOW]


def has_bare_line_ends(content: bytes | bytearray) -> bool:
    """Whether a CR or an LF stands alone anywhere."""
    pairs = content.count(b"\r\n")
    return content.count(b"\n") != pairs or content.count(b"\r") != pairs


def has_endless_line(content: bytes | bytearray) -> bool:
    """Whether a line has more than `LONGEST_LINE` bytes; looks at one place in ten thousand."""
    at = 0
    while len(content) - at > LONGEST_LINE + 2:
        end = content.rfind(b"\n", at, at + LONGEST_LINE + 2)
        if end < 0:
            return True
        at = end + 1
    return False
