"""Does it ask for the other's contact data?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (way("ask-contact", unless=("contact-noise",)),)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="contact-asked",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It asks for contact data.",
    fix="Ask for what you need here: the other can answer in this conversation.",
)
