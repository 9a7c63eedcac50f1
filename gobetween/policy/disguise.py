"""Takes disguises off words: homoglyphs, digits for letters, spaced letters, marks between letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

import re2

from gobetween.policy.views import Piece, View

LOOKALIKE = r"\x{250}-\x{2AF}\x{370}-\x{58F}\x{13A0}-\x{13FF}\x{1D00}-\x{1DFF}"
WIDE = r"\x{3041}-\x{30FF}\x{4E00}-\x{9FFF}"
DISGUISED = re2.compile(
    rf"[a-z][0134578@$!|][a-z]|[a-z][0@$]\b|\b[0134578@$][a-z]{{3}}|(?:\b\pL[ .\-_*·]{{1,3}}){{4}}|"
    rf"[a-z][*_.·|~][a-z]|(?:[{WIDE}][ ・.\-_*·|/]){{3}}|[{LOOKALIKE}]"
)
"""What a text shows that may hide letters: cheap, and true of little else."""

LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s",
                      "!": "i", "|": "l"})  # fmt: skip
WORD = re.compile(r"[^\t\n\f\r ]+")
SUSPECT = re.compile(r"[0134578@$|\x80-\u2e7f]|[!*_.~'`/^\"-](?=.)", re.DOTALL)
"""What a word must have to change; from U+2E80 on everything stays as it is."""
SPACED = re2.compile(
    r"(?:^|[^\p{L}\p{N}])((?:[\p{L}\p{N}@$!][ ・.\-_*·|/]{1,3}){3,}[\p{L}\p{N}@$!])(?:$|[^\p{L}\p{N}])"
)
MARKS = frozenset("*_.·|~'`-/\u2022^\"")


def undisguised(view: View) -> View | None:
    """A folded view with disguises taken off; `None` if there is none."""
    if not DISGUISED.search(view.text):
        return None
    plain = view.rewritten("undisguised", _unspaced(view.text))
    return None if plain.text == view.text else plain


def _unspaced(text: str) -> Iterable[Piece]:
    """Spaced letters joined, the rest word by word."""
    at = 0
    for match in SPACED.finditer(text):
        start, end = match.span(1)
        yield from _words(text, at, start)
        yield from _joined(text, start, end)
        at = end
    yield from _words(text, at, len(text))


def _joined(text: str, start: int, end: int) -> Iterable[Piece]:
    """Spaced letters without what spaces them; a wider space stands for a blank. Kana and kanji stay as they are."""
    at = start
    while at < end:
        stop = at
        word: list[int] = []
        while stop < end:
            word.append(stop)
            after = stop + 1
            while after < end and not _is_letter(text[after]):
                after += 1
            if after - stop > 2 or after >= end:
                stop = after
                break
            stop = after
        plain = sum(text[index].isalpha() and text[index] < "\u2e80" for index in word) * 2 > len(word)
        yield from ((_letter(text[index]) if plain else text[index], index, index + 1) for index in word)
        if stop < end:
            yield " ", word[-1] + 1, stop
        at = stop


def _is_letter(character: str) -> bool:
    return character.isalnum() or character in "@$!"


def _words(text: str, start: int, end: int) -> Iterable[Piece]:
    """Words as they would look plain: only one that mixes letters with something else changes."""
    at = start
    for match in WORD.finditer(text, start, end):
        first, last = match.span()
        if not SUSPECT.search(text, first, last):
            continue
        word = match.group()
        letters = sum(map(str.isalpha, word))
        if letters > 1:
            yield text[at:first], at, first
            yield from _bare_word(word, first, leet=letters * 2 >= len(word))
            at = last
    yield text[at:end], at, end


def _bare_word(word: str, start: int, *, leet: bool) -> Iterable[Piece]:
    size = len(word)
    for index, character in enumerate(word):
        inside = 0 < index < size - 1
        if character in MARKS and inside and word[index - 1].isalnum() and word[index + 1].isalnum():
            continue
        last = character in "!" and not inside
        yield (_letter(character) if leet and not last else character), start + index, start + index + 1


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    """The plain letter a character is read as."""
    if character.isascii():
        return character.translate(LEET)
    return skeleton(character)


@cache
def _confusables() -> ModuleType:
    """The table of lookalikes, loaded when the first letter of another script is met: most texts have none."""
    return import_module("confusable_homoglyphs.confusables")


@lru_cache(maxsize=4096)
def skeleton(character: str) -> str:
    """The Latin letter that a character of another script looks like (UTS #39); the character itself if none.

    Han and kana are never taken for Latin letters.
    """
    if ord(character) >= 0x2E80:
        return character
    small_capital = unicodedata.name(character, "").partition(" SMALL CAPITAL ")[2]
    if len(small_capital) == 1:
        return small_capital.lower()
    found = _confusables().is_confusable(character, preferred_aliases=[])
    for homoglyph in found[0]["homoglyphs"] if found else ():
        letter = homoglyph["c"]
        if len(letter) == 1 and letter.isascii() and letter.isalnum():
            return str(letter.lower())
    return character
