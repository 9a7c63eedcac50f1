"""Does the text name an e-mail address?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.words import Draft, Finding, Label, Outcome

ADDRESS = re2.compile(
    r"(?i)[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}"
)
MESSAGE = "An e-mail address was hidden. Both of you can write here; addresses are not passed on."


def find(draft: Draft, outcome: Outcome) -> Iterator[Finding]:
    """Every address whose domain is not allowed."""
    for source in draft.sources:
        if "@" not in source.text:
            continue
        for match in ADDRESS.finditer(source.text):
            if match.group().rpartition("@")[2].lower() not in draft.allowed_domains:
                yield Finding(
                    rule="contact-mail",
                    label=Label.OFF_PLATFORM_CONTACT,
                    outcome=outcome,
                    place=source.place,
                    start=match.start(),
                    end=match.end(),
                    message=MESSAGE,
                    replacement="[e-mail address hidden]",
                )
