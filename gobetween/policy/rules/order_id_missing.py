"""Does it name its order?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Nothing where the order's number stands anywhere in what the author says, with or without what sets it apart."""
    wanted = _bare(reading.draft.order_number)
    if wanted and reading.own and not any(wanted in _bare(passage.normal.text) for passage in reading.own):
        yield Found(place=reading.own[-1].place, start=0, end=0, evidence=reading.draft.order_number)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper()))


RULE = Rule(
    id="order-id-missing",
    label=Label.PROACTIVE,
    find=find,
    message="It does not name the order.",
    fix="Write the order number into the message.",
)
