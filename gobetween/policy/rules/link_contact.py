"""Does it link to a messenger, a social network or a mailbox?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.link_external import found
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Each address by which somebody is reached elsewhere."""
    for address in reading.links:
        if address.contact:
            yield found(address)


RULE = Rule(
    id="link-contact",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It links to a way to write, call or pay outside the marketplace.",
    fix="Take the link out: both of you can answer in this conversation.",
)
