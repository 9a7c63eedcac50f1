"""HTML to readable text: line breaks, lists, quotes and link targets stay; scripts, styles and hidden text go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

SILENT = frozenset({"head", "script", "style", "title", "template", "object", "svg", "math", "select", "iframe"})
_BLOCKS_NAMES = (
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form "
    "header hr li main nav ol pre section table tbody tfoot thead tr ul "
)
BLOCKS = frozenset(_BLOCKS_NAMES.split())
PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
LINKS = ("http:", "https:", "mailto:", "tel:", "sms:", "ftp:")

_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all", re.I
)
_BLANKS = re.compile(r"\n{3,}")
_FILE_NAME = re.compile(r"^\S*\.\w{2,4}$|^(image|logo|photo|picture)\b", re.I)
_NO_BORDER = re.compile(r"border\s*:\s*(none|0)|margin\s*:\s*0[^;]*40px", re.I)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.I)
_VOID_NAMES = "area base br col embed hr img input link meta source track wbr p li td th tr dd dt option "
_VOID = frozenset(_VOID_NAMES.split())
_QUOTE_DEPTH = 100  # more nested quotes than this are written like the hundredth: a prefix must stay short
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN = re.compile(r"[\s/]+")
_MOST_ATTRIBUTES = 3000
_NEST_DEPTH = 2000
_NEST_WORK = 10_000_000  # depth times tags: what a tree builder may have to do for unclosed formatting


def html_to_text(html: str) -> str:
    """The text a reader of this HTML would see. Never raises; `blockquote` becomes `> `, a link `label <target>`."""
    if is_overnested(html):
        return _BLANKS.sub("\n\n", unescape(_TAG.sub("\n", html))).strip()
    root = LexborHTMLParser(html.replace("\0", "")).root
    if root is None:
        return ""
    page = _Page()
    for node, entering in _walk(root):
        (page.enter if entering else page.leave)(node, node.tag or "")
    return page.text()


def is_overnested(html: str) -> bool:
    """Would a tree builder need quadratic time or memory for this? Then it must be read flat, without a tree."""
    tags = html.count("<")
    if has_crowded_tag(html):
        return True
    if tags < 2000:
        return False
    depth = deepest = 0
    for close, name in _TAG.findall(html):
        if name.lower() not in _VOID:
            depth += -1 if close else 1
            deepest = max(deepest, depth)
    return deepest > _NEST_DEPTH or deepest * tags > _NEST_WORK


def has_crowded_tag(html: str) -> bool:
    """Whether one tag has thousands of attributes: a tree builder compares each with all others."""
    large = (_QUOTED.sub("", piece).partition(">")[0] for piece in html.split("<") if len(piece) > _MOST_ATTRIBUTES)
    return any(max(tag.count("="), len(_BETWEEN.findall(tag))) > _MOST_ATTRIBUTES for tag in large)


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node twice, on the way in and on the way out, in document order; silent subtrees not at all."""
    node: LexborNode | None = root
    stack: list[LexborNode] = []
    while node is not None or stack:
        if node is None:
            done = stack.pop()
            yield done, False
            node = done.next
            continue
        if _is_silent(node):
            node = node.next
            continue
        yield node, True
        stack.append(node)
        node = node.child


def _is_silent(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag == "-text":
        return False
    if tag in SILENT or tag.startswith(("!", "-comment", "_")):
        return True
    found = node.attributes
    if not found:
        return False
    return "hidden" in found or bool(_HIDDEN.search(found.get("style") or ""))


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quotes: int = 0
    preformatted: int = 0
    lists: list[int] = field(default_factory=list)  # per open list the next number, 0 for bullets
    links: list[int] = field(default_factory=list)  # per open link where its label begins in `line`

    def enter(self, node: LexborNode, tag: str) -> None:
        if tag == "-text":
            self.write(node.text_content or "")
        elif tag == "br":
            self.end_line()
        elif tag in PARAGRAPHS:
            self.blank_line()
        elif tag in BLOCKS:
            self.fresh_line()
            self.open_block(node, tag)
        elif tag in ("td", "th") and self.line:
            self.line.append(" ")
        elif tag == "a":
            self.links.append(len(self.line))
        elif tag == "img":
            self.write(_alternative(node))

    def leave(self, node: LexborNode, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.blank_line()
        elif tag in BLOCKS:
            self.fresh_line()
            self.close_block(node, tag)
        elif tag == "a" and self.links:
            self.write_target(node, self.links.pop())

    def open_block(self, node: LexborNode, tag: str) -> None:
        if tag == "blockquote":
            self.quotes += _is_quote(node)
        elif tag == "pre":
            self.preformatted += 1
        elif tag in ("ul", "ol"):
            self.lists.append(int(tag == "ol"))
        elif tag == "li":
            self.line.append(self.bullet())
        elif tag == "hr":
            self.line.append("---")

    def close_block(self, node: LexborNode, tag: str) -> None:
        if tag == "blockquote":
            self.quotes -= _is_quote(node)
        elif tag == "pre":
            self.preformatted -= 1
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()

    def bullet(self) -> str:
        if not self.lists or not self.lists[-1]:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def write(self, text: str) -> None:
        if self.preformatted:
            *whole, rest = text.replace("\r\n", "\n").split("\n")
            for piece in whole:
                self.line.append(piece)
                self.end_line()
            self.line.append(rest)
            return
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self.line or self.line[-1].endswith(" ")):
            text = text[1:]
        if text:
            self.line.append(text)

    def write_target(self, node: LexborNode, start: int) -> None:
        target = (node.attributes.get("href") or "").strip()
        if not target.lower().startswith(LINKS):
            return
        label = "".join(self.line[start:]).strip()
        if _bare(target) not in (_bare(label), _bare(label).replace(" ", "")):
            self.write(f" <{target}>" if label else f"<{target}>")

    def fresh_line(self) -> None:
        if self.line:
            self.end_line()

    def blank_line(self) -> None:
        self.fresh_line()
        if self.lines and self.lines[-1].strip("> "):
            self.end_line()

    def end_line(self) -> None:
        line = "".join(self.line)
        self.line.clear()
        self.links = [0] * len(self.links)
        line = "-- " if line.strip() == "--" else line.rstrip()
        prefix = ">" * min(self.quotes, _QUOTE_DEPTH)
        self.lines.append(f"{prefix} {line}" if prefix else line)

    def text(self) -> str:
        self.fresh_line()
        return _BLANKS.sub("\n\n", "\n".join(self.lines)).strip("\n ")


def _is_quote(node: LexborNode) -> bool:
    """A `blockquote` that only indents (Outlook, Gmail's indent button) is the writer's own text."""
    found = node.attributes
    return found.get("type") == "cite" or not _NO_BORDER.search(found.get("style") or "")


def _alternative(node: LexborNode) -> str:
    text = (node.attributes.get("alt") or "").strip()
    if _FILE_NAME.match(text):
        return ""
    return f" {text} " if any(c.isalnum() for c in text) else text  # words of their own, emoji as they stand


def _bare(address: str) -> str:
    """A link as a reader would compare it with its label: no scheme, no query, no trailing slash, any case."""
    address = address.strip().lower()
    for start in ("https://", "http://", "mailto:", "tel:", "sms:", "ftp://", "www."):
        address = address.removeprefix(start)
    return address.split("?")[0].rstrip("/")
