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
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import NamedTuple

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
        self.words, self.others = Literals(), Literals()
        for concept, entries in phrases.items():
            for each in entries:
                wanted = tuple(following.literals for following in each.rest if following.literals)
                for head in each.heads:
                    self._enter(Use(head, concept, each.rest, wanted))
                for literal in chain.from_iterable(wanted):
                    self.words.add(literal)
        self.words.close()
        self.others.close()

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
            yield from sorted(search.of(concept), key=lambda hit: hit.start)


class Search:
    """A text with every phrase that may stand there; whether it does is found out when its concept is asked for."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self._text = text
        self._starts = lexicon.words.within(f" {spread(text)} ")
        self.maybe: dict[str, list[Candidate]] = {}
        self._enter(lexicon.words, self._starts, 1)
        self._enter(lexicon.others, lexicon.others.within(text), 0)

    def _enter(self, literals: Literals, found: Starts, shift: int) -> None:
        lacks = self._starts.keys().isdisjoint
        for literal, starts in found.items():
            for use in literals.uses[literal]:
                for wanted in use.wanted:
                    if lacks(wanted):
                        break
                else:
                    self.maybe.setdefault(use.concept, []).append((use, starts, shift))

    def of(self, concept: str) -> Iterator[Hit]:
        """Every phrase of a concept."""
        text = self._text
        for use, starts, shift in self.maybe.get(concept, ()):
            size = len(use.head.text)
            for at in starts:
                start = at - shift
                if shift or _stands_alone(text, start, start + size, use.head):
                    stop = _stop(use, text, start + size, self._starts)
                    if stop:
                        yield Hit(concept, start, stop)


Starts = dict[str, list[int]]
"""Where the literals start that a text has; in a text with a blank before it, one further than without."""


class Literals:
    """Literals and what each stands for, found in one pass."""

    def __init__(self) -> None:
        self.uses: dict[str, dict[Use, None]] = {}

    def add(self, literal: str, *uses: Use) -> None:
        self.uses.setdefault(literal, {}).update(dict.fromkeys(uses))

    def close(self) -> None:
        """No more come."""
        self._known = [(literal, literal[0] == " ") for literal in self.uses]
        self._automaton = ahocorasick_rs.AhoCorasick(list(self.uses)) if self.uses else None

    def within(self, text: str) -> Starts:
        """Where each literal starts that the text has, behind the blank that it may begin with."""
        found: Starts = defaultdict(list)
        if self._automaton is not None:
            for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                literal, blank = self._known[number]
                found[literal].append(start + blank)
        return found


def _stop(use: Use, text: str, end: int, following: Starts) -> int:
    """Where a phrase ends whose literal ends at `end`; 0 if it does not go on as it must."""
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
    wanted: tuple[frozenset[str], ...]
    """One of each of these the text must have, for the rest to begin with."""


Candidate = tuple[Use, Sequence[int], int]
"""A phrase that may stand where its literal starts, and how much further than in the text that is told."""


def _stands_alone(text: str, start: int, end: int, head: Head) -> bool:
    """Whether a literal begins and ends words where it must."""
    if head.opens and start and is_wordy(text[start - 1]) and is_wordy(text[start]):
        return False
    if head.tail is not None or end == len(text):
        return True
    return not (is_wordy(text[end - 1]) and is_wordy(text[end]))


def _rest(text: str, at: int, rest: tuple[Next, ...], following: Starts) -> int:
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
