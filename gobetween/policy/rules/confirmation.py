"""Does it only confirm an order or a shipment, as the marketplace does already?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading, Text
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

BODIES = ("text", "html")
BESIDE = ("critical", "review", "cancel-ask", "asked")
"""What makes it more than a confirmation."""
LONG = 900
"""Characters from which on it has more to say."""


def find(reading: Reading) -> Iterator[Found]:
    """The words that confirm, in a short message that neither asks nor tells anything else."""
    for passage in reading.own:
        if passage.place not in BODIES or passage.hidden or len(passage.folded.text) > LONG:
            continue
        text = passage.texts[0]
        confirming = text.of("confirmation")
        if confirming and not _says_more(text):
            start, end = text.view.span(confirming[0].start, confirming[0].end)
            yield Found(place=passage.place, start=start, end=end, view=text.view.name)


def _says_more(text: Text) -> bool:
    return "?" in text.view.text or any(text.of(concept) for concept in BESIDE)


RULE = Rule(
    id="confirmation-only",
    label=Label.PROACTIVE,
    find=find,
    message="It only confirms an order or a shipment, and the marketplace does that itself.",
    fix="Leave it out, or write what the buyer has to know or do.",
)
