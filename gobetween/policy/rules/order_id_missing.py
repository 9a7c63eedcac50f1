"""Does it name its order?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

BETWEEN = str.maketrans("", "", " -./_:#\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\u30fc")
"""What sets the parts of a number apart."""


def find(reading: Reading) -> Iterator[Found]:
    """Nothing where the order's number stands anywhere in what the author says, with or without what sets it apart."""
    number = reading.draft.order_number
    if number and reading.own and not any(_names(number, passage.normal.text) for passage in reading.own):
        yield Found(place=reading.own[-1].place, start=0, end=0, evidence=number)


def _names(number: str, text: str) -> bool:
    return number in text or _bare(number) in _bare(text)


def _bare(text: str) -> str:
    return text.upper().translate(BETWEEN)


RULE = Rule(
    id="order-id-missing",
    label=Label.PROACTIVE,
    find=find,
    message="It does not name the order.",
    fix="Write the order number into the message.",
)
