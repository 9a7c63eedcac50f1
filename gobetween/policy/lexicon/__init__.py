"""The words the rules know, one file a language, that anybody can extend.

A file has headings in brackets, each a concept of `CONCEPTS`, and a phrase a line below it:

    [reward]
    gift (card|voucher)(s)?     # alternatives in parentheses; `?` behind them: may be missing
    free ... with your order    # up to 60 characters of the same sentence between the pieces
    remov* .. review*           # `..`: up to 25 characters; `*`: any ending of the word

Case and accents do not matter. `#` at the start of a line or after two blanks begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import product
from typing import NamedTuple

import ahocorasick_rs
import re2

from gobetween.policy.lexicon.concepts import CONCEPTS
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.views import fold

LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
GAPS = {"..": 25, "...": 60}
"""Most characters between the pieces of a phrase."""
MOST = 1500
"""Most plain phrases one piece of a line may stand for."""


class Invalid(ValueError):
    """A lexicon that cannot be read; lists every line at fault."""


class Piece(NamedTuple):
    """A run of characters to find. `opens` and `closes`: must a word begin and end at its ends?"""

    text: str
    opens: bool
    closes: bool


class Next:
    """What must follow within `gap` characters of the same sentence: one of the pieces."""

    def __init__(self, gap: int, pieces: tuple[Piece, ...]) -> None:
        self.gap, self._pieces = gap, pieces

    @cached_property
    def pattern(self) -> re2._Regexp:
        return _pattern(self._pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon: alternatives that begin it, and what must follow."""

    first: tuple[Piece, ...]
    rest: tuple[Next, ...] = ()


class Lexicon:
    """The phrases of one language, ready to be found in one pass."""

    def __init__(self, phrases: dict[str, list[Entry]]) -> None:
        wanted: dict[str, dict[tuple[Piece, str, tuple[Next, ...]], None]] = {}
        for concept, entries in phrases.items():
            for entry in entries:
                for piece in entry.first:
                    wanted.setdefault(piece.text, {})[piece, concept, entry.rest] = None
        self.pieces = [tuple(uses) for uses in wanted.values()]
        self.automaton = ahocorasick_rs.AhoCorasick(list(wanted)) if wanted else None

    def hits(self, text: str) -> Iterator[Hit]:
        """Every phrase of the lexicon in folded text, with its span there."""
        if self.automaton is None:
            return
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            for first, concept, rest in self.pieces[number]:
                if first.opens and start and _joins(text[start - 1], text[start]):
                    continue
                stop = _end(text, end, first)
                if stop and rest:
                    stop = _rest(text, stop, rest)
                if stop:
                    yield Hit(concept, start, stop)


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
    return left.isalnum() and right.isalnum() and left < "\u2e80" and right < "\u2e80"


def _rest(text: str, at: int, rest: tuple[Next, ...]) -> int:
    """The end of what must follow, each in the same sentence as the one before; 0 if it does not."""
    for each in rest:
        window = text[at : at + each.gap + LONGEST]
        match = each.pattern.search(window)
        if match is None or match.start() > each.gap or STOP.search(window[: match.start()]):
            return 0
        at += match.end()
    return at


LONGEST = 50
"""Characters looked at behind a gap."""
STOP = re2.compile(r"[.!?…][\s\"')\]]|[。！？\n]")
"""Ends a sentence."""


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of `LANGUAGES`. Raises `Invalid`."""
    text = resources.files(__package__).joinpath(f"{language}.txt").read_text(encoding="utf-8")
    return Lexicon(parse(text, language))


def parse(text: str, name: str) -> dict[str, list[Entry]]:
    """The entries of each concept. Raises `Invalid` with all lines at fault."""
    phrases: dict[str, list[Entry]] = {}
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
            phrases.setdefault(concept, []).append(entry(line))
        except ValueError as error:
            faults.append(f"{name}:{number}: {error}")
    if faults:
        raise Invalid("\n".join(faults))
    return phrases


GAP = re2.compile(r"\s+(\.\.\.?)\s+")


def entry(line: str) -> Entry:
    """What a line stands for. Raises `ValueError`."""
    parts = GAP.split(fold(line.replace("…", "...")))
    pieces = [_pieces(part) for part in parts[::2]]
    gaps = (GAPS[gap] for gap in parts[1::2])
    rest = tuple(Next(gap, alternatives) for gap, alternatives in zip(gaps, pieces[1:], strict=True))
    return Entry(pieces[0], rest)


def _pieces(part: str) -> tuple[Piece, ...]:
    plain = dict.fromkeys(" ".join(text.split()) for text in _spelled_out(part))
    if "" in plain or not plain:
        raise ValueError("a piece may be empty")
    return tuple(Piece(text.strip("*"), not text.startswith("*"), not text.endswith("*")) for text in plain)


def _pattern(pieces: tuple[Piece, ...]) -> re2._Regexp:
    """One pattern for all alternatives, the longest first."""
    pattern: re2._Regexp = re2.compile(
        "|".join(_bounded(piece) for piece in sorted(pieces, key=lambda each: -len(each.text)))
    )
    return pattern


def _bounded(piece: Piece) -> str:
    """A piece with the borders of words at its ends, where it has words there."""
    first, last = piece.text[0], piece.text[-1]
    before = r"\b" if piece.opens and first.isascii() and first.isalnum() else ""
    after = r"\b" if last.isascii() and last.isalnum() else ""
    return f"{before}{re2.escape(piece.text)}{after if piece.closes else WORD_END}"


WORD_END = r"[a-z0-9]*"


PART = re2.compile(r"\(([^()]*)\)(\?)?|([^()]+)")


def _spelled_out(line: str) -> Iterator[str]:
    """Alternatives multiplied out. Parentheses do not nest."""
    if line.count("(") != line.count(")"):
        raise ValueError("parentheses do not match")
    choices: list[list[str]] = []
    most = 1
    for match in PART.finditer(line):
        group, maybe, plain = match.groups()
        choices.append([plain] if group is None else [*group.split("|"), *([""] if maybe else [])])
        most *= len(choices[-1])
    if most > MOST:
        raise ValueError(f"stands for {most} phrases; {MOST} are the most")
    for parts in product(*choices):
        yield "".join(parts)
