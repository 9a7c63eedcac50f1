"""The words the rules know, one file a language, that anybody can extend.

A file has headings in brackets, each a concept of `CONCEPTS`, and a phrase a line below it:

    [reward]
    gift (card|voucher)(s)?     # alternatives in parentheses; `?` behind them: may be missing
    free ... with your order    # up to GAP characters of the same sentence between the pieces
    remov*                      # any ending of the word

Case and accents do not matter. `#` at the start of a line or after two blanks begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product

import ahocorasick_rs
import re2

from gobetween.policy.lexicon.concepts import CONCEPTS
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.views import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
GAP = 60
"""Most characters between the pieces of a phrase with ` ... `."""
MOST = 600
"""Most plain phrases one line may stand for."""


class Invalid(ValueError):
    """A lexicon that cannot be read; lists every line at fault."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters to find. `opens` and `closes`: must a word begin and end at its ends?"""

    text: str
    opens: bool
    closes: bool


class Lexicon:
    """The phrases of one language, ready to be found in one pass."""

    def __init__(self, phrases: dict[str, list[tuple[Piece, ...]]]) -> None:
        self.texts: list[str] = []
        self.pieces: list[list[tuple[Piece, str, tuple[Piece, ...]]]] = []
        numbers: dict[str, int] = {}
        for concept, entries in phrases.items():
            for entry in entries:
                first = entry[0]
                number = numbers.setdefault(first.text, len(numbers))
                if number == len(self.pieces):
                    self.pieces.append([])
                    self.texts.append(first.text)
                self.pieces[number].append((first, concept, entry[1:]))
        self.automaton = ahocorasick_rs.AhoCorasick(self.texts) if self.texts else None

    def hits(self, text: str) -> Iterator[Hit]:
        """Every phrase of the lexicon in folded text, at most one hit a concept and span."""
        if self.automaton is None:
            return
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for first, concept, rest in self.pieces[number]:
                if first.opens and not _opens(text, start):
                    continue
                stop = _end(text, end, first)
                if stop and rest:
                    stop = _rest(text, stop, rest)
                if stop:
                    yield Hit(concept, start, stop)


def _opens(text: str, start: int) -> bool:
    return start == 0 or not _joins(text[start - 1], text[start])


def _end(text: str, end: int, piece: Piece) -> int:
    """Where the word ends that the piece ends in; 0 if the piece had to end it and does not."""
    size = len(text)
    if end == size or not _joins(text[end - 1], text[end]):
        return end
    if piece.closes:
        return 0
    while end < size and _joins(text[end - 1], text[end]):
        end += 1
    return end


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word; Han and kana stand for themselves."""
    return left.isalnum() and right.isalnum() and ord(left) < 0x2E80 and ord(right) < 0x2E80


def _rest(text: str, at: int, pieces: tuple[Piece, ...]) -> int:
    """The end of the last of the pieces, each at most `GAP` after the one before, in the same sentence; else 0."""
    for piece in pieces:
        found = text.find(piece.text, at, at + GAP + len(piece.text))
        while found >= 0:
            stop = _end(text, found + len(piece.text), piece)
            if stop and (not piece.opens or _opens(text, found)):
                break
            found = text.find(piece.text, found + 1, at + GAP + len(piece.text))
        if found < 0 or STOP.search(text, at, found):
            return 0
        at = stop
    return at


STOP = re2.compile(r"[.!?…][\s\"')\]]|[。！？\n]")
"""Ends a sentence."""


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`. Raises `Invalid`."""
    text = resources.files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8")
    return Lexicon(parse(text, language))


def parse(text: str, name: str) -> dict[str, list[tuple[Piece, ...]]]:
    """The phrases of each concept. Raises `Invalid` with all lines at fault."""
    phrases: dict[str, list[tuple[Piece, ...]]] = {}
    faults: list[str] = []
    concept = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("  #")[0].strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            concept = line.strip("[]").strip()
            if concept not in CONCEPTS:
                faults.append(f"{name}:{number}: no such concept: {concept}")
            continue
        try:
            phrases.setdefault(concept, []).extend(entries(line))
        except ValueError as error:
            faults.append(f"{name}:{number}: {error}")
    if faults:
        raise Invalid("\n".join(faults))
    return phrases


def entries(line: str) -> list[tuple[Piece, ...]]:
    """The plain phrases a line stands for, each as its pieces. Raises `ValueError`."""
    plain = [" ".join(text.split()) for text in _spelled_out(fold(line.replace("…", "...")))]
    if len(plain) > MOST:
        raise ValueError(f"stands for {len(plain)} phrases; {MOST} are the most")
    found = [tuple(_piece(piece.strip()) for piece in text.split("...") if piece.strip()) for text in plain]
    if any(not entry for entry in found):
        raise ValueError("an alternative is empty")
    return list(dict.fromkeys(found))


def _piece(text: str) -> Piece:
    closes = not text.endswith("*")
    opens = not text.startswith("*")
    return Piece(text.strip("*"), opens, closes)


PART = re2.compile(r"\(([^()]*)\)(\?)?|([^()]+)")


def _spelled_out(line: str) -> Iterator[str]:
    """Alternatives multiplied out. Parentheses do not nest."""
    if line.count("(") != line.count(")"):
        raise ValueError("parentheses do not match")
    choices: list[list[str]] = []
    for match in PART.finditer(line):
        group, maybe, plain = match.groups()
        choices.append([plain] if group is None else [*group.split("|"), *([""] if maybe else [])])
    for parts in product(*choices):
        yield "".join(parts)
