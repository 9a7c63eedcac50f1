"""Does it say thanks and nothing else?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gobetween.policy.reading import Reading, Text
from gobetween.policy.rules.shape import Rule
from gobetween.policy.short import only
from gobetween.policy.words import Found, Label

BESIDE = ("confirmation", "critical", "review", "cancel-ask", "asked")
"""What makes it more than thanks."""
LONG = 600
"""Characters from which on it has more to say."""
GREETING = 24
"""Characters up to which a sentence is a greeting or a name."""
SHARE = 0.6
"""Of what is no greeting: how much must be thanks."""


def find(reading: Reading) -> Iterator[Found]:
    """The words of thanks in a short message that has no others."""
    return only(reading, "thanks", longest=LONG, says_more=_says_more)


def _says_more(text: Text) -> bool:
    if "?" in text.view.text or any(text.of(concept) for concept in BESIDE):
        return True
    thankful = {text.sentence(hit.start) for hit in text.of("thanks")}
    sizes = [end - start for start, end in pairwise([0, *text.breaks, len(text.view.text)])]
    told = sum(size for number, size in enumerate(sizes) if number not in thankful and size > GREETING)
    thanked = sum(size for number, size in enumerate(sizes) if number in thankful)
    return thanked < SHARE * (thanked + told)


RULE = Rule(
    id="thanks-only",
    label=Label.PROACTIVE,
    find=find,
    message="It says thanks and nothing that the order needs.",
    fix="Leave it out, or write what the buyer has to know or do.",
)
