"""Does the text name an e-mail address?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.hosts import MARKETPLACE_HOSTS
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Found, Label

HIDDEN = "[e-mail address hidden]"
ADDRESS = re2.compile(
    r"(?i)[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]*[\p{Latin}\p{Cyrillic}\p{Greek}\p{N}_+-]@"
    r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}"
)
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf"})
"""Endings of file names such as `logo@2x.png`."""
OPENING = "'`*=#!{|~/"


def find(reading: Reading) -> Iterator[Found]:
    """Every address whose domain is not allowed, quoted ones and the targets of links too."""
    for passage in reading.passages:
        view = passage.normal
        if "@" not in view.text:
            continue
        for match in ADDRESS.finditer(view.text):
            if not is_allowed(match.group().rpartition("@")[2], reading.draft):
                start, end = view.span(_begin(match.group(), match.start()), match.end())
                yield Found(place=passage.place, start=start, end=end, view=view.name, replacement=HIDDEN)
    yield from _linked(reading)


def _begin(found: str, start: int) -> int:
    return start + len(found) - len(found.lstrip(OPENING))


def _linked(reading: Reading) -> Iterator[Found]:
    for place, page in reading.pages.items():
        for anchor in page.anchors:
            scheme, _, target = anchor.href.partition(":")
            domain = target.partition("?")[0].rpartition("@")[2]
            if scheme.lower() == "mailto" and domain and not is_allowed(domain, reading.draft):
                yield Found(place=place, start=anchor.tag.start, end=anchor.tag.end, view="link")


def is_allowed(domain: str, draft: Draft) -> bool:
    """Whether an address of this domain may be named: the marketplace's own, or no address at all."""
    name = domain.lower().rstrip(".")
    allowed = draft.allowed_domains or MARKETPLACE_HOSTS
    if any(name == each or name.endswith("." + each) for each in allowed):
        return True
    return name.rpartition(".")[2] in PICTURES


RULE = Rule(
    id="contact-mail",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="An e-mail address is not passed on.",
    fix="Write here: both of you can answer in this conversation.",
)
