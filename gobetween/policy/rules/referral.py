"""Does it recommend goods or services of somebody else, or ask to bring friends?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("referral-phrase", unless=("referral-noise", "asked"), sure=True),
    way("third-party", "recommend", unless=("referral-noise", "asked")),
    way("third-party", "discount", unless=("referral-noise", "discount-noise", "asked"), sure=True),
    way("referral-hint", unless=("referral-noise", "asked")),
    way("endorse", "name", ordered=True, characters=40, unless=("referral-noise", "asked")),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="referral",
    label=Label.REFERRAL,
    find=find,
    message="It recommends another company or asks to bring friends.",
    fix="Leave the recommendation out.",
)
