"""New HTML apart from quoted history, by the marks mail clients leave. When in doubt everything counts as new."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gobetween.mime.quotes import Parted, is_forward, says_answers_are_below

_CONTAINERS = (
    "div.gmail_quote, div.gmail_quote_container, blockquote.gmail_quote, blockquote[type=cite], div.yahoo_quoted, "
    "div.protonmail_quote, blockquote.tutanota_quote, blockquote.protonmail_quote, div.gmail_extra > blockquote, "
    "blockquote[cite], div.moz-cite-prefix, div.cite-prefix, #isForwardContent, div.OutlookMessageHeader + *"
)
_EVERYTHING_AFTER = (
    "#divRplyFwdMsg, #appendonsend, #reply-intro, div.OutlookMessageHeader, #mail-editor-reference-message-container, "
    "div[style*='border-top:solid #E1E1E1'], div[style*='border-top:solid #B5C4DF'], hr[id=stopSpelling], "
    "div[style*='border-top: solid #E1E1E1'], div[style*='border-top: 1pt solid #E1E1E1']"
)
_PLACE = "\ue000"
"""Stands where a quote was, until it is sure that the quote may go."""
_MOST_QUOTES = 200
_ATTRIBUTION = re.compile(r"(?s).{0,300}[:：]\s*")


def part_html(html: str, *, subject: str = "") -> Parted:
    """New HTML and the history cut out of it."""
    html = html.replace(_PLACE, "")
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return Parted(new=html)
    quotes = _cut_containers(tree, subject)
    if quotes is None:
        return Parted(new=html, whole=True)
    quotes += _cut_after(tree)
    if not quotes:
        return Parted(new=html)
    shown = (tree.body or body).text(separator=" ")
    between = shown.split(_PLACE)
    if any(part.strip() and not _ATTRIBUTION.fullmatch(part.strip()) for part in between[1:-1]):
        return Parted(new=html, whole=True)
    if not any(c.isalnum() for c in shown) and not tree.css_first("img"):
        return Parted(new=html, whole=True)
    if says_answers_are_below(shown):
        return Parted(new=html, whole=True)
    return Parted(new=(tree.html or "").replace(_PLACE, ""), quoted="\n".join(quotes))


def _cut_containers(tree: LexborHTMLParser, subject: str) -> list[str] | None:
    """The quotes, outermost first, each replaced by a place mark; None when one holds more than a quote."""
    quotes: list[str] = []
    while len(quotes) < _MOST_QUOTES and (node := tree.css_first(_CONTAINERS)) is not None:
        if is_forward(node.text(separator="\n")[:400], subject) or _answered_inside(node):
            return None
        quotes.append(node.html or "")
        node.replace_with(_PLACE)
    return quotes


def _answered_inside(node: LexborNode) -> bool:
    """Gmail wraps inline answers into its quote container, beside the blockquotes."""
    if "gmail_quote" not in (node.attributes.get("class") or "") or node.tag != "div":
        return False
    inner = LexborHTMLParser(node.html or "")
    while (quote := inner.css_first("blockquote, div.gmail_attr")) is not None:
        quote.decompose()
    rest = (inner.body.text() if inner.body else "").strip()
    return any(c.isalnum() for c in rest) and not _ATTRIBUTION.fullmatch(rest)


def _cut_after(tree: LexborHTMLParser) -> list[str]:
    """Outlook marks only where history begins: the mark and everything after it goes."""
    mark = tree.css_first(_EVERYTHING_AFTER)
    if mark is None:
        return []
    quotes: list[str] = []
    node: LexborNode | None = mark
    first: LexborNode | None = mark
    while node is not None and node.tag not in ("body", "html"):
        parent = node.parent
        later = node.next
        while later is not None:
            following = later.next
            quotes.append(later.html or "")
            later.decompose()
            later = following
        node = parent
    quotes.insert(0, first.html or "" if first else "")
    if first is not None:
        first.replace_with(_PLACE)
    return quotes
