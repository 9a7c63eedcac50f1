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
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import ahocorasick_rs

from gobetween.policy.lexicon.concepts import CONCEPTS
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.lexicon.notation import Entry, Head, Next, entry

LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
LONGEST = 60
"""Characters looked at behind a literal or a gap."""
STOP = re.compile(r"[.!?…][\s\"')\]]|[。！？\n]")
"""Ends a sentence."""


class Invalid(ValueError):
    """A lexicon that cannot be read; lists every line at fault."""


class Lexicon:
    """Phrases by concept, ready to be found in one pass."""

    def __init__(self, phrases: dict[str, list[Entry]]) -> None:
        uses: dict[str, list[Use]] = {}
        followers: dict[str, set[int]] = {}
        for concept, entries in phrases.items():
            for each in entries:
                for head in each.heads:
                    uses.setdefault(head.text, []).append(Use(head, concept, each.rest, _needs(each.rest, followers)))
        self.uses = [(_is_wordy(text[0]), _is_wordy(text[-1]), tuple(found)) for text, found in uses.items()]
        self.automaton = ahocorasick_rs.AhoCorasick(list(uses)) if uses else None
        self.following = [tuple(numbers) for numbers in followers.values()]
        self.followers = ahocorasick_rs.AhoCorasick(list(followers)) if followers else None

    def hits(self, text: str) -> Iterator[Hit]:
        """Every phrase of the lexicon in folded text, with its span there."""
        if self.automaton is None:
            return
        present = self._present(text)
        size = len(text)
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            wordy_start, wordy_end, uses = self.uses[number]
            opens = not (wordy_start and start and _is_wordy(text[start - 1]))
            closes = not (wordy_end and end < size and _is_wordy(text[end]))
            for head, concept, rest, needs in uses:
                if (head.opens and not opens) or (needs and not needs <= present):
                    continue
                stop = _tail(text, end, head) if head.tail else end if closes else 0
                if stop and rest:
                    stop = _rest(text, stop, rest)
                if stop:
                    yield Hit(concept, start, stop)

    def _present(self, text: str) -> set[int]:
        """The numbers of what may follow a gap, as far as the text has its beginning anywhere: a cheap first sieve."""
        if self.followers is None:
            return set()
        found = {number for number, _, _ in self.followers.find_matches_as_indexes(text, overlapping=True)}
        return {each for number in found for each in self.following[number]}


class Use(NamedTuple):
    """One meaning of a literal: what must come behind it, and the numbers of what must follow."""

    head: Head
    concept: str
    rest: tuple[Next, ...]
    needs: frozenset[int]


def _needs(rest: tuple[Next, ...], followers: dict[str, set[int]]) -> frozenset[int]:
    """The numbers of what must follow, entered under the literals that it may begin with."""
    for each in rest:
        for literal in each.literals:
            followers.setdefault(literal, set()).add(id(each.pattern))
    return frozenset(id(each.pattern) for each in rest)


def _is_wordy(character: str) -> bool:
    """Whether a neighbour may belong to the same word; Han and kana stand for themselves."""
    return character.isalnum() and character < "\u2e80"


def _tail(text: str, end: int, head: Head) -> int:
    """Where the piece ends that begins with a literal ending at `end`; 0 if it does not go on as it must."""
    assert head.tail is not None
    match = head.tail.compiled.match(text, end, end + LONGEST)
    return match.end() if match else 0


def _rest(text: str, at: int, rest: tuple[Next, ...]) -> int:
    """The end of what must follow, each in the same sentence as the one before; 0 if it does not."""
    for each in rest:
        match = each.pattern.compiled.search(text, at, at + each.gap + LONGEST)
        if match is None or match.start() > at + each.gap or STOP.search(text, at, match.start()):
            return 0
        at = match.end()
    return at


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
