"""Is it in another language than the one its reader prefers?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy import languages
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

BODIES = ("text", "html")


def find(reading: Reading) -> Iterator[Found]:
    """The first body, if it is evidently in one language and not in the reader's."""
    wanted = reading.draft.reads[:2].lower()
    if not wanted:
        return
    for passage in reading.own:
        if passage.place in BODIES and not passage.hidden:
            yield from _in(passage, wanted)
            return


def _in(passage: Passage, wanted: str) -> Iterator[Found]:
    evident = languages.evident(passage.folded.text)
    if evident and evident != wanted and not languages.speaks(passage.folded.text, wanted):
        start, end = passage.normal.span(0, len(passage.normal.text))
        yield Found(place=passage.place, start=start, end=end, view=passage.normal.name, evidence=evident)


RULE = Rule(
    id="wrong-language",
    label=Label.PROACTIVE,
    find=find,
    message="It is not in the language that its reader prefers.",
    fix="Write in the reader's language, or in both.",
)
