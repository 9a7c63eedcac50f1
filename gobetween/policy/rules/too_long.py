"""Is it longer than is read to the end?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import LONGEST, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """What stands behind the part that is read."""
    for passage in reading.overlong:
        view = passage.whole
        start, end = view.span(LONGEST, len(view.text))
        yield Found(place=passage.place, start=start, end=end, view="hidden" if passage.hidden else view.name)


RULE = Rule(
    id="too-long",
    label=Label.TOO_LONG,
    find=find,
    message="It is too long to be checked by itself, so a person reads it.",
    fix="Write what matters in less than 50,000 characters.",
)
