"""Does it sound like what others were stopped for, in words that no lexicon lists?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


@cache
def _learnt() -> ModuleType:
    """The model and numpy, loaded when the first text is judged: most commands judge none."""
    return import_module("gobetween.policy.opinion")


def find(reading: Reading) -> Iterator[Found]:
    """Every label that a text seems to carry, once a passage; it can raise, never release."""
    for passage in reading.own:
        if not passage.place.startswith("file:"):
            yield from _of(passage)


def leans(reading: Reading, label: Label) -> bool:
    """Whether anything the author says sounds like a label at all; yes for one that the model does not know."""
    texts = (passage.texts[-1] for passage in reading.own if not passage.place.startswith("file:"))
    return any(_learnt().model().leans(text, label) for text in texts)


def _of(passage: Passage) -> Iterator[Found]:
    text = passage.texts[-1]
    for opinion in _learnt().model().opinions(text):
        start, end = text.view.span(*_trimmed(text.view.text, opinion.start, opinion.end))
        yield Found(
            place=passage.place,
            start=start,
            end=end,
            view="hidden" if passage.hidden else text.view.name,
            label=opinion.label,
            evidence=", ".join(opinion.words),
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks around it."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


RULE = Rule(
    id="second-opinion",
    label=Label.MARKETING,
    find=find,
    message="It reads like messages that may not be sent.",
    fix="Say only what the order needs; a person looks at it before it goes on.",
    only_new=True,
)
