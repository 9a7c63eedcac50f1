"""Does it offer anything of value for a review, or for changing one?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("reward", "on-review", reach=1, unless=("reward-noise", "review-noise", "asked"), sure=True),
    way("incentive-hint", unless=("reward-noise", "review-noise", "asked")),
    way("reward", "review", unless=("reward-noise", "review-noise", "asked")),
    way("reward", "full-marks", unless=("reward-noise", "review-noise")),
    way("money", "on-review", unless=("reward-noise", "asked"), sure=True),
    way("reward", "review-change", reach=1, unless=("reward-noise", "review-noise", "asked"), sure=True),
    way("reward", "change", "review", reach=1, unless=("reward-noise", "review-noise", "asked")),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="review-incentive",
    label=Label.REVIEW_INCENTIVE,
    find=find,
    message="It offers something of value for a review.",
    fix="Offer nothing for a review: settle refunds and gifts without speaking of reviews.",
)
