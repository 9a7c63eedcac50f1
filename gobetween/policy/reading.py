"""A draft as the rules read it: every source as passages with their views, phrases, sentences and pages, made once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import re2

from gobetween.policy import languages, markup, outside, shapes
from gobetween.policy.disguise import undisguised
from gobetween.policy.lexicon import Search, lexicon
from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.views import View, flowed, folded, normal, raw
from gobetween.policy.words import Draft, Source

MARKED = re2.compile(
    r"«[^«»]{1,120}»|“[^“”]{1,120}”|„[^„“”]{1,120}[“”]|「[^「」]{1,120}」|『[^『』]{1,120}』|\"[^\"\n]{1,120}\"|"
    r"(?:^|[\s(])['‘][^'‘’\n]{1,80}['’](?:[\s,.)!?;:]|$)"
)
"""Words in quotation marks."""
TITLE = 90
"""How far from words in quotation marks it may be said what they are."""
LONE = re.compile("[\ud800-\udfff]")
BREAK = re.compile(
    r"[.!?…;。！？\n*•|/–—-](?:(?<=[.!?…;])(?=[\s\"')\]]|$)|(?<=[。！？\n])|(?<=[^\S\n][*•|/–—-])(?=\s))"
)
"""Ends a sentence."""
ORDINAL = re.compile(r"(?:^|\s)\d\d?\.$")
"""A full stop that ends none: behind the day of a date or the number of a list."""
LONGEST = 50_000
"""Characters of a text that are read; a longer one waits for a person."""


class Text:
    """One view of a passage, searched for phrases: hits by concept, and the sentence of each."""

    def __init__(self, view: View, tongues: Sequence[str], cased: str) -> None:
        self.view = view
        self._tongues, self._cased = tongues, cased
        self._hits: dict[str, Sequence[Hit]] = {}

    @cached_property
    def _searches(self) -> list[Search]:
        return [lexicon(tongue).search(self.view.text) for tongue in self._tongues]

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Every concept that a phrase may stand for here; one that is missing stands nowhere."""
        return frozenset(concept for search in self._searches for concept in search.maybe)

    @cached_property
    def breaks(self) -> list[int]:
        text = self.view.text
        ends = (match.end() for match in BREAK.finditer(text))
        return [
            end
            for end in ends
            if not (text[end - 2 : end - 1].isdigit() and ORDINAL.search(text[max(0, end - 4) : end]))
        ]

    def sentence(self, at: int) -> int:
        """The number of the sentence that offset `at` stands in."""
        return bisect_right(self.breaks, at)

    def reach(self, first: int, last: int) -> tuple[int, int]:
        """The offsets at which the sentences from `first` to `last` begin and end."""
        ends = self.breaks
        return (ends[first - 1] if first else 0), (ends[last] if last < len(ends) else len(self.view.text) + 1)

    @cached_property
    def cited(self) -> list[tuple[int, int]]:
        """The words in quotation marks that are a title, or stand on what was ordered."""
        named = [hit.start for hit in self.of("wording")]
        if not named:
            return []
        marked = (match.span() for match in MARKED.finditer(self.view.text))
        return [(start, end) for start, end in marked if _has_between(named, start - TITLE, end + TITLE)]

    def is_cited(self, start: int, end: int) -> bool:
        """Whether a span begins or ends in such words."""
        return any(self._is_cited(at) for at in (start, end - 1)) if self.cited else False

    def _is_cited(self, at: int) -> bool:
        index = bisect_right(self.cited, (at, len(self.view.text)))
        return index > 0 and at < self.cited[index - 1][1]

    def of(self, concept: str) -> Sequence[Hit]:
        """Every place of a concept, in order: phrases of the languages in question, or a shape."""
        known = self._hits.get(concept)
        if known is None:
            known = self._hits[concept] = self._found(concept)
        return known

    def _found(self, concept: str) -> Sequence[Hit]:
        if concept in shapes.SHAPES:
            return shapes.hits(concept, self._cased)
        found = {hit for search in self._searches if concept in search.maybe for hit in search.of(concept)}
        return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _has_between(sorted_offsets: Sequence[int], first: int, last: int) -> bool:
    index = bisect_left(sorted_offsets, first)
    return index < len(sorted_offsets) and sorted_offsets[index] < last


