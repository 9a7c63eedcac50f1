"""Reads HTML as its reader sees it, with offsets into the HTML: visible text, hidden text, links, pictures, styles.

No tree is built: tags are taken in order, so the offsets are exact and the time is linear. What a browser would
repair (unclosed tags) is taken as it stands.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gobetween.policy import styles, tags
from gobetween.policy.styles import Look
from gobetween.policy.tags import Tag
from gobetween.policy.views import Piece, View, raw

__all__ = ["Anchor", "Page", "Tag", "read", "texts"]

VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed"})
BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre",
     "center", "section", "article", "header", "footer", "dl", "dt", "dd", "figure", "figcaption", "form", "button"}
)  # fmt: skip
CELLS = frozenset({"td", "th", "option", "label"})
UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
RAW = frozenset({"script", "style", "textarea", "title"})
"""Elements that hold plain text up to their end tag."""
PICTURES = frozenset({"img", "svg", "image", "picture", "v:image", "v:fill", "object", "video", "canvas", "amp-img"})
SPOKEN = ("alt", "title", "aria-label", "placeholder")
"""Attributes that a reader sees or hears when the picture is not shown."""
DEPTH = 400
"""Deepest nesting followed; what lies deeper counts as standing in the element at that depth."""
NEAR = 12
"""How many open elements back an end tag may belong to."""


@dataclass(slots=True, kw_only=True)
class Anchor:
    """A link: its tag, the visible text within it, and the pictures within it."""

    tag: Tag
    parts: list[str] = field(default_factory=list)
    pictures: list[Tag] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def href(self) -> str:
        return self.tag.attributes.get("href", "").strip()


@dataclass(slots=True, kw_only=True)
class Page:
    """What an HTML text shows and hides. `visible`, `spoken` and `hidden` map back to offsets in the HTML.

    `hidden` has the comments too; `concealed` are the spans of text that an element keeps from being seen.
    """

    visible: View
    spoken: View
    hidden: View
    anchors: list[Anchor]
    pictures: list[Tag]
    tags: list[Tag]
    concealed: list[tuple[int, int]]


class _Text:
    """Collects text with its offsets, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    def add(self, source: str, start: int, end: int) -> None:
        at = start
        while (amp := source.find("&", at, end)) >= 0:
            stop = tags.entity_end(source, amp, end)
            if stop:
                self._plain(source, start, amp)
                self.pieces.append((html.unescape(source[amp:stop]), amp, stop))
                start = stop
            at = stop or amp + 1
        self._plain(source, start, end)

    def gap(self, at: int, mark: str = "\n") -> None:
        if self.pieces and self.pieces[-1][0] != mark:
            self.pieces.append((mark, at, at))

    def _plain(self, source: str, start: int, end: int) -> None:
        if start < end:
            self.pieces.append((source[start:end], start, end))


class _Reader:
    """Walks the tokens with the stack of open elements."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.visible, self.spoken, self.hidden = _Text(), _Text(), _Text()
        self.stack: list[tuple[str, Look, bool]] = []
        self.look, self.unseen = styles.PLAIN, False
        self.page = Page(
            visible=raw(""), spoken=raw(""), hidden=raw(""), anchors=[], pictures=[], tags=[], concealed=[]
        )
        self.open_anchors: list[Anchor] = []
        self.classes: Mapping[str, str] = {}

    def read(self) -> Page:
        for start, end, kind in tags.tokens(self.source):
            if kind == "text":
                self._text(start, end)
            elif kind == "tag":
                self._open(tags.tag(self.source, start, end))
            elif kind == "end":
                self._close(self.source[start + 2 : end - 1].strip(" /\n\t").lower(), start)
            elif kind == "comment":
                self._comment(start, end)
            elif kind == "style":
                self._style(start, end)
        page, whole = self.page, raw(self.source)
        page.visible = whole.rewritten("visible", self.visible.pieces)
        page.spoken = whole.rewritten("spoken", self.spoken.pieces)
        page.hidden = whole.rewritten("hidden", self.hidden.pieces)
        return page

    def _text(self, start: int, end: int) -> None:
        if self.unseen:
            return
        if not styles.hides(self.look):
            self.visible.add(self.source, start, end)
            if self.open_anchors:
                self.open_anchors[-1].parts.append(html.unescape(self.source[start:end]))
            return
        self.hidden.add(self.source, start, end)
        self.page.concealed.append((start, end))

    def _comment(self, start: int, end: int) -> None:
        if not self.source[start + 4 : start + 40].lstrip().startswith(("[if", "[endif", "<![")):
            self.hidden.gap(start)
            self.hidden.add(self.source, min(start + 4, end), max(start + 4, end - 3))
            self.hidden.gap(end)

    def _style(self, start: int, end: int) -> None:
        sheet = self.source[start:end]
        self.classes = {**self.classes, **styles.classes(sheet)}
        for first, last in styles.contents(sheet):
            self.spoken.gap(start + first)
            self.spoken.add(self.source, start + first, start + last)

    def _open(self, tag: Tag) -> None:
        name = tag.name
        self._gaps(name, tag.start)
        self.page.tags.append(tag)
        if self.open_anchors or name == "img":
            self._picture(tag)
        if tag.attributes:
            if name in ("a", "area") and "href" in tag.attributes:
                self._anchor(tag)
            if not self.unseen:
                self._speak(tag)
        if name not in VOID and len(self.stack) < DEPTH:
            self.stack.append((name, self.look, self.unseen))
            self.look = styles.look(tag, self.look, self.classes)
            self.unseen = self.unseen or name in UNSEEN

    def _picture(self, tag: Tag) -> None:
        if tag.name == "img":
            self.page.pictures.append(tag)
        if self.open_anchors and (tag.name in PICTURES or styles.shows_picture(tag)):
            self.open_anchors[-1].pictures.append(tag)

    def _anchor(self, tag: Tag) -> None:
        anchor = Anchor(tag=tag)
        if tag.name == "area" or styles.shows_picture(tag):
            anchor.pictures.append(tag)
        self.page.anchors.append(anchor)
        if tag.name == "a":
            self.open_anchors.append(anchor)

    def _speak(self, tag: Tag) -> None:
        for name in SPOKEN:
            if tag.attributes.get(name):
                start, end = tag.span(name)
                self.spoken.gap(start)
                self.spoken.add(self.source, start, end)

    def _gaps(self, name: str, at: int) -> None:
        if name in BLOCKS:
            self.visible.gap(at)
            self.hidden.gap(at)
        elif name in CELLS:
            self.visible.gap(at, " ")

    def _close(self, name: str, at: int) -> None:
        self._gaps(name, at)
        if name == "a" and self.open_anchors:
            self.open_anchors.pop()
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - NEAR), -1):
            if self.stack[index][0] == name:
                _, self.look, self.unseen = self.stack[index]
                del self.stack[index:]
                return


def read(source: str) -> Page:
    """What `source` shows, hides and links to."""
    return _Reader(source).read()


def texts(page: Page) -> Iterator[View]:
    """The visible text, what pictures say of themselves, and the hidden text, as far as there is any."""
    for view in (page.visible, page.spoken, page.hidden):
        if view.text.strip():
            yield view
