"""Does the text name a phone number in disguise: in words, with letters for digits, in kanji, with fillers?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy import numbers
from gobetween.policy.dialable import DATE, Place
from gobetween.policy.numbers import LEAST, MOST, Run
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.contact_phone import HIDDEN, runs
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Found, Label

GROUP = re2.compile(r"(?:^|[^\pL\pN.,:/#€$£-])([0-9]{2,5}(?: [0-9]{2,5}){0,3})(?:[^\pL\pN%€:/-]|$)")
ENOUGH = 3
"""Digits without which nothing but words can be a number."""


def find(reading: Reading) -> Iterator[Found]:
    """Every number that has to be read out, and is not in digits as well; quoted ones too."""
    for passage in reading.passages:
        taken: list[tuple[int, int]] = []
        for run in disguised(passage, reading.draft):
            taken = taken or [(each.start, each.end) for each in runs(passage, reading.draft)]
            if any(start < run.end and run.start < end for start, end in taken):
                continue
            taken.append((run.start, run.end))
            start, end = passage.cased.span(run.start, run.end)
            view = "hidden" if passage.hidden else "digits"
            yield Found(place=passage.place, start=start, end=end, view=view, replacement=HIDDEN, evidence=run.digits)


def disguised(passage: Passage, draft: Draft) -> Iterator[Run]:
    """Numbers in disguise, by offsets of `passage.cased`."""
    cased = passage.cased.text
    figures = sum(map(cased.count, "0123456789"))
    place = Place(passage.texts[0], passage.cased, draft)
    for run in _candidates(passage, figures):
        if run.words + _letters(cased, run) and place.is_phone(run):
            yield run
    if figures >= LEAST and (place.has_cue() or place.text.of("number-pieces")):
        yield from _with_cue(place)


def _candidates(passage: Passage, figures: int) -> Iterator[Run]:
    cased = passage.cased.text
    yield from numbers.spelled(passage.texts[0].view.text)
    yield from numbers.roman(cased)
    if not cased.isascii():
        yield from numbers.japanese(cased)
    if figures >= ENOUGH:
        yield from numbers.leet(cased)
        yield from numbers.vanity(cased)


def _letters(cased: str, run: Run) -> int:
    """Letters in what is written: a run of bare digits is no disguise."""
    return sum(map(str.isalpha, cased[run.start : run.end]))


def _with_cue(place: Place) -> Iterator[Run]:
    """What is a number only because the text speaks of calling: with fillers, with words between, in pieces."""
    for run in (*numbers.filled(place.cased), *numbers.linked(place.text.view.text)):
        if place.is_phone(run) and not DATE.fullmatch(place.cased[run.start : run.end]):
            yield run
    if len(place.text.of("number-pieces")) + place.has_cue() > 1:
        yield from _in_pieces(place)


def _in_pieces(place: Place) -> Iterator[Run]:
    """Pieces of a number told one by one."""
    noise = place.text.of("phone-noise")
    pieces = [
        match.span(1)
        for match in GROUP.finditer(place.cased)
        if not any(0 <= match.start(1) - hit.end < 4 for hit in noise)
    ]
    digits = "".join(filter(str.isdigit, " ".join(place.cased[start:end] for start, end in pieces)))
    if len(pieces) > 1 and LEAST <= len(digits) <= MOST:
        yield Run(digits, pieces[0][0], pieces[-1][1], words=1, pieces=len(pieces))


RULE = Rule(
    id="contact-phone-disguised",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="A phone number is not passed on, in whatever way it is written.",
    fix="Arrange everything here: both of you can answer in this conversation.",
)
