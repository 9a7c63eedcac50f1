"""Does it advertise: discounts, sales, win-back, follow us?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("marketing-phrase", unless=("discount-noise", "asked"), sure=True),
    way("marketing-hint", unless=("discount-noise", "asked")),
    way("sale", unless=("discount-noise", "asked")),
    way("discount", "next-order", reach=1, unless=("discount-noise", "asked"), sure=True),
    way("discount", "sale", reach=1, unless=("discount-noise",)),
    way("discount", "win-back", reach=1, unless=("discount-noise", "asked")),
    way("percent", "next-order", unless=("discount-noise", "asked")),
    way("discount", "code", characters=60, unless=("discount-noise", "asked")),
    way("discount", "cross-sell-phrase", unless=("discount-noise", "goods-noise", "asked")),
    way("discount", "goes-with", unless=("discount-noise", "goods-noise", "asked")),
    way("win-back", "next-order", reach=1),
    way("novelty", "other-goods", unless=("goods-noise",)),
    way("novelty", "cross-sell-phrase", unless=("goods-noise",)),
    way("referral-phrase", "discount", reach=1, unless=("referral-noise",), sure=True),
    way("referral-phrase", "reward", reach=1, unless=("referral-noise",), sure=True),
    way("referral-phrase", "money", reach=1, unless=("referral-noise",)),
    way("third-party", "discount", reach=1, unless=("referral-noise", "discount-noise"), sure=True),
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
