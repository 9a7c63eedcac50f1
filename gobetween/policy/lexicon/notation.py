"""How a line of a lexicon is written, and what it becomes: literals to find in one pass, and what must follow them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from gobetween.policy.views import fold

GAPS = {"..": 25, "...": 60}
"""Most characters between the pieces of a phrase."""
LITERAL = 6
"""Characters from which on a literal is telling enough to be looked for by itself."""
MOST = 400
"""Most literals of one line."""

GAP = re.compile(r"\s+(\.\.\.?)\s+")
PART = re.compile(r"\(([^()]*)\)(\?)?|([^()]+)")
NESTED = re.compile(r"\([^)]*\(")
ENDING = "[a-z0-9]*"
"""What `*` stands for."""


class Pattern:
    """A pattern that is compiled when it is first needed.

    By the standard library's `re`, ten times as fast here as re2: it is asked about windows of a hundred characters
    only, and the notation allows no repetition within another, nor two that could share a character.
    """

    def __init__(self, source: Callable[[], str]) -> None:
        self._source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._source())


class Next(NamedTuple):
    """What must follow within `gap` characters of the same sentence; if `literals` are given, it begins with one."""

    gap: int
    pattern: Pattern
    literals: frozenset[str]


class Head(NamedTuple):
    """A literal that begins a phrase. `opens`: a word must begin with it; `tail`: what must come right behind it.

    Without a tail a word must end with it.
    """

    text: str
    opens: bool
    tail: Pattern | None


class Entry(NamedTuple):
    """A line of a lexicon."""

    heads: tuple[Head, ...]
    rest: tuple[Next, ...] = ()


Choices = list[list[str]]
"""Parts of a piece one after the other, each as the texts that may stand there."""


def entry(line: str) -> Entry:
    """What a line stands for. Raises `ValueError`."""
    parts = GAP.split(" ".join(fold(line.replace("…", "...")).split()))
    pieces = [_choices(part) for part in parts[::2]]
    gaps = (GAPS[gap] for gap in parts[1::2])
    rest = (
        Next(gap, Pattern(partial(_opened, piece)), _literals(piece))
        for gap, piece in zip(gaps, pieces[1:], strict=True)
    )
    return Entry(tuple(_heads(pieces[0])), tuple(rest))


def _choices(part: str) -> Choices:
    """The parts of a piece. Parentheses do not nest; `*` beside them goes for each alternative."""
    if part.count("(") != part.count(")") or NESTED.search(part):
        raise ValueError("parentheses do not match, or nest")
    if not part.strip() or part.startswith("..") or part.endswith(".."):
        raise ValueError("a piece is empty")
    choices: Choices = []
    for match in PART.finditer(part.strip()):
        group, maybe, plain = match.groups()
        if group is not None:
            before = "*" if choices == [["*"]] else ""
            choices = [] if before else choices
            choices.append([before + text for text in [*group.split("|"), *([""] if maybe else [])]])
        elif plain.startswith("*") and choices:
            choices[-1] = [f"{text}*" for text in choices[-1]]
            choices.append([plain[1:]])
        else:
            choices.append([plain])
    return [part for part in choices if part != [""]]


def _heads(choices: Choices) -> Iterator[Head]:
    """The literals a piece may begin with: as many parts multiplied out as make them telling."""
    literals, used = [""], 0
    while used < len(choices) and _is_short(literals) and not any("*" in text for text in literals):
        if len(literals) * len(choices[used]) > MOST:
            break
        literals = [literal + text for literal in literals for text in choices[used]]
        used += 1
    for literal in dict.fromkeys(literals):
        yield _head(literal, choices[used:])


def _literals(choices: Choices) -> frozenset[str]:
    """What a piece may begin with, without a star and what follows it; nothing if that tells too little."""
    literals = [""]
    for part in choices:
        literals = [literal + text for literal in literals for text in part]
        if all(literal.strip("* ") for literal in literals):
            break
    begun = {literal.strip(" ").partition("*")[0] if literal[0] != "*" else literal for literal in literals if literal}
    found = frozenset(_begin(literal) for literal in begun)
    return found if all(len(literal) > 1 for literal in found) else frozenset()


def _begin(literal: str) -> str:
    """A literal with a blank before it if a word must begin there."""
    plain = spread(literal.lstrip("*").partition("*")[0]).rstrip(" ")
    return f" {plain}" if plain and is_wordy(plain[0]) and not literal.startswith("*") else plain


def _is_short(literals: Sequence[str]) -> bool:
    return any(len(literal.strip("* ")) < LITERAL for literal in literals)


def _head(literal: str, rest: Choices) -> Head:
    opens = not literal.startswith("*")
    text, star, _ = literal.lstrip("*").partition("*")
    text = " ".join(text.split())
    if not text:
        raise ValueError(f"does not begin with a word: {literal!r}")
    if not star and not rest:
        return Head(text, opens, None)
    return Head(text, opens, Pattern(partial(_tail, literal, rest)))


def _tail(literal: str, rest: Choices) -> str:
    """The pattern of what must come right behind the literal of a head."""
    text, star, behind = literal.lstrip("*").partition("*")
    before = f"{ENDING}{_source(behind)}" if star else ""
    if star and not behind and not rest:
        return before
    blank = " ?" if literal.endswith(" ") else ""
    return f"{before}{blank}{_rest(rest, behind or ' '.join(text.split()))}"


def _opened(choices: Choices) -> str:
    """The pattern of a piece that stands anywhere, its words whole."""
    first = [_edge(text.lstrip("* ")[:1]) if not text.startswith("*") else "" for text in choices[0]]
    begun = "|".join(f"{edge}{_source(text.lstrip('*'))}" for edge, text in zip(first, choices[0], strict=True))
    if len(choices) > 1:
        return f"(?:{begun}){_rest(choices[1:], choices[0][-1])}"
    return "|".join(
        f"{edge}{_source(text.lstrip('*'))}{_closing(text)}" for edge, text in zip(first, choices[0], strict=True)
    )


def _rest(choices: Choices, before: str) -> str:
    """The pattern of the parts behind `before`, closed at the end of a word."""
    if not choices:
        return _closing(before)
    inner = "".join(f"(?:{'|'.join(_source(text) for text in part)})" for part in choices[:-1])
    ended = [part[-1] for part in choices[:-1] if part[-1]]
    last = "|".join(f"{_source(text)}{_closing(text or (ended[-1] if ended else before))}" for text in choices[-1])
    return f"{inner}(?:{last})"


def _closing(text: str) -> str:
    return "" if text.endswith("*") else _edge(text.rstrip()[-1:])


def _edge(character: str) -> str:
    """The border of a word beside a character that words are made of; kana and kanji have none."""
    return r"\b" if character.isascii() and character.isalnum() else ""


def _source(text: str) -> str:
    """A text as a pattern: any blank may be missing, `*` is any ending, and where it is a blank must end it."""
    escaped = re.escape(text).replace("\\*\\ ", f"{ENDING} ")
    return escaped.replace("\\ ", " ?").replace("\\*", ENDING)


class _Separators(dict[int, str]):
    """Marks to blanks; what words and prices are made of stays."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character if is_wordy(character) or character in "%★☆⭐🌟#@$€£&+=*<>→" else " "
        return self[code]


_SEPARATORS = _Separators()
MARKED = re.compile(r"[^a-z0-9 ]+")


def _blanked(match: re.Match[str]) -> str:
    return match.group().translate(_SEPARATORS)


def spread(text: str) -> str:
    """A text of the same length with blanks for all marks, and for Han and kana."""
    if text.isascii():
        return text.translate(_SEPARATORS)
    return MARKED.sub(_blanked, text)  # outside of ASCII `translate` takes its time for each character


def is_wordy(character: str) -> bool:
    """Whether a neighbour may belong to the same word; Han and kana stand for themselves."""
    return character.isalnum() and character < "\u2e80"
