"""Does it load a picture over a line that is not secure?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

BACKGROUND = re2.compile(r"(?i)url\(\s*[\"']?http://")


def find(reading: Reading) -> Iterator[Found]:
    """Each picture, of a tag or behind one, that comes over plain http."""
    for place, page in reading.pages.items():
        if place.startswith("quoted"):
            continue
        for tag in page.tags:
            for name in ("src", "background", "srcset", "poster", "style"):
                value = tag.attributes.get(name)
                if value and _is_insecure(name, value):
                    start, end = tag.span(name)
                    yield Found(place=place, start=start, end=end)


def _is_insecure(name: str, value: str) -> bool:
    if name == "style":
        return "http:" in value.lower() and BACKGROUND.search(value) is not None
    return value.strip()[:7].lower() == "http://"


RULE = Rule(
    id="insecure-picture",
    label=Label.STYLING,
    find=find,
    message="A picture comes over a connection that is not secure.",
    fix="Attach the picture, or load it over https.",
)
