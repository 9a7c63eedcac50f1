"""Does it insult or threaten, or speak of sex or gore?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("abuse", unless=("sensitive-noise",)),
    way("adult", unless=("sensitive-noise",)),
    way("violence", unless=("sensitive-noise",)),
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that does."""
    return said(reading, WAYS)


RULE = Rule(
    id="sensitive",
    label=Label.SENSITIVE,
    find=find,
    message="It has words that hurt or offend.",
    fix="Say what is wrong in calm words.",
)
