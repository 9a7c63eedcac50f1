"""Does the text name an e-mail address?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

ADDRESS = re2.compile(
    r"(?i)[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}"
)


def find(reading: Reading) -> Iterator[Found]:
    """Every address whose domain is not allowed, quoted ones too."""
    for passage in reading.passages:
        view = passage.normal
        if "@" not in view.text:
            continue
        for match in ADDRESS.finditer(view.text):
            if match.group().rpartition("@")[2].lower() not in reading.draft.allowed_domains:
                start, end = view.span(*match.span())
                yield Found(
                    place=passage.place, start=start, end=end, view=view.name, replacement="[e-mail address hidden]"
                )


RULE = Rule(
    id="contact-mail",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="An e-mail address is not passed on.",
    fix="Write here: both of you can answer in this conversation.",
)
