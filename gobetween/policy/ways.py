"""Ways to say a thing: concepts that must stand together. A rule is a table of ways; the words are in the lexicons."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.reading import Passage, Reading, Text
from gobetween.policy.shapes import SHAPES
from gobetween.policy.words import Found


@dataclass(frozen=True, slots=True)
class Way:
    """All of `concepts` within `reach` sentences of each other (0: the same one), `characters` at most between two.

    None of `unless` may stand in the sentences they span. `ordered`: in the order given. `sure`: enough by itself; any
    other is half a reason, and the second opinion must lean the same way.
    """

    concepts: tuple[str, ...]
    reach: int = 0
    unless: tuple[str, ...] = ()
    ordered: bool = False
    characters: int = 240
    sure: bool = False
    words: frozenset[str] = frozenset()
    """Those of its concepts that lexicons list: without each of them there is nothing to look for."""


def way(
    *concepts: str,
    reach: int = 0,
    unless: Sequence[str] = (),
    ordered: bool = False,
    characters: int = 240,
    sure: bool = False,
) -> Way:
    """Short for a `Way`."""
    return Way(concepts, reach, tuple(unless), ordered, characters, sure, frozenset(concepts) - SHAPES.keys())


def said(reading: Reading, ways: Sequence[Way]) -> Iterator[Found]:
    """Each place where one of the ways is taken, at most one finding a sentence."""
    for passage in reading.own:
        yield from _in(passage, ways)


def _in(passage: Passage, ways: Sequence[Way]) -> Iterator[Found]:
    taken: set[int] = set()
    for text in passage.texts:
        for each in ways:
            if not each.words <= text.concepts:
                continue
            for start, end in _spans(text, each):
                span = text.view.span(start, end)
                sentence = passage.texts[0].sentence(start) if text is passage.texts[0] else -1 - text.sentence(start)
                if sentence in taken:
                    continue
                taken.add(sentence)
                yield Found(
                    place=passage.place,
                    start=span[0],
                    end=span[1],
                    view="hidden" if passage.hidden else text.view.name,
                    evidence=" + ".join(each.concepts),
                    weak=not each.sure,
                )
        if taken:
            return


def _spans(text: Text, each: Way) -> Iterator[tuple[int, int]]:
    """Where the concepts stand together: from the first word of the first to the last of the last."""
    lists = []
    for concept in each.concepts:
        hits = text.of(concept)
        if not hits:
            return
        lists.append(hits)
    rarest = min(range(len(lists)), key=lambda index: len(lists[index]))
    for anchor in lists[rarest]:
        chosen = _around(text, anchor, rarest, lists, each)
        if chosen is None:
            continue
        start, end = min(hit.start for hit in chosen), max(hit.end for hit in chosen)
        if not _spoiled(text, start, end, each.unless) and not text.is_cited(start, end):
            yield start, end


def _around(text: Text, anchor: Hit, at: int, lists: Sequence[Sequence[Hit]], each: Way) -> list[Hit] | None:
    """The hit of every other concept nearest to the anchor; two concepts never share one span."""
    sentence = text.sentence(anchor.start)
    chosen = []
    for index, hits in enumerate(lists):
        if index == at:
            chosen.append(anchor)
            continue
        near = [
            hit
            for hit in _neighbours(hits, anchor, each.characters)
            if (hit.start, hit.end) != (anchor.start, anchor.end)
            and abs(text.sentence(hit.start) - sentence) <= each.reach
            and (not each.ordered or (hit.start < anchor.start) == (index < at))
        ]
        if not near:
            return None
        chosen.append(min(near, key=lambda hit: abs(hit.start - anchor.start)))
    return chosen


def _neighbours(hits: Sequence[Hit], anchor: Hit, characters: int) -> Sequence[Hit]:
    """The hits that begin within so many characters of the anchor; in a crowd, those nearest to it."""
    first = bisect_left(hits, anchor.start - characters, key=_start)
    last = bisect_right(hits, anchor.start + characters, key=_start)
    if last - first <= CROWD:
        return hits[first:last]
    middle = bisect_left(hits, anchor.start, first, last, key=_start)
    return hits[max(first, middle - CROWD // 2) : min(last, middle + CROWD // 2)]


def _start(hit: Hit) -> int:
    return hit.start


CROWD = 16
"""Most hits of a concept looked at around another."""


def _spoiled(text: Text, start: int, end: int, unless: Sequence[str]) -> bool:
    """Whether one of the concepts begins in the sentences from `start` to `end`."""
    first, last = text.reach(text.sentence(start), text.sentence(max(start, end - 1)))
    return any(_neighbours_between(text.of(concept), first, last) for concept in unless)


def _neighbours_between(hits: Sequence[Hit], first: int, last: int) -> bool:
    return bisect_left(hits, first, key=_start) < bisect_left(hits, last, key=_start)
