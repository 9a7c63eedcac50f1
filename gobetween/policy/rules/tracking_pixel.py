"""Does it count who opens it?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy import hosts
from gobetween.policy.links import parsed
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.styles import HIDING
from gobetween.policy.tags import Tag
from gobetween.policy.words import Found, Label

OPENING = re2.compile(
    r"(?i)/(?:open(?:s|ed)?|pixel|track(?:ing)?|beacon|wf/open|o|e/o|trk|spacer|blank|1x1|clear|imp|impression)(?:[/?._-]|$)|"
    r"[?&](?:open|mid|eid|uid|rcpt|recipient|subscriber|email|utm_medium)=|track/open|/q/[a-z0-9_~-]{20,}"
)
SMALL_STYLES = [
    re2.compile(rf"(?i)(?:^|[;\s])(?:max-)?{side}\s*:\s*[0-2](?:px|pt)?(?:[;\s!]|$)") for side in ("width", "height")
]
SMALL = frozenset({"0", "1", "2", "0px", "1px", "2px"})


def find(reading: Reading) -> Iterator[Found]:
    """Each remote picture that nobody is meant to see, or that a counter of openings serves."""
    for place, page in reading.pages.items():
        if place.startswith("quoted"):
            continue
        for tag in page.pictures:
            if _counts(tag):
                yield Found(place=place, start=tag.start, end=tag.end, replacement="")


def _counts(tag: Tag) -> bool:
    source = tag.attributes.get("src", "").strip()
    if not source.lower().startswith(("http:", "https:", "//")):
        return False
    link = parsed(source)
    if link and hosts.belongs(link.host, hosts.listed("pixels")):
        return True
    return _unseen(tag) or (link is not None and OPENING.search(link.path) is not None and not _has_size(tag))


def _unseen(tag: Tag) -> bool:
    attributes = tag.attributes
    style = attributes.get("style", "")
    sizes = (attributes.get("width", "").strip(), attributes.get("height", "").strip())
    return all(size in SMALL for size in sizes) or bool(
        style and (HIDING.search(style) or all(small.search(style) for small in SMALL_STYLES))
    )


def _has_size(tag: Tag) -> bool:
    """Whether it takes room of its own, as a picture that is shown does."""
    return any(tag.attributes.get(name, "").strip("px% ").isdigit() for name in ("width", "height"))


RULE = Rule(
    id="tracking-pixel",
    label=Label.TRACKING_PIXEL,
    find=find,
    message="A picture counts who opens the message.",
    fix="Take the picture out.",
)
