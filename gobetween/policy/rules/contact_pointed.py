"""Does it point to a place where contact data stands?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (way("pointer"),)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="contact-pointed",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It points to contact data somewhere else.",
    fix="Leave it out: both of you can answer in this conversation.",
)
