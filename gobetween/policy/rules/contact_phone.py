"""Does the text name a phone number?"""

from __future__ import annotations

from collections.abc import Iterator

import re2
from phonenumbers import Leniency, PhoneNumberMatcher

from gobetween.policy.words import Draft, Finding, Label, Outcome

DIGITS = re2.compile(r"\p{Nd}(?:[\p{Zs}().\-/+]{0,3}\p{Nd}){6,}")
CUE = re2.compile(
    r"(?i)(?:phone|call|tel\b|tel[.:]|mobile|cell|whats\s?app|telegram|signal|viber|sms|text me|fax|"
    r"ruf|anruf|telefon|handy|mobil|appel|téléphon|portable|llam|teléfono|móvil|chiam|telefono|cellulare|"
    r"電話|携帯)"
)
WINDOW = 40
REGIONS = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "ja": "JP", "en": "US"}
MESSAGE = "A phone number was hidden. Please arrange everything here."


def find(draft: Draft, outcome: Outcome) -> Iterator[Finding]:
    """Every valid number that is international or stands near a word for calling, and is none of the order's own."""
    region = REGIONS.get(draft.language[:2], "US")
    for source in draft.sources:
        if not DIGITS.search(source.text):
            continue
        for match in PhoneNumberMatcher(source.text, region, leniency=Leniency.VALID, max_tries=200):
            if _is_contact(source.text, match.start, match.end, match.raw_string, draft):
                yield Finding(
                    rule="contact-phone",
                    label=Label.OFF_PLATFORM_CONTACT,
                    outcome=outcome,
                    place=source.place,
                    start=match.start,
                    end=match.end,
                    message=MESSAGE,
                    replacement="[phone number hidden]",
                )


def _is_contact(text: str, start: int, end: int, raw: str, draft: Draft) -> bool:
    if any(raw in known or known in raw for known in draft.identifiers):
        return False
    around = text[max(0, start - WINDOW) : end + WINDOW]
    return raw.startswith("+") or CUE.search(around) is not None
