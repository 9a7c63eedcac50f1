"""Views of one text: what is left of it when a disguise is taken off. Each maps back to the original offsets.

A view is made only when the text calls for it: for plain text the views are the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import re2

IGNORABLE = re2.compile(
    r"[\x{AD}\x{34F}\x{61C}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{200B}-\x{200F}\x{202A}-\x{202E}"
    r"\x{2060}-\x{206F}\x{20E3}\x{3164}\x{FE00}-\x{FE0F}\x{FEFF}\x{FFA0}\x{1BCA0}-\x{1BCA3}\x{1D173}-\x{1D17A}"
    r"\x{E0000}-\x{E0FFF}]"
)
"""Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties) and the keycap U+20E3."""

WIDE_MARKS = "\uff9e\uff9f"
DRESS = "\ufe0f\u20e3"
"""What makes a digit a key: it goes when the digit goes."""
MARKS = WIDE_MARKS + DRESS
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


Piece = tuple[str, int, int]
"""A text and the span that it stands for; one as long as its span stands for it character by character."""


class Origin:
    """Where a rewritten text comes from, worked out only for the spans that somebody asks for."""

    def __init__(self, pieces: Sequence[Piece], before: Origin | None) -> None:
        self._pieces, self._before = pieces, before

    @cached_property
    def _ends(self) -> list[int]:
        """Where each piece ends in the rewritten text."""
        return list(accumulate(len(piece) for piece, _, _ in self._pieces))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the rewritten text stands in the source; an empty one stays empty."""
        if start < end:
            first, last = self._of(start)[0], self._of(end - 1)[1]
            return self._before.span(first, last) if self._before else (first, last)
        size = self._ends[-1] if self._ends else 0
        if start < size:
            at = self.span(start, start + 1)[0]
        else:
            at = self.span(size - 1, size)[1] if size else 0
        return at, at

    def _of(self, at: int) -> tuple[int, int]:
        """The span that one character stands for."""
        index = bisect_right(self._ends, at)
        piece, start, end = self._pieces[index]
        if len(piece) != end - start:
            return start, end
        at += end - self._ends[index]
        return at, at + 1


@dataclass(frozen=True, slots=True)
class View:
    """A rewritten text and where it comes from; `None`: offsets are the source's own."""

    name: str
    text: str
    origin: Origin | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the view stands in the source; an empty one stays empty."""
        return self.origin.span(start, end) if self.origin else (start, end)

    def rewritten(self, name: str, pieces: Iterable[Piece]) -> View:
        """A view of this view, made of pieces."""
        kept = tuple(pieces)
        return View(name, "".join([piece for piece, _, _ in kept]), Origin(kept, self.origin))

    def mapped(self, name: str, change: Callable[[str], str]) -> View:
        """A view of the same length, character by character."""
        text = change(self.text)
        return self if text == self.text else View(name, text, self.origin)


def raw(text: str) -> View:
    """The text itself."""
    return View("raw", text)


def normal(view: View) -> View:
    """Ignorable characters gone, then NFKC, squared and flag letters as letters, every digit as an ASCII digit."""
    text = view.text
    if text.isascii():
        return view
    if not _ODD.search(text) and unicodedata.is_normalized("NFKC", text):
        return view
    return view.rewritten("normalised", _normalised(text))


_ODD = re2.compile(IGNORABLE.pattern[:-1] + r"\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}"
                   r"\x{1F1E6}-\x{1F1FF}\x{24EB}-\x{24FF}\x{2776}-\x{2793}]|[^\x{00}-\x{7F}\P{Nd}]")  # fmt: skip


def _normalised(text: str) -> Iterable[Piece]:
    """Runs of steady characters as they are, all else cluster by cluster; the last of a run may have marks behind."""
    start, size = 0, len(text)
    while start < size:
        if (run := STEADY.match(text, start)) is not None:
            yield run.group()[:-1], start, run.end() - 1
            start = run.end() - 1
        end = start + 1
        if _IGNORED[text[start]]:
            start = end
            continue
        while end < size and (text[end] in MARKS or unicodedata.combining(text[end])):
            end += 1
        yield _plain_cluster(text[start:end]), start, end
        start = end


STEADY = re.compile(r"[\x00-\x7F\xC0-\xFF\u3001\u3002\u3041-\u3094\u30A1-\u30FA\u30FC\u4E00-\u9FFF]{2,}")
"""Characters that are normal already, and mark no other."""


class _Ignored(dict[str, bool]):
    """Whether a character is ignorable, worked out once each."""

    def __missing__(self, character: str) -> bool:
        self[character] = bool(IGNORABLE.match(character))
        return self[character]


_IGNORED = _Ignored()


@lru_cache(maxsize=8192)
def _plain_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster[:1] + cluster[1:].rstrip(DRESS))
    return "".join(_plain_character(character) for character in plain)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    code = ord(character)
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
        if first <= code < first + 26:
            return LATIN_LETTERS[code - first].upper()
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def folded(view: View) -> View:
    """Lower case, without accents on Latin letters; of the same length."""
    return view.mapped(view.name, fold)


def fold(text: str) -> str:
    """Lower case, Latin letters without accents (`ß` becomes `s`, `æ` `a`); as many characters as before."""
    lower = text.lower()
    if lower.isascii():
        return lower
    if len(lower) != len(text):
        lower = "".join(each if len(each) == 1 else character for character in text for each in [character.lower()])
    return FOREIGN.sub(_bared, lower)


FOREIGN = re.compile(r"[^\x00-\x7F]+")


def _bared(match: re.Match[str]) -> str:
    return match.group().translate(_BARE)


class _Bare(dict[int, str]):
    """Accented Latin letter to bare letter, worked out once each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        bare = unicodedata.normalize("NFD", character)[0]
        self[code] = bare if bare.isascii() else _LIGATURES.get(character, character)
        return self[code]


_LIGATURES = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "\u2019": "'", "\u2018": "'",
              "\u02bc": "'", "\u00b4": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-",
              "\u00a0": " ", "\u3000": " "}  # fmt: skip
_BARE = _Bare()


WRAP = re.compile(r"[ \t]{2,}\n?[ \t]*|[ \t]?\n[ \t]*")
WRAPPED = 50
"""Characters of a line from which on its break may be the mail program's and not the author's."""


def flowed(view: View) -> View:
    """Lines that a mail program broke are whole again, and a blank is a blank; breaks the author made stay."""
    text = view.text
    if "\n" not in text and "  " not in text:
        return view
    pieces: list[Piece] = []
    at = 0
    for match in WRAP.finditer(text):
        start, end = match.span()
        pieces.append((text[at:start], at, start))
        pieces.append((_gap(text, start, end), start, end))
        at = end
    pieces.append((text[at:], at, len(text)))
    return view.rewritten(view.name, pieces)


def _gap(text: str, start: int, end: int) -> str:
    """What white space stands for: a blank, or a break of line."""
    if "\n" not in text[start:end]:
        return " "
    line = start - (text.rfind("\n", 0, start) + 1)
    runs_on = line >= WRAPPED and end < len(text) and text[end].isalnum() and text[start - 1] not in ".!?:;"
    return " " if runs_on else "\n"
