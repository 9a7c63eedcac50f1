"""Does the text name a phone number?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.dialable import Place, trimmed
from gobetween.policy.numbers import Run, plain
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Found, Label

HIDDEN = "[phone number hidden]"


def find(reading: Reading) -> Iterator[Found]:
    """Every number in digits that is international, near a word for calling, or grouped as one; quoted too."""
    for passage in reading.passages:
        for run in runs(passage, reading.draft):
            if passage.is_on_goods(passage.cased.text[run.start : run.end]):
                continue
            start, end = passage.cased.span(run.start, run.end)
            yield Found(
                place=passage.place,
                start=start,
                end=end,
                view="hidden" if passage.hidden else passage.cased.name,
                replacement=HIDDEN,
                evidence=run.digits,
            )


def runs(passage: Passage, draft: Draft) -> Iterator[Run]:
    """The phone numbers in digits of a passage, by offsets of `passage.cased`."""
    found = list(plain(passage.cased.text))
    if not found:
        return
    cased = passage.cased.text
    place = Place(passage.texts[0], passage.cased, draft)
    for each in found:
        run = trimmed(cased, each)
        if run is not None and place.is_phone(run):
            yield run


RULE = Rule(
    id="contact-phone",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="A phone number is not passed on.",
    fix="Arrange everything here: both of you can answer in this conversation.",
)
