"""How an element looks as far as it matters: is its text kept from being seen, does it show a picture?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import re2

from gobetween.policy.tags import Tag

HIDING = re2.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:^|[;\s])opacity\s*:\s*(?:0?\.[01]\d*|0|0\.0*)(?:[;\s!]|$)|"
    r"mso-hide\s*:\s*all|text-indent\s*:\s*-\d{3,}|clip\s*:\s*rect\(0|clip-path\s*:\s*inset\((?:50|100)%|scale\(0\)|"
    r"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*0(?:px|pt|%)?(?:[;\s!]|$)|(?:^|[;\s])(?:left|top|right)\s*:\s*-\d{3,}"
)
SIZE = re2.compile(r"(?i)(?:^|[;\s])font(?:-size)?\s*:\s*(?:[^;]*\s)?([0-9.]+)\s*(px|pt|em|rem|%)?")
TINY = {"": 3.0, "px": 3.0, "pt": 2.5, "em": 0.25, "rem": 0.25, "%": 25.0}
"""The largest sizes that nobody reads."""
COLOUR = re2.compile(r"(?i)(?:^|[;\s])(?:-webkit-text-fill-)?color\s*:\s*([^;!]+)")
GROUND = re2.compile(r"(?i)(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)")
NUMBERS = re2.compile(r"[0-9.]+")
PICTURE = re2.compile(r"(?i)background(?:-image)?\s*:[^;]*url\(")
RULE = re2.compile(r"\.([A-Za-z_][\w-]*)\s*(?:,[^{}]*)?\{([^{}]*)\}")
CONTENT = re2.compile(r"(?i)content\s*:\s*(?:\"([^\"]+)\"|'([^']+)')")
NAMES = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "whitesmoke": (245, 245, 245),
    "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "yellow": (255, 255, 0),
    "navy": (0, 0, 128), "orange": (255, 165, 0), "purple": (128, 0, 128), "floralwhite": (255, 250, 240),
}  # fmt: skip
ALIKE = 12
"""Difference of a colour channel (0 to 255) up to which ink cannot be told from its ground."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What an element hands down: gone for good, too small, its ink and its ground (`None`: not known)."""

    gone: bool = False
    tiny: bool = False
    ink: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)


PLAIN = Look()


@lru_cache(maxsize=1024)
def hides(look: Look) -> bool:
    """Whether text of that look cannot be seen."""
    if look.gone or look.tiny:
        return True
    if look.ink is None or look.ground is None:
        return False
    return max(abs(one - other) for one, other in zip(look.ink, look.ground, strict=True)) <= ALIKE


def look(tag: Tag, parent: Look, classes: Mapping[str, str]) -> Look:
    """The look of an element within its parent."""
    attributes = tag.attributes
    if not attributes:
        return parent
    style = attributes.get("style", "")
    if classes and (names := attributes.get("class")):
        style = "; ".join([*(classes[name] for name in names.split() if name in classes), style])
    if "hidden" in attributes:
        return replace(parent, gone=True)
    ink, ground = attributes.get("color", ""), attributes.get("bgcolor", "")
    if not style and not ink and not ground and "background" not in attributes:
        return parent
    return _look(style, ink, "" if "background" not in attributes else "picture", ground, parent)


@lru_cache(maxsize=2048)
def _look(style: str, ink: str, picture: str, ground: str, parent: Look) -> Look:
    size = SIZE.search(style)
    ink_match, ground_match = COLOUR.search(style), GROUND.search(style)
    ink = ink_match.group(1) if ink_match else ink
    ground = ground_match.group(1) if ground_match else ground
    paper = colour(ground) if ground else parent.ground
    return Look(
        gone=parent.gone or HIDING.search(style) is not None,
        tiny=_tiny(size.group(1), size.group(2) or "") if size else parent.tiny,
        ink=_ink(ink, paper) if ink else parent.ink,
        ground=None if picture or PICTURE.search(style) else paper,
    )


def _tiny(number: str, unit: str) -> bool:
    return number.count(".") <= 1 and number.strip(".") != "" and float(number) <= TINY[unit.lower()]


def _ink(text: str, paper: Colour | None) -> Colour | None:
    return paper if text.strip().lower() == "transparent" or _see_through(text) else colour(text)


def _see_through(text: str) -> bool:
    """Whether a colour has an alpha next to nothing."""
    parts = NUMBERS.findall(text) if text.lstrip().lower().startswith(("rgba", "hsla")) else []
    return len(parts) == 4 and parts[3].strip(".") in ("0", "0.0", "0.00", "0.01", "0.05", "01", "05")


@lru_cache(maxsize=512)
def colour(text: str) -> Colour | None:
    """Red, green and blue of a CSS colour; `None` where it is not known."""
    word = text.strip().lower().split(" ")[0] if not text.strip().lower().startswith("rgb") else text.strip().lower()
    if word.startswith("rgb"):
        parts = [int(float(part)) for part in NUMBERS.findall(word)[:3] if part.strip(".") and part.count(".") < 2]
        return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None
    digits = word.lstrip("#")
    if word in NAMES:
        return NAMES[word]
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits[:3])
    try:
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return None


def shows_picture(tag: Tag) -> bool:
    """Whether the element itself has a picture behind it or is a picture button."""
    attributes = tag.attributes
    if "background" in attributes or (tag.name == "input" and attributes.get("type", "").lower() == "image"):
        return True
    style = attributes.get("style", "")
    return "url" in style and PICTURE.search(style) is not None


def classes(sheet: str) -> Mapping[str, str]:
    """Class -> declarations, of the rules outside `@media` that could hide something."""
    plain = sheet.partition("@media")[0]
    return {match.group(1): match.group(2) for match in RULE.finditer(plain)}


def contents(sheet: str) -> Iterator[tuple[int, int]]:
    """Spans of texts that a style sheet puts on the page."""
    if "content" not in sheet:
        return
    for match in CONTENT.finditer(sheet):
        yield match.span(1 if match.group(1) is not None else 2)
