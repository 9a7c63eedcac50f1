"""Does it advertise: discounts, sales, win-back, follow us?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("marketing-phrase"),
    way("sale", unless=("discount-noise",)),
    way("discount", "next-order", reach=1, unless=("discount-noise",)),
    way("discount", "sale", reach=1),
    way("discount", "win-back", reach=1, unless=("discount-noise",)),
    way("discount", "other-goods", reach=1, unless=("discount-noise",)),
    way("win-back", "next-order", reach=1),
    way("follow", "messenger", reach=1),
    way("novelty", "other-goods", reach=1),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="marketing",
    label=Label.MARKETING,
    find=find,
    message="It advertises.",
    fix="Leave the offer out: messages are for this order only.",
)
