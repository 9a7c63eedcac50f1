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
from functools import cache
from importlib import resources

import ahocorasick_rs
import re2

from gobetween.policy.lexicon.concepts import CONCEPTS
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.lexicon.notation import Entry, Head, Next, entry

LANGUAGES = ("en", "de", "fr", "es", "it", "ja")
LONGEST = 60
"""Characters looked at behind a literal or a gap."""
STOP = re2.compile(r"[.!?…][\s\"')\]]|[。！？\n]")
"""Ends a sentence."""


class Invalid(ValueError):
    """A lexicon that cannot be read; lists every line at fault."""


class Lexicon:
    """Phrases by concept, ready to be found in one pass."""

    def __init__(self, phrases: dict[str, list[Entry]]) -> None:
        wanted: dict[str, list[tuple[Head, str, tuple[Next, ...]]]] = {}
        for concept, entries in phrases.items():
            for each in entries:
                for head in each.heads:
                    wanted.setdefault(head.text, []).append((head, concept, each.rest))
        self.uses = list(wanted.values())
        self.automaton = ahocorasick_rs.AhoCorasick(list(wanted)) if wanted else None

    def hits(self, text: str) -> Iterator[Hit]:
        """Every phrase of the lexicon in folded text, with its span there."""
        if self.automaton is None:
            return
        for number, start, end in self.automaton.find_matches_as_indexes(text, overlapping=True):
            opens = start == 0 or not _joins(text[start - 1], text[start])
            closes = end == len(text) or not _joins(text[end - 1], text[end])
            for head, concept, rest in self.uses[number]:
                if head.opens and not opens:
                    continue
                stop = _tail(text, end, head) if head.tail else end if closes else 0
                if stop and rest:
                    stop = _rest(text, stop, rest)
                if stop:
                    yield Hit(concept, start, stop)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one word; Han and kana stand for themselves."""
    return left.isalnum() and right.isalnum() and left < "\u2e80" and right < "\u2e80"


def _tail(text: str, end: int, head: Head) -> int:
    """Where the piece ends that begins with a literal ending at `end`; 0 if it does not go on as it must."""
    assert head.tail is not None
    match = head.tail.compiled.match(text[end : end + LONGEST])
    return end + match.end() if match else 0


def _rest(text: str, at: int, rest: tuple[Next, ...]) -> int:
    """The end of what must follow, each in the same sentence as the one before; 0 if it does not."""
    for each in rest:
        window = text[at : at + each.gap + LONGEST]
        match = each.pattern.compiled.search(window)
        if match is None or match.start() > each.gap or STOP.search(window[: match.start()]):
            return 0
        at += match.end()
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
