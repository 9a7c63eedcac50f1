"""Does it ask to edit or remove a review?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("review-change", unless=("review-noise", "asked"), sure=True),
    way("review-change-hint", unless=("review-noise", "asked")),
    way("change", "review", characters=80, unless=("review-noise", "asked")),
    way("change", "remark", characters=40, unless=("review-noise", "asked")),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that takes one of the ways."""
    return said(reading, WAYS)


RULE = Rule(
    id="review-change",
    label=Label.REVIEW_CHANGE,
    find=find,
    message="It asks to change or remove a review.",
    fix="Solve the problem without speaking of the review.",
)
