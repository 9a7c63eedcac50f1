"""Does it ask for a good review, ask only the happy, or keep the unhappy from reviewing?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("review-wish", unless=("review-noise", "neutral"), sure=True),
    way("leave", "full-marks", unless=("review-noise", "neutral"), sure=True),
    way("full-marks", "review", unless=("review-noise", "neutral")),
    way("leave", "stars", unless=("review-noise", "neutral"), sure=True),
    way("if-happy", "leave", "review", reach=2, unless=("review-noise", "neutral")),
    way("if-happy", "review", unless=("review-noise", "neutral")),
    way("if-unhappy", "tell-us-first", "before-review", reach=1, unless=("neutral",)),
    way("tell-us-first", "before-review", "review", reach=1, characters=120, unless=("neutral",)),
    way("no-review", unless=("review-noise", "neutral"), sure=True),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="review-positive",
    label=Label.REVIEW_POSITIVE,
    find=find,
    message="It asks for a good review, or asks only buyers who are happy.",
    fix="Ask every buyer alike and neutrally, or leave it out.",
)
