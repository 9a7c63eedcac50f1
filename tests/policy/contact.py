"""What the tests of contact data share."""

from __future__ import annotations

from gobetween import policy
from gobetween.policy.reading import Reading
from gobetween.policy.rules import RULES


def hits(rule: str, text: str, *, place: str = "text", **known: object) -> list[str]:
    """The pieces of a text that one rule found."""
    draft = policy.Draft(sources=(policy.Source(place=place, text=text),), **known)  # type: ignore[arg-type]
    return [text[found.start : found.end] for found in RULES[rule].find(Reading(draft))]
