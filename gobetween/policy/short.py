"""Short messages that say one thing only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gobetween.policy.reading import Reading, Text
from gobetween.policy.words import Found

BODIES = ("text", "html")


def only(reading: Reading, concept: str, *, longest: int, says_more: Callable[[Text], bool]) -> Iterator[Found]:
    """The first words of a concept in each body of at most so many characters that says no more."""
    for passage in reading.own:
        if passage.place not in BODIES or passage.hidden or len(passage.folded.text) > longest:
            continue
        text = passage.texts[0]
        said = text.of(concept)
        if said and not says_more(text):
            start, end = text.view.span(said[0].start, said[0].end)
            yield Found(place=passage.place, start=start, end=end, view=text.view.name)
