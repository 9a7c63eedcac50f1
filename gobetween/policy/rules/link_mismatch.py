"""Does a link show one place and lead to another?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy import hosts
from gobetween.policy.links import links
from gobetween.policy.reading import Reading
from gobetween.policy.rules.link_external import found
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Each link that leads outside and whose words show another host."""
    outside = {(each.place, each.tag.start): each for each in reading.links if each.tag is not None}
    if not outside:
        return
    for place, page in reading.pages.items():
        for anchor in page.anchors:
            address = outside.get((place, anchor.tag.start))
            if address and any(_differs(link.host, address.host) for link in links(anchor.text)):
                yield found(address)


def _differs(shown: str, target: str) -> bool:
    return not hosts.belongs(target, (shown.removeprefix("www."),)) and not hosts.belongs(shown, (target,))


RULE = Rule(
    id="link-mismatch",
    label=Label.LINK_EXTERNAL,
    find=find,
    message="A link shows one address and leads to another.",
    fix="Take the link out, or let it lead where its words say.",
)
