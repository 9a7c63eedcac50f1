"""The words the rules know, one file a language, that anybody can extend.

A file has headings in brackets, each a concept of `CONCEPTS`, and a phrase a line below it:

    [reward]
    gift (card|voucher)(s)?     # alternatives in parentheses; `?` behind them: may be missing
    free ... with your order    # up to 60 characters of the same sentence between the pieces
    remov* .. review*           # `..`: up to 25 characters; `*`: any ending of the word

Case and accents do not matter. `#` at the start of a line or after two blanks begins a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib import resources
from typing import Any, NamedTuple

import ahocorasick_rs

from gobetween.policy.lexicon.concepts import CONCEPTS
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.lexicon.notation import Entry, Head, Next, entry, is_wordy, spread

LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
LONGEST = 60
"""Characters looked at behind a literal or a gap."""
STOP = re.compile(r"[.!?…][\s\"')\]]|[。！？\n]")
"""Ends a sentence."""


class Invalid(ValueError):
    """A lexicon that cannot be read; lists every line at fault."""


class Lexicon:
    """Phrases by concept, ready to be found in one pass.

    Literals of plain words are looked for with blanks around them in a text whose marks are blanks; those with marks,
    Han or kana in the text as it is.
    """

    def __init__(self, phrases: dict[str, list[Entry]]) -> None:
        self.words, self.others, self.followers = Literals(), Literals(), Literals()
        for concept, entries in phrases.items():
            for each in entries:
                for head in each.heads:
                    self._enter(Use(head, concept, each.rest))
                for following in each.rest:
                    for literal in following.literals:
                        self.followers.add(literal, literal)
        for literals in (self.words, self.others, self.followers):
            literals.close()

    def _enter(self, use: Use) -> None:
        text = use.head.text
        if spread(text) != text:
            self.others.add(text, use)
            return
        before = " " if use.head.opens and is_wordy(text[0]) else ""
        after = " " if use.head.tail is None and is_wordy(text[-1]) else ""
        self.words.add(before + text + after, use)

    def search(self, text: str) -> Search:
        """Folded text, ready to be asked for concepts."""
        return Search(self, text)

    def hits(self, text: str) -> Iterator[Hit]:
        """Every phrase of the lexicon in folded text, with its span there."""
        search = self.search(text)
        for concept in search.maybe:
            yield from search.of(concept)


class Search:
    """A text with every place where a phrase may begin; whether it does is found out when its concept is asked for."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self._lexicon, self._text = lexicon, text
        self._spaced = spaced = f" {spread(text)} "
        self.maybe: dict[str, list[tuple[Use, int, int]]] = {}
        for start, end, uses in lexicon.words.within(spaced):
            first, last = start - (spaced[start] != " "), end - 1 - (spaced[end - 1] == " ")
            for use in uses:
                self.maybe.setdefault(use.concept, []).append((use, first, last))
        for start, end, uses in lexicon.others.within(text):
            for use in uses:
                if _stands_alone(text, start, end, use.head):
                    self.maybe.setdefault(use.concept, []).append((use, start, end))

    def of(self, concept: str) -> Iterator[Hit]:
        """Every phrase of a concept."""
        for use, start, end in self.maybe.get(concept, ()):
            stop = _stop(use, self._text, end, self._following if use.rest else {})
            if stop:
                yield Hit(concept, start, stop)

    @cached_property
    def _following(self) -> Following:
        found: Following = {}
        for start, _, (literal,) in self._lexicon.followers.within(self._spaced):
            found.setdefault(literal, []).append(start + (literal[0] == " "))
        return found


class Literals:
    """Literals and what each stands for, found in one pass."""

    def __init__(self) -> None:
        self._uses: dict[str, dict[Any, None]] = {}

    def add(self, literal: str, use: object) -> None:
        self._uses.setdefault(literal, {})[use] = None

    def close(self) -> None:
        """No more come."""
        self._tuples = [tuple(uses) for uses in self._uses.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._uses)) if self._uses else None

    def within(self, text: str) -> Iterator[tuple[int, int, tuple[Any, ...]]]:
        """Start and end of every literal in the text, with what it stands for."""
        if self._automaton is None:
            return
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield start, end, self._tuples[number]


Following = dict[str, list[int]]
"""Where the text has a literal that something may begin with, one further than it is."""


def _stop(use: Use, text: str, end: int, following: Following) -> int:
    """Where a phrase ends whose literal ends at `end`; 0 if it does not go on as it must."""
    for each in use.rest:
        if each.literals and following.keys().isdisjoint(each.literals):
            return 0
    if use.head.tail is not None:
        match = use.head.tail.compiled.match(text, end, end + LONGEST)
        if match is None:
            return 0
        end = match.end()
    return _rest(text, end, use.rest, following) if use.rest else end


class Use(NamedTuple):
    """One meaning of a literal: what must come behind it, and what must follow."""

    head: Head
    concept: str
    rest: tuple[Next, ...]


def _stands_alone(text: str, start: int, end: int, head: Head) -> bool:
    """Whether a literal begins and ends words where it must."""
    if head.opens and start and is_wordy(text[start - 1]) and is_wordy(text[start]):
        return False
    if head.tail is not None or end == len(text):
        return True
    return not (is_wordy(text[end - 1]) and is_wordy(text[end]))


def _rest(text: str, at: int, rest: tuple[Next, ...], following: Following) -> int:
    """The end of what must follow, each in the same sentence as the one before; 0 if it does not."""
    for each in rest:
        last = at + each.gap
        present = following.keys() & each.literals
        if each.literals and not any(_begins(following[literal], at, last) for literal in present):
            return 0
        match = each.pattern.compiled.search(text, at, last + LONGEST)
        if match is None or match.start() > last or STOP.search(text, at, match.start()):
            return 0
        at = match.end()
    return at


def _begins(starts: Sequence[int], at: int, last: int) -> bool:
    """Whether a literal begins from `at` to `last`; `starts` are one further."""
    index = bisect_right(starts, at)
    return index < len(starts) and starts[index] <= last + 1


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
