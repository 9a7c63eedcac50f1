"""Does it hide words from its reader?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.markup import Page
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

WORDS = re2.compile(r"\p{L}{2}")
REFERENCE = re2.compile(r"&[#\pL0-9]+;?")


def find(reading: Reading) -> Iterator[Found]:
    """Each stretch of hidden text that has words which are not shown as well."""
    for place, page in reading.pages.items():
        if page.concealed and not place.startswith("quoted"):
            yield from _in(place, page, next(each.text for each in reading.sources if each.place == place))


def _in(place: str, page: Page, source: str) -> Iterator[Found]:
    shown = " ".join(page.visible.text.split())
    for start, end in page.concealed:
        plain = REFERENCE.sub(" ", source[start:end])
        if WORDS.search(plain) and " ".join(plain.split()) not in shown:
            yield Found(place=place, start=start, end=end, view="hidden", replacement="")


RULE = Rule(
    id="hidden-text",
    label=Label.HIDDEN_TEXT,
    find=find,
    message="It has text that its reader cannot see.",
    fix="Show the text or take it out.",
)
