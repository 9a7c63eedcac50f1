"""Does the text name a phone number?"""

from __future__ import annotations

from collections.abc import Iterator

import re2
from phonenumbers import Leniency, PhoneNumberMatcher

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import LIKELY_REGION, Draft, Found, Label

DIGITS = re2.compile(r"\p{Nd}(?:[\p{Zs}().\-/+]{0,3}\p{Nd}){6,}")
CUE = re2.compile(
    r"(?i)(?:phone|call|tel\b|tel[.:]|mobile|cell|whats\s?app|telegram|signal|viber|sms|text me|fax|"
    r"ruf|anruf|telefon|handy|mobil|appel|téléphon|portable|llam|teléfono|móvil|chiam|telefono|cellulare|"
    r"電話|携帯)"
)
WINDOW = 40
TRIES = 200


def find(reading: Reading) -> Iterator[Found]:
    """Every valid number that is international or stands near a word for calling, and is none of the order's own."""
    draft = reading.draft
    regions = dict.fromkeys((LIKELY_REGION.get(draft.language[:2], "US"), *draft.regions))
    for passage in reading.passages:
        text = passage.normal.text
        if not DIGITS.search(text):
            continue
        spans = {span for region in regions for span in _numbers(text, region)}
        for start, end in sorted(spans):
            if _is_contact(text, start, end, draft):
                first, last = passage.normal.span(start, end)
                yield Found(place=passage.place, start=first, end=last, replacement="[phone number hidden]")


def _numbers(text: str, region: str) -> Iterator[tuple[int, int]]:
    for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=TRIES):
        yield match.start, match.end


def _is_contact(text: str, start: int, end: int, draft: Draft) -> bool:
    raw = text[start:end]
    if any(raw in known or known in raw for known in draft.identifiers):
        return False
    around = text[max(0, start - WINDOW) : end + WINDOW]
    return raw.startswith("+") or CUE.search(around) is not None


RULE = Rule(
    id="contact-phone",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="A phone number is not passed on.",
    fix="Arrange everything here: both of you can answer in this conversation.",
)
