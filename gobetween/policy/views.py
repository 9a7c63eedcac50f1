"""Views of one text: what is left of it when a disguise is taken off. Each maps back to the original offsets.

A view is made only when the text calls for it: for plain text the views are the text itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import re2
from confusable_homoglyphs import confusables

IGNORABLE = re2.compile(
    r"[\x{AD}\x{34F}\x{61C}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{200B}-\x{200F}\x{202A}-\x{202E}"
    r"\x{2060}-\x{206F}\x{20E3}\x{3164}\x{FE00}-\x{FE0F}\x{FEFF}\x{FFA0}\x{1BCA0}-\x{1BCA3}\x{1D173}-\x{1D17A}"
    r"\x{E0000}-\x{E0FFF}]"
)
"""Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties) and the keycap U+20E3."""

WIDE_MARKS = "\uff9e\uff9f"
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class View:
    """A rewritten text. `starts` and `ends` give each character's span in the source; `None`: offsets are the same."""

    name: str
    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the view stands in the source; an empty one stays empty."""
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def rewritten(self, name: str, pieces: Iterable[tuple[str, int, int]]) -> View:
        """A view of this view: each piece is a text and the span of this view it stands for."""
        text, starts, ends = [], [], []
        for piece, start, end in pieces:
            first, last = self.span(start, end)
            text.append(piece)
            starts.extend([first] * len(piece))
            ends.extend([last] * len(piece))
        return View(name, "".join(text), starts, ends)

    def mapped(self, name: str, change: Callable[[str], str]) -> View:
        """A view of the same length, character by character."""
        text = change(self.text)
        return self if text == self.text else View(name, text, self.starts, self.ends)


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


def _normalised(text: str) -> Iterable[tuple[str, int, int]]:
    for cluster, start, end in _clusters(text):
        if len(cluster) == 1 and IGNORABLE.match(cluster):
            continue
        yield _plain_cluster(cluster), start, end


def _clusters(text: str) -> Iterable[tuple[str, int, int]]:
    """Each character with the combining marks that follow it."""
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        if not IGNORABLE.match(text[start]):
            while end < size and (text[end] in WIDE_MARKS or unicodedata.combining(text[end])):
                end += 1
        yield text[start:end], start, end
        start = end


@lru_cache(maxsize=8192)
def _plain_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster)
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
    return lower.translate(_BARE)


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

DISGUISED = re2.compile(
    r"[a-z][0134578@$!|][a-z]|[a-z][0@$]\b|\b[0134578@$][a-z]{3}|(?:\b\pL[ .\-_*·]{1,3}){4}|"
    r"[a-z][*_.·|~][a-z]|(?:[\x{3041}-\x{30FF}\x{4E00}-\x{9FFF}][ ・.\-_*·|/]){3}|"
    r"[\x{370}-\x{58F}\x{13A0}-\x{13FF}\x{1D00}-\x{1DFF}]"
)
LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
                      "!": "i", "|": "l"})  # fmt: skip
WORD = re2.compile(r"[^\s]+")
SPACED = re2.compile(r"(?:^|[^\p{L}\p{N}])((?:[\p{L}\p{N}@$!][ ・.\-_*·|/]){3,}[\p{L}\p{N}@$!])(?:$|[^\p{L}\p{N}])")
MARKS = frozenset("*_.·|~'`-/\u2022^\"")


def undisguised(view: View) -> View | None:
    """Homoglyphs, letters for digits, spaced letters and marks inside words taken back; `None` if nothing changes."""
    if not DISGUISED.search(view.text):
        return None
    pieces = list(_unspaced(view.text))
    text = "".join(piece for piece, _, _ in pieces)
    return None if text == view.text else view.rewritten("undisguised", pieces)


def _unspaced(text: str) -> Iterable[tuple[str, int, int]]:
    """Spaced letters joined (two blanks stand for one), the rest word by word."""
    at = 0
    while match := SPACED.search(text, at):
        start, end = match.span(1)
        yield from _words(text, at, start)
        yield from _joined(text, start, end)
        at = end
    yield from _words(text, at, len(text))


def _joined(text: str, start: int, end: int) -> Iterable[tuple[str, int, int]]:
    wide = any(text[index] >= "\u2e80" for index in range(start, end, 2))
    for index in range(start, end, 2):
        yield text[index] if wide else _letter(text[index]), index, index + 1
    yield " ", end - 1, end


def _words(text: str, start: int, end: int) -> Iterable[tuple[str, int, int]]:
    at = start
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        if first > at:
            yield from ((text[index], index, index + 1) for index in range(at, first))
        yield from _word(match.group(), first)
        at = last
    yield from ((text[index], index, index + 1) for index in range(at, end))


def _word(word: str, start: int) -> Iterable[tuple[str, int, int]]:
    """A word as it would look plain: only one that mixes letters with something else changes."""
    letters = sum(character.isalpha() for character in word)
    if letters < 2 or (word.isascii() and word.isalpha()):
        return [(word[index], start + index, start + index + 1) for index in range(len(word))]
    mixed = letters * 2 > len(word)
    return list(_bare_word(word, start, leet=mixed))


def _bare_word(word: str, start: int, *, leet: bool) -> Iterable[tuple[str, int, int]]:
    size = len(word)
    for index, character in enumerate(word):
        inside = 0 < index < size - 1
        if character in MARKS and inside and word[index - 1].isalnum() and word[index + 1].isalnum():
            continue
        yield (_letter(character) if leet else character), start + index, start + index + 1


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """The plain letter a character is read as."""
    if character.isascii():
        return character.translate(LEET)
    return skeleton(character)


@lru_cache(maxsize=4096)
def skeleton(character: str) -> str:
    """The Latin letter that a character of another script looks like (UTS #39); the character itself if none.

    Han and kana are never taken for Latin letters.
    """
    if ord(character) >= 0x2E80:
        return character
    found = confusables.is_confusable(character, preferred_aliases=[])
    for homoglyph in found[0]["homoglyphs"] if found else ():
        letter = homoglyph["c"]
        if len(letter) == 1 and letter.isascii() and letter.isalnum():
            return str(letter.lower())
    return character
