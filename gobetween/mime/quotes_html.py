"""New HTML apart from quoted history, by the marks mail clients leave. When in doubt everything counts as new."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gobetween.mime.quotes import (
    Parted,
    begins_header_block,
    begins_like_header,
    is_attribution,
    is_forward,
    is_telling,
    says_answers_are_below,
)

_CONTAINERS = (
    "div.gmail_quote, div.gmail_quote_container, blockquote.gmail_quote, blockquote[type=cite], div.yahoo_quoted, "
    "div.protonmail_quote, blockquote.tutanota_quote, blockquote.protonmail_quote, div.gmail_extra > blockquote, "
    "blockquote[cite], div.moz-cite-prefix, div.cite-prefix, #OLK_SRC_BODY_SECTION"
)
_EVERYTHING_AFTER = (
    "#divRplyFwdMsg, #appendonsend, #reply-intro, div.OutlookMessageHeader, #mail-editor-reference-message-container, "
    "#stopSpelling"
)
_RULED = (
    "div[style*='border-top:solid #E1E1E1'], div[style*='border-top:solid #B5C4DF'], "
    "div[style*='border-top: solid #E1E1E1'], div[style*='border-top: 1pt solid #E1E1E1']"
)
_PLACE = "\ue000"
"""Stands where a quote was, until it is sure that the quote may go."""
_INLINE = frozenset(("-text", "a", "b", "i", "u", "em", "strong", "span", "font", "cite", "time", "small"))
_MOST_QUOTES = 200
_MOST_TEXTS = 5000
_MOST_LEVELS = 60


def part_html(html: str, *, subject: str = "", is_reply: bool = True) -> Parted:
    """New HTML and the history cut out of it; a header no client marked begins history in a reply only."""
    html = html.replace(_PLACE, "")
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return Parted(new=html)
    quotes = _cut_containers(tree, subject, is_reply=is_reply)
    if quotes is None:
        return Parted(new=html, whole=True)
    mark = tree.css_first(_EVERYTHING_AFTER) or _ruled_header(tree)
    quotes += _cut_after(mark or (_unmarked_header(tree) if is_reply else None))
    if not quotes:
        return Parted(new=html)
    shown = tree.body.text(separator=" ")
    between = (part.strip() for part in shown.split(_PLACE)[1:-1])
    if any(text and not is_attribution(text) for text in between) or says_answers_are_below(shown):
        return Parted(new=html, whole=True)
    if not any(c.isalnum() for c in shown) and not tree.css_first("img"):
        return Parted(new=html, whole=True)
    return Parted(new=(tree.html or "").replace(_PLACE, ""), quoted="\n".join(quotes))


def _ruled_header(tree: LexborHTMLParser) -> LexborNode | None:
    """Outlook draws a line above a quoted header; a line above anything else is only a line."""
    ruled = (node for node in tree.css(_RULED)[:_MOST_QUOTES] if begins_like_header(node.text()[:400].lstrip()))
    return next(ruled, None)


def _cut_containers(tree: LexborHTMLParser, subject: str, *, is_reply: bool) -> list[str] | None:
    """The quotes, outermost first, each replaced by a place mark; None when one holds more than a quote."""
    quotes: list[str] = []
    while len(quotes) < _MOST_QUOTES and (node := tree.css_first(_CONTAINERS)) is not None:
        if is_forward(node.text(separator="\n")[:400], subject) or _answered_inside(node):
            return None
        quotes.append(_attribution_before(node) + (node.html or ""))
        node.replace_with(_PLACE)
    for node in tree.css("blockquote")[:_MOST_QUOTES]:
        said = _attribution_before(node, telling=not is_reply)
        if said:
            quotes.append(said + (node.html or ""))
            node.replace_with(_PLACE)
            break
    return quotes


def _attribution_before(node: LexborNode, *, telling: bool = False) -> str:
    """Takes out the "On … wrote:" that stands right before a quote, and returns it; `telling`: not without a date."""
    line: list[LexborNode] = []
    before = node.prev
    while before is not None and len(line) < 30:
        said = before.text().strip()
        if _PLACE in said or (line and before.tag not in _INLINE) or len(said) > 400:
            break
        if said:
            line.insert(0, before)
            if before.tag not in _INLINE:
                break
        before = before.prev
    said = "".join(one.text(separator=" ") for one in line)
    if not is_attribution(said) or (telling and not is_telling([said])):
        return ""
    html = "".join(one.html or "" for one in line)
    for one in line:
        one.decompose()
    return html


def _answered_inside(node: LexborNode) -> bool:
    """Gmail wraps inline answers into its quote container, beside the blockquotes."""
    if "gmail_quote" not in (node.attributes.get("class") or "") or node.tag != "div":
        return False
    inner = LexborHTMLParser(node.html or "")
    while (quote := inner.css_first("blockquote, div.gmail_attr")) is not None:
        quote.decompose()
    rest = (inner.body.text() if inner.body else "").strip()
    return any(c.isalnum() for c in rest) and not is_attribution(rest)


def _unmarked_header(tree: LexborHTMLParser) -> LexborNode | None:
    """The outermost element that begins with a quoted From/Sent/To header, when no client marked it."""
    nodes: list[LexborNode] = []
    for node in tree.body.traverse(include_text=True) if tree.body else ():
        if node.tag == "-text" and node.text().strip():
            nodes.append(node)
            if len(nodes) > _MOST_TEXTS:
                return None
    texts = [node.text() for node in nodes]
    for number in range(1, len(texts)):
        if begins_header_block(texts[number : number + 24]):
            return _outermost(nodes[number])
    return None


def _outermost(node: LexborNode) -> LexborNode:
    """Up as long as nothing is said before it."""
    for _ in range(_MOST_LEVELS):
        parent = node.parent
        if parent is None or parent.tag in ("body", "html") or _something_before(node):
            return node
        node = parent
    return node


def _something_before(node: LexborNode) -> bool:
    before = node.prev
    while before is not None:
        if before.text().strip():
            return True
        before = before.prev
    return False


def _cut_after(mark: LexborNode | None) -> list[str]:
    """Outlook marks only where history begins: the mark and everything after it goes."""
    if mark is None:
        return []
    quotes: list[str] = []
    node: LexborNode | None = mark
    while node is not None and node.tag not in ("body", "html"):
        parent, later = node.parent, node.next
        while later is not None:
            following = later.next
            quotes.append(later.html or "")
            later.decompose()
            later = following
        node = parent
    quotes.insert(0, mark.html or "")
    mark.replace_with(_PLACE)
    return quotes
