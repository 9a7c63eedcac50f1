"""Does it sell further products of the seller?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("cross-sell-phrase", unless=("goods-noise", "asked"), sure=True),
    way("cross-sell-hint", unless=("goods-noise", "asked")),
    way("goes-with", "other-goods", unless=("goods-noise", "asked")),
    way("novelty", "next-order", reach=1, unless=("goods-noise",)),
    way("novelty", "other-goods", unless=("goods-noise",)),
    way("novelty", "marketing-phrase", unless=("goods-noise",)),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="cross-sell",
    label=Label.CROSS_SELL,
    find=find,
    message="It recommends further products.",
    fix="Leave them out: messages are for this order only.",
)
