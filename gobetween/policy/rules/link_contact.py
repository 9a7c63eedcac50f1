"""Does it link to a messenger, a social network or a mailbox?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.link_external import found
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Direction, Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Each address by which somebody is reached elsewhere; one in a social network is there to be followed, too."""
    for address in (each for each in reading.links if each.contact):
        yield found(address)
        if reading.draft.direction == Direction.TO_BUYER and address.host.removeprefix("www.") in FOLLOWED:
            yield found(address, Label.MARKETING)


FOLLOWED = frozenset(
    {"facebook.com", "fb.com", "fb.me", "instagram.com", "instagr.am", "threads.net", "tiktok.com", "twitter.com"}
    | {"x.com", "pinterest.com", "weibo.com", "xiaohongshu.com"}
)


RULE = Rule(
    id="link-contact",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It links to a way to write, call or pay outside the marketplace.",
    fix="Take the link out: both of you can answer in this conversation.",
)
