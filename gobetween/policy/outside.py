"""Every web address of a draft that leads away: written out, in disguise, or as the target of a tag."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import re2

from gobetween.policy import hosts
from gobetween.policy.disguised_links import disguised
from gobetween.policy.links import Link, links, parsed
from gobetween.policy.markup import Page
from gobetween.policy.tags import Tag
from gobetween.policy.views import View

LEADING = {
    "a": ("href", "xlink:href", "onclick", "data-href"), "area": ("href",), "form": ("action",), "base": ("href",),
    "iframe": ("src",), "input": ("formaction", "onclick"), "button": ("formaction", "onclick"), "meta": ("content",),
    "v:roundrect": ("href",), "v:rect": ("href",), "v:shape": ("href",), "img": ("onclick", "longdesc", "href"),
    "td": ("onclick", "href"), "div": ("onclick",), "span": ("onclick",), "object": ("data",), "embed": ("src",),
    "image": ("href", "xlink:href"), "blockquote": ("cite",), "frame": ("src",),
}  # fmt: skip
"""Tag -> attributes that lead somewhere."""
CONTACT_SCHEMES = ("mailto:", "tel:", "sms:", "smsto:", "whatsapp:", "tg:", "skype:", "viber:", "line:", "facetime:",
                   "callto:", "fb-messenger:", "kakaotalk:", "weixin:", "signal:", "sgnl:", "matmsg:", "mecard:",
                   "begin:vcard")  # fmt: skip
SCRIPTED = ("javascript:", "data:", "vbscript:")
HARMLESS_SCRIPT = ("javascript:void", "javascript:;", "javascript://", "data:image/")
SMUGGLED = re2.compile(r"(?i)[=/](?:https?(?::|%3a)(?:/|%2f){2})([^/&?#%\s]+)")
CONTROLS = dict.fromkeys([*range(0x21), 0x7F])
ESCAPE = re2.compile(r"(?i)https?://[^\s\"'<>)]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A web address and where it stands in its source. `tag`: it is the target of that tag.

    `spoken`: it stands in what a picture says of itself. `contact`: a scheme or host by which somebody is reached.
    """

    place: str
    start: int
    end: int
    host: str
    path: str = ""
    view: str = "raw"
    tag: Tag | None = None
    disguised: bool = False
    spoken: bool = False
    contact: bool = False
    web: bool = True


def in_text(place: str, view: View, allowed: Collection[str], *, spoken: bool = False) -> Iterator[Address]:
    """Addresses in a normalised view of a text; in a file's name its ending does not count."""
    text = view.text
    if place.startswith("file:"):
        view = View(view.name, text.rpartition(".")[0] or text, view.origin)
    plain = [link for link in links(view.text) if not _may(link, allowed)]
    for link in plain:
        yield _address(place, view, link, spoken=spoken, disguise=False)
    for link in disguised(view):
        if not _may(link, allowed) and not any(each.start < link.end and link.start < each.end for each in plain):
            yield _address(place, view, link, spoken=spoken, disguise=True)


def _address(place: str, view: View, link: Link, *, spoken: bool, disguise: bool) -> Address:
    start, end = view.span(link.start, link.end)
    return Address(
        place=place,
        start=start,
        end=end,
        host=link.host,
        path=link.path,
        view=view.name,
        disguised=disguise,
        spoken=spoken,
        contact=hosts.belongs(link.host, hosts.listed("contacts"))
        or link.scheme in ("whatsapp", "tg", "viber", "line"),
    )


def _may(link: Link, allowed: Collection[str]) -> bool:
    """Whether the link may stand: its host truly is a permitted one, and it hands nobody on to one that is not."""
    if link.feigned or not hosts.permitted(link.host, allowed):
        return False
    if "http" not in link.path:
        return True
    return all(hosts.permitted(match.group(1).lower(), allowed) for match in SMUGGLED.finditer(link.path))


def in_tags(place: str, page: Page, allowed: Collection[str]) -> Iterator[Address]:
    """Targets of links, buttons, forms and maps."""
    for tag in page.tags:
        names = LEADING.get(tag.name)
        if names and tag.attributes:
            for name in names:
                value = tag.attributes.get(name)
                if value:
                    yield from _target(place, tag, name, value, allowed)


def _target(place: str, tag: Tag, name: str, value: str, allowed: Collection[str]) -> Iterator[Address]:
    start, end = tag.span(name)
    bare = value.translate(CONTROLS) if name not in ("onclick", "content") else value
    low = bare[:24].lower()
    if low.startswith(CONTACT_SCHEMES):
        if not hosts.belongs(bare.partition("?")[0].rpartition("@")[2].lower(), allowed):
            yield Address(place=place, start=start, end=end, host="", tag=tag, contact=True, web=False)
        return
    if low.startswith(SCRIPTED):
        if not low.startswith(HARMLESS_SCRIPT):
            yield Address(place=place, start=start, end=end, host="", tag=tag)
        return
    if name in ("onclick", "content"):
        match = ESCAPE.search(bare)
        bare = match.group() if match else ""
    link = parsed(bare) if bare else None
    if link and not _may(link, allowed):
        known = hosts.belongs(link.host, hosts.listed("contacts"))
        yield Address(place=place, start=start, end=end, host=link.host, path=link.path, tag=tag, contact=known)
