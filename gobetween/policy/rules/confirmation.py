"""Does it only confirm an order or a shipment, as the marketplace does already?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading, Text
from gobetween.policy.rules.shape import Rule
from gobetween.policy.short import only
from gobetween.policy.words import Found, Label

BESIDE = ("critical", "review", "cancel-ask", "asked")
"""What makes it more than a confirmation."""
LONG = 900
"""Characters from which on it has more to say."""


def find(reading: Reading) -> Iterator[Found]:
    """The words that confirm, in a short message that neither asks nor tells anything else."""
    return only(reading, "confirmation", longest=LONG, says_more=_says_more)


def _says_more(text: Text) -> bool:
    return "?" in text.view.text or any(text.of(concept) for concept in BESIDE)


RULE = Rule(
    id="confirmation-only",
    label=Label.PROACTIVE,
    find=find,
    message="It only confirms an order or a shipment, and the marketplace does that itself.",
    fix="Leave it out, or write what the buyer has to know or do.",
)
