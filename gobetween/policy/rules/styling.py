"""Does its layout stand in the reader's way?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import re2

from gobetween.policy import styles
from gobetween.policy.markup import Page, Tag
from gobetween.policy.reading import Reading, is_html
from gobetween.policy.rules.shape import Rule
from gobetween.policy.styles import Colour
from gobetween.policy.words import Found, Label

DECLARATION = re2.compile(r"(?:^|;)\s*([a-zA-Z-]+)\s*:\s*([^;]+)")
LENGTH = re2.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(%|px|pt|em|rem|vw)?")
BREAKS = re2.compile(r"\n[ \t\r]*\n[ \t\r]*\n[\s]*")
WIDEST = 800
"""Pixels that a mail is taken to be wide."""
MARGIN, PICTURE = 0.2, 0.8
"""Of that width: the widest margin and the widest picture."""
SIZES = 3
CONTRAST = 4.5
"""Least contrast of text and ground (WCAG 2.2, 1.4.3)."""
OVERRIDDEN = ("line-height", "font-family", "color", "font")
TEXTS = frozenset({"body", "div", "p", "center", "span", "section", "article", "main", "h1", "h2", "h3", "h4"})
"""Elements whose alignment is the reader's; cells of tables may be aligned."""


class Fault(NamedTuple):
    """What is wrong, and the span of it."""

    what: str
    start: int
    end: int


def find(reading: Reading) -> Iterator[Found]:
    """The first place of each kind of fault, in every body."""
    for source in reading.sources:
        if is_html(source) and not source.place.startswith("quoted"):
            yield from _in_page(source.place, reading.pages[source.place], source.text)
        elif source.place == "text" and "\n" in source.text:
            for match in BREAKS.finditer(source.text.rstrip()):
                yield Found(place="text", start=match.start(), end=match.end(), replacement="\n\n", evidence="breaks")


def _in_page(place: str, page: Page, source: str) -> Iterator[Found]:
    """Faults of one tag are told together."""
    first: dict[str, Fault] = {}
    for fault in _faults(page, source):
        first.setdefault(fault.what, fault)
    together: dict[tuple[int, int], list[str]] = {}
    for fault in first.values():
        together.setdefault((fault.start, fault.end), []).append(fault.what)
    for (start, end), whats in together.items():
        yield Found(place=place, start=start, end=end, evidence=" ".join(whats))


def _faults(page: Page, source: str) -> Iterator[Fault]:
    grounded = any(_has_ground(tag) for tag in page.tags)
    sizes: set[str] = set()
    for tag in page.tags:
        if not tag.attributes and tag.name not in ("img", "center"):
            continue
        style = _declared(tag.attributes.get("style", ""))
        for what in _of_tag(tag, style, grounded=grounded):
            yield Fault(what, tag.start, tag.end)
        size = style.get("font-size") or (tag.name == "font" and tag.attributes.get("size")) or ""
        if size and size not in sizes:
            sizes.add(size)
            if len(sizes) == SIZES + 1:
                yield Fault("sizes", tag.start, tag.end)
    yield from _breaks(page, source)


def _breaks(page: Page, source: str) -> Iterator[Fault]:
    """Three `<br>` with nothing but space between them."""
    run: list[Tag] = []
    for tag in page.tags:
        if tag.name != "br":
            continue
        if run and source[run[-1].end : tag.start].replace("&nbsp;", "").strip():
            run = []
        run.append(tag)
        if len(run) == 3:
            yield Fault("breaks", run[0].start, tag.end)


def _of_tag(tag: Tag, style: Mapping[str, str], *, grounded: bool) -> Iterator[str]:
    if tag.name == "img":
        if "alt" not in tag.attributes:
            yield "no-alt"
        if _too_wide(style.get("width") or tag.attributes.get("width", ""), PICTURE):
            yield "wide-picture"
    if any(name.startswith("margin") and _margins(value) for name, value in style.items()):
        yield "margin"
    if any(name in style for name in OVERRIDDEN) or (tag.name == "font" and tag.attributes.keys() & {"face", "color"}):
        yield "font"
    if _is_aligned(tag, style):
        yield "alignment"
    if _is_faint(tag, style, grounded=grounded):
        yield "contrast"


def _declared(style: str) -> dict[str, str]:
    if not style:
        return {}
    return {name.lower(): value.strip().lower() for name, value in DECLARATION.findall(style)}


def _margins(value: str) -> bool:
    return any(_too_wide(part, MARGIN) for part in value.split())


def _too_wide(length: str, share: float) -> bool:
    match = LENGTH.match(length.strip())
    if match is None:
        return False
    number, unit = float(match.group(1)), match.group(2) or "px"
    if unit in ("%", "vw"):
        return number > share * 100
    return number * {"px": 1.0, "pt": 4 / 3}.get(unit, 16.0) > share * WIDEST


def _is_aligned(tag: Tag, style: Mapping[str, str]) -> bool:
    if tag.name not in TEXTS:
        return False
    default = "center" if tag.name == "center" else ""
    asked = style.get("text-align") or tag.attributes.get("align", "").lower() or default
    return asked in ("center", "right", "justify")


def _has_ground(tag: Tag) -> bool:
    return "bgcolor" in tag.attributes or "background" in tag.attributes.get("style", "").lower()


def _is_faint(tag: Tag, style: Mapping[str, str], *, grounded: bool) -> bool:
    """Whether the element's own ink is too near to its ground; white if nothing on the page has another."""
    ink = style.get("color") or tag.attributes.get("color", "")
    ground = style.get("background-color") or style.get("background") or tag.attributes.get("bgcolor", "")
    if not ink or (grounded and not ground):
        return False
    dark, light = styles.colour(ink), styles.colour(ground or "white")
    return dark is not None and light is not None and _contrast(dark, light) < CONTRAST


def _contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


RULE = Rule(
    id="styling",
    label=Label.STYLING,
    find=find,
    message="Its layout stands in the reader's way.",
    fix="Leave fonts, colours, widths, alignment and blank lines as they are, and describe every picture in words.",
)
