"""Does a subject marked as important carry a promotion, a review request or mere thanks?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules import (
    cross_sell,
    marketing,
    referral,
    review_change,
    review_incentive,
    review_positive,
    thanks_only,
)
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

MARK = re2.compile(
    r"(?i)(?:[\[【(<〔「≪《]|[*!]{1,3})\s*(?:(?:very |most |sehr |très |muy |molto )?"
    r"(?:important|urgent|wichtig|dringend|importante|urgente|eilig|action required|critical|kritisch|critique|"
    r"crítico|critico|重要|緊急|至急|大切なお知らせ|大事なお知らせ|必読)[^\])>*!】〕」≫》]{0,20})\s*(?:[\])>】〕」≫》]|[*!]{1,3})"
)
UNIMPORTANT = (marketing, cross_sell, referral, review_positive, review_incentive, review_change, thanks_only)


def find(reading: Reading) -> Iterator[Found]:
    """The mark in the subject, if the message advertises, speaks of a review or only thanks."""
    for passage in reading.own:
        if passage.place != "subject":
            continue
        match = MARK.search(passage.normal.text)
        if match and _is_unimportant(reading):
            start, end = passage.normal.span(*match.span())
            yield Found(place="subject", start=start, end=end, view=passage.normal.name, replacement="")


def _is_unimportant(reading: Reading) -> bool:
    return any(_asks_for_review(each) for each in reading.own) or any(
        next(iter(rule.find(reading)), None) for rule in UNIMPORTANT
    )


def _asks_for_review(passage: Passage) -> bool:
    text = passage.texts[0]
    return bool(text.of("review") and text.of("leave") and not text.of("review-noise"))


RULE = Rule(
    id="important-misuse",
    label=Label.IMPORTANT_MISUSE,
    find=find,
    message="It is marked as important and is not.",
    fix="Keep the mark for what the buyer must know to receive the order.",
)
