"""Does it name a messenger or social network as the place to meet, or a name there?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import re2

from gobetween.policy.dialable import near
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("messenger", "handle-cue", reach=1, characters=70, unless=("messenger-noise",)),
    way("messenger", "call", characters=50, unless=("messenger-noise", "contact-noise")),
    way("messenger", "phone-word", characters=50, unless=("messenger-noise", "contact-noise")),
)
HANDLE = re2.compile(r"(?:^|[\s(>:«\"'„“、。,：・@は])@( ?[\p{L}\p{N}_][\p{L}\p{N}_.]+)")
NAMED = re2.compile(
    r"^((?:id)?[ ]?(?:[:>=：「]+[ ]?@?[a-z0-9_.]{4,}|@?[a-z0-9]+_[a-z0-9_]+))(?:[^a-z0-9_.]|\.(?:\s|$)|$)"
)
INVITING = ("handle-cue", "follow", "messenger", "call")
NEAR = 60
TRIES = 2000
NO_NAME = frozenset({"home", "work", "the", "once", "least", "school", "night", "all", "media", "import", "gmail"})


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that leads to a messenger, and each name with an `@` that readers are invited to."""
    yield from said(reading, WAYS)
    for passage in reading.own:
        if "@" in passage.cased.text:
            yield from _names(passage)
        yield from _told(passage)


def _names(passage: Passage) -> Iterator[Found]:
    text = passage.texts[0]
    for match in islice(HANDLE.finditer(passage.cased.text), TRIES):
        start, end = match.span(1)
        name = match.group(1).lower()
        if name.startswith(" ") and not any(each in name.rstrip(".") for each in "_.0123456789"):
            continue
        name = name.strip()
        if (
            name in NO_NAME
            or len(name) < 3
            or not any(near(text.of(each), start - NEAR, end + NEAR) for each in INVITING)
        ):
            continue
        if near(text.of("messenger-noise"), start - NEAR, end + NEAR) or passage.is_on_goods(match.group(1)):
            continue
        first, last = passage.cased.span(start - 1, end)
        yield Found(place=passage.place, start=first, end=last, view=passage.cased.name, evidence=name)


def _told(passage: Passage) -> Iterator[Found]:
    """A messenger, a colon and a name, or a name with a low line."""
    text = passage.texts[0]
    for hit in text.of("messenger"):
        begin = hit.end - (text.view.text[hit.end - 1] == ":")
        match = NAMED.search(text.view.text[begin : begin + NEAR])
        if match and "http" not in match.group() and "www" not in match.group() and not text.of("messenger-noise"):
            start, end = passage.cased.span(hit.start, begin + len(match.group(1).rstrip(".")))
            yield Found(place=passage.place, start=start, end=end, view=passage.cased.name, evidence="messenger")


RULE = Rule(
    id="contact-handle",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It leads to a messenger or a social network.",
    fix="Say it here: pictures and files can be sent in this conversation.",
)
