"""Does it wish to talk, deal or pay away from the marketplace?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("elsewhere-phrase", unless=("contact-noise",)),
    way("elsewhere", "pay-way", "deal", characters=120, unless=("contact-noise",)),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="contact-elsewhere",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It leads away from the marketplace.",
    fix="Keep buying, paying and refunds on the marketplace.",
)
