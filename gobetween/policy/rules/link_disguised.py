"""Does it write a web address so that no machine should see it?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.link_external import found, promoted
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Each address in disguise whose host is not permitted."""
    for address in reading.links:
        if address.disguised:
            yield found(address)
            yield from promoted(address, reading)


RULE = Rule(
    id="link-disguised",
    label=Label.LINK_EXTERNAL,
    find=find,
    message="It spells out a web address outside the marketplace.",
    fix="Take the address out: say what matters here, or attach it as a file.",
)
