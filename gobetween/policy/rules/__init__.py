"""One question a file; the table of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gobetween.policy.rules import contact_mail, contact_phone
from gobetween.policy.words import Draft, Finding, Outcome

Rule = Callable[[Draft, Outcome], Iterable[Finding]]

RULES: dict[str, Rule] = {
    "contact-mail": contact_mail.find,
    "contact-phone": contact_phone.find,
}
