"""Does it ask the buyer to cancel what the seller cannot or will not deliver?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (way("cancel-ask", unless=("cancel-noise", "asked")),)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that asks for it; pointing a buyer who wants to cancel to the way there is fine."""
    return said(reading, WAYS)


RULE = Rule(
    id="cancel-asked",
    label=Label.CANCELLATION,
    find=find,
    message="It asks the buyer to cancel for you.",
    fix="Cancel and refund the order yourself, then tell the buyer.",
)