class Passage:
    """A text that its reader sees (or is hidden from): with `normal` case kept, `folded` case and accents gone."""

    def __init__(self, source: Source, view: View, draft: Draft, *, hidden: bool = False) -> None:
        self.place, self.source, self.hidden = source.place, source.text, hidden
        self.spoken = view.name == "spoken"
        self.overlong = len(view.text) > LONGEST
        self.whole = view
        self.normal = normal(_cut(view))
        self.folded = folded(self.normal)
        self._draft = draft

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages whose lexicons apply: what it looks like, and what the draft says."""
        return languages.of(self.folded.text, self._draft.language)

    @cached_property
    def cased(self) -> View:
        """The text with its lines whole and its case kept; `texts[0].view` is this, folded."""
        return flowed(self.normal)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """The folded text and, if it hides letters, what is left when the disguise is off."""
        whole = self.folded if self.cased is self.normal else folded(self.cased)
        first = Text(whole, self.languages, self.cased.text)
        plain = undisguised(self.folded)
        if plain is None:
            return (first,)
        plain = flowed(plain)
        return (first, Text(plain, self.languages, plain.text))

    def is_on_goods(self, written: str) -> bool:
        """Whether words stand once, in quotation marks, among what goods to be made shall bear."""
        if self._draft.purpose != "customization":
            return False
        text = self.texts[0]
        at = text.view.text.find(written.lower())
        return at >= 0 and at == text.view.text.rfind(written.lower()) and text.is_cited(at, at + len(written))

    @property
    def quoted(self) -> bool:
        """Whether somebody said this before: only what must be hidden is looked for in it."""
        return is_quoted(self.place)


def _cut(view: View) -> View:
    """As much of a view as is read."""
    return view if len(view.text) <= LONGEST else View(view.name, view.text[:LONGEST], view.origin)


class Reading:
    """All passages of a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.sources = tuple(map(_whole, draft.sources))
        self.pages = {source.place: markup.read(source.text) for source in self.sources if is_html(source)}
        self.passages = tuple(self._passages())

    @cached_property
    def own(self) -> tuple[Passage, ...]:
        """What the author says now."""
        return tuple(passage for passage in self.passages if not passage.quoted)

    @cached_property
    def overlong(self) -> tuple[Passage, ...]:
        """What the author says at greater length than is read."""
        return tuple(passage for passage in self.own if passage.overlong)

    @cached_property
    def links(self) -> tuple[outside.Address, ...]:
        """Every web address the author writes that leads away."""
        return tuple(self._links())

    def _links(self) -> Iterator[outside.Address]:
        allowed = self.draft.allowed_domains
        for passage in self.own:
            yield from outside.in_text(passage.place, passage.normal, allowed, spoken=passage.spoken)
        for place, page in self.pages.items():
            if not is_quoted(place):
                yield from outside.in_tags(place, page, allowed)

    def _passages(self) -> Iterator[Passage]:
        for source in self.sources:
            page = self.pages.get(source.place)
            if page is None:
                yield Passage(source, raw(source.text), self.draft)
                continue
            for view in markup.texts(page):
                yield Passage(source, view, self.draft, hidden=view.name == "hidden")


def _whole(source: Source) -> Source:
    """A source whose text is Unicode: halves of surrogate pairs, which JSON may bear, become U+FFFD."""
    if source.text.isascii() or not LONE.search(source.text):
        return source
    return replace(source, text=LONE.sub("\ufffd", source.text))


def is_quoted(place: str) -> bool:
    """Whether a place holds what somebody said before."""
    return place.startswith("quoted")


def is_html(source: Source) -> bool:
    """Whether a source is HTML."""
    return source.place.endswith("html")
