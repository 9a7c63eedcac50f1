"""Reads HTML as its reader sees it, with offsets into the HTML: visible text, hidden text, links, pictures, styles.

No tree is built: tags are taken in order, so the offsets are exact and the time is linear. What a browser would
repair (unclosed tags) is taken as it stands.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import re2

from gobetween.policy.views import View, raw

TOKEN = re2.compile(r"(?s)<!--.*?(?:-->|$)|<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>|<[!?][^>]*>")
ATTRIBUTE = re2.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?")
ENTITY = re2.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
HIDING = re2.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0?\.[01]\d*|0)(?:[;\s]|$)|"
    r"font-size\s*:\s*(?:[01](?:\.\d+)?|0?\.\d+)\s*(?:px|pt|em|rem|%)?(?:[;\s!]|$)|mso-hide\s*:\s*all|text-indent\s*:\s*-\d{3,}|"
    r"(?:max-)?(?:height|width)\s*:\s*0(?:px|pt|%)?(?:[;\s]|$)|(?:left|top)\s*:\s*-\d{3,}"
)
COLOUR = re2.compile(r"(?i)(?:^|[;\s\"])color\s*:\s*([^;\"!]+)")
GROUND = re2.compile(r"(?i)background(?:-color)?\s*:\s*([^;\"!]+)")
WHITES = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)", "#fefefe", "#fdfdfd", "#fcfcfc", "transparent"})
VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed"})
BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre"}
)
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
DEPTH = 400
"""Deepest nesting followed; what lies deeper counts as standing in the element at that depth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A start tag: name and attributes in lower case, and its span in the HTML."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Anchor:
    """A link: its tag, the visible text within it, and the pictures within it."""

    tag: Tag
    text: str = ""
    pictures: list[Tag] = field(default_factory=list)

    @property
    def href(self) -> str:
        return self.tag.attributes.get("href", "").strip()


@dataclass(slots=True, kw_only=True)
class Page:
    """What an HTML text shows and hides. `visible` and `hidden` map back to offsets in the HTML."""

    visible: View
    hidden: View
    anchors: list[Anchor]
    pictures: list[Tag]
    tags: list[Tag]


class _Text:
    """Collects text with its offsets."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, source: str, start: int, end: int) -> None:
        at = start
        if source.find("&", start, end) >= 0:
            for match in ENTITY.finditer(source, start, end):
                self._plain(source, at, match.start())
                self._put(html.unescape(match.group()), match.start(), match.end())
                at = match.end()
        self._plain(source, at, end)

    def gap(self, at: int, mark: str = "\n") -> None:
        if self.pieces and self.pieces[-1] != mark:
            self._put(mark, at, at)

    def view(self, name: str) -> View:
        return View(name, "".join(self.pieces), self.starts, self.ends)

    def _plain(self, source: str, start: int, end: int) -> None:
        if start < end:
            self.pieces.append(source[start:end])
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))

    def _put(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))


class _Reader:
    """Walks the tokens with the stack of open elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.visible, self.hidden = _Text(), _Text()
        self.stack: list[tuple[str, bool, bool]] = []
        self.page = Page(visible=raw(""), hidden=raw(""), anchors=[], pictures=[], tags=[])
        self.open_anchors: list[Anchor] = []

    def read(self) -> Page:
        at = 0
        for match in TOKEN.finditer(self.source):
            self._text(at, match.start())
            at = match.end()
            if match.group().startswith("<!--"):
                self._comment(match.start() + 4, at)
            elif match.group(2):
                self._tag(match)
        self._text(at, len(self.source))
        self.page.visible, self.page.hidden = self.visible.view("visible"), self.hidden.view("hidden")
        return self.page

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        _, hidden, unseen = self.stack[-1] if self.stack else ("", False, False)
        if unseen:
            return
        (self.hidden if hidden else self.visible).add(self.source, start, end)
        if self.open_anchors and not hidden:
            self.open_anchors[-1].text += html.unescape(self.source[start:end])

    def _comment(self, start: int, end: int) -> None:
        body = self.source[start:end].lstrip()
        if not body.startswith(("[if", "[endif", "<![")):
            self.hidden.gap(start)
            self.hidden.add(self.source, start, max(start, end - 3))
            self.hidden.gap(end)

    def _tag(self, match: re2._Match) -> None:
        name = match.group(2).lower()
        if name in BLOCKS:
            self.visible.gap(match.start())
            self.hidden.gap(match.start())
        elif name in ("td", "th"):
            self.visible.gap(match.start(), " ")
        if match.group(1):
            self._close(name)
        else:
            self._open(Tag(name=name, attributes=_attributes(match.group(3)), start=match.start(), end=match.end()))

    def _open(self, tag: Tag) -> None:
        self.page.tags.append(tag)
        _, hidden, unseen = self.stack[-1] if self.stack else ("", False, False)
        if tag.name == "img":
            self.page.pictures.append(tag)
            if self.open_anchors:
                self.open_anchors[-1].pictures.append(tag)
        if tag.name == "a" and "href" in tag.attributes:
            anchor = Anchor(tag=tag)
            self.page.anchors.append(anchor)
            self.open_anchors.append(anchor)
        if tag.name not in VOID and len(self.stack) < DEPTH:
            self.stack.append((tag.name, hidden or is_hidden(tag), unseen or tag.name in UNSEEN))

    def _close(self, name: str) -> None:
        if name == "a" and self.open_anchors:
            self.open_anchors.pop()
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 12), -1):
            if self.stack[index][0] == name:
                del self.stack[index:]
                return


def is_hidden(tag: Tag) -> bool:
    """Whether the element's own attributes keep its text from being seen."""
    attributes = tag.attributes
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "")
    return bool(style and HIDING.search(style)) or _white_on_white(tag)


def _white_on_white(tag: Tag) -> bool:
    style = tag.attributes.get("style", "")
    colour = _of(COLOUR, style) or tag.attributes.get("color", "").lower()
    ground = _of(GROUND, style) or tag.attributes.get("bgcolor", "").lower() or "white"
    return colour in WHITES and ground in WHITES


def _of(pattern: re2._Regexp, style: str) -> str:
    match = pattern.search(style)
    return match.group(1).replace(" ", "").lower() if match else ""


def _attributes(text: str) -> dict[str, str]:
    if not text.strip(" /"):
        return {}
    return {
        match.group(1).lower(): html.unescape((match.group(2) or "").strip("\"'")) for match in ATTRIBUTE.finditer(text)
    }


def read(source: str) -> Page:
    """What `source` shows, hides and links to."""
    return _Reader(source).read()


def texts(page: Page) -> Iterator[View]:
    """The visible text, then the hidden one, as far as there is any."""
    if page.visible.text.strip():
        yield page.visible
    if page.hidden.text.strip():
        yield page.hidden
