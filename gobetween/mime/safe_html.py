"""HTML that may be shown: an allow-list of tags and attributes, nothing that runs, loads from afar, or hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gobetween.mime.html_text import has_crowded_tag
from gobetween.mime.letter import Drop
from gobetween.mime.masking import Masker

MAX_HTML = 4 * 1024 * 1024
MAX_TAGS = 60_000
MAX_DEPTH = 400
MAX_DEPTH_WITH_COMMENTS = 2000
"""Word fills comments with hundreds of unclosed tags; what only looks like a comment must not go deeper either."""

TAGS = frozenset(
    str.split(
        "a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl "
        "dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section "
        "small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr article "
        "header footer"
    )
)
_GONE_WITH_CONTENT = frozenset(
    str.split("script style title iframe object embed applet template svg math select noframes")
)
_SIZES = frozenset(("align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing"))
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "align", "border"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    **{tag: {*_SIZES, "colspan", "rowspan"} for tag in ("td", "th")},
    **{tag: set(_SIZES) for tag in ("table", "tr", "tbody", "thead", "col", "colgroup", "hr", "p", "div")},
}
_STYLES = frozenset(
    str.split(
        "color background-color font-weight font-style font-size font-family text-decoration text-align text-indent "
        "margin margin-left margin-right margin-top margin-bottom padding padding-left padding-right padding-top "
        "padding-bottom border border-left border-right border-top border-bottom border-collapse border-color "
        "border-radius width max-width height vertical-align line-height list-style-type white-space"
    )
)
_UNSAFE_STYLE = re.compile(r"url\s*\(|expression|@import|\\|/\*", re.IGNORECASE)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\.0+)?(?![\d.])|mso-hide\s*:\s*all|"
    r"opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)",
    re.IGNORECASE,
)
_NESTING = re.compile(r"<!--(?:-?>)?|--!?>|<(/?)(?!(?:br|img|hr|meta|link|input|p|li|td|tr|col|wbr)\b)([a-zA-Z])")
_MOST_REMOVALS = 3000
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Safe:
    """Sanitised, masked HTML and what had to go."""

    html: str
    dropped: tuple[Drop, ...] = ()


def too_heavy(html: str) -> bool:
    """Whether it is better not to look inside: size, number of tags, depth."""
    if len(html) > MAX_HTML or html.count("<") > MAX_TAGS or has_crowded_tag(html):
        return True
    depth, depth_with_comments = _depths(html)
    return depth > MAX_DEPTH or depth_with_comments > MAX_DEPTH_WITH_COMMENTS


def sanitise(html: str, *, masker: Masker, place: str, pictures: Mapping[str, str] = _NONE) -> Safe:
    """The HTML a reader may get; `pictures` are the content ids that stay in the letter, each with its new name."""
    tree = LexborHTMLParser(html)
    gone: Counter[str] = Counter()
    _remove(tree, "[style],[hidden]", _is_unseen, lambda node: _note(gone, node), "")
    _remove(
        tree, "img", lambda node: not _is_kept_picture(node, pictures), lambda _: _count(gone, "remote-content"), "alt"
    )
    body = tree.body.html if tree.body else ""
    safe = nh3.clean(
        body or "",
        tags=set(TAGS),
        clean_content_tags=set(_GONE_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute_filter(masker, place, pictures),
        url_schemes={"http", "https", "cid"},
        filter_style_properties=set(_STYLES),
        link_rel="noopener noreferrer nofollow",
    )
    dropped = tuple(Drop(what=_WHAT[reason].format(count), reason=reason) for reason, count in sorted(gone.items()))
    return Safe(html=masker.html(safe, place).strip(), dropped=dropped)


_WHAT = {"hidden-text": "invisible text ({})", "remote-content": "pictures from the web ({})"}


def _attribute_filter(masker: Masker, place: str, pictures: Mapping[str, str]) -> Callable[[str, str, str], str | None]:
    styles: dict[str, str | None] = {}

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            if value not in styles:
                styles[value] = None if _UNSAFE_STYLE.search(value) or masker.finds(value) else value
            return styles[value]
        if name == "href":
            return masker.url(value.strip(), place) if re.match(r"\s*https?://", value, re.IGNORECASE) else None
        if name == "src":
            known = pictures.get(_content_id(value))
            return None if known is None else f"cid:{known}"
        return masker.text(value, place)

    return keep


def _depths(html: str) -> tuple[int, int]:
    """Cheap guesses of nesting (opened minus closed, voids aside), without what seems to be in comments and with it."""
    deepest, all_deepest, depth, all_depth, commented = 0, 0, 0, 0, False
    for tag in _NESTING.finditer(html):
        if not tag[2]:
            commented = tag[0] == "<!--"
            continue
        step = -1 if tag[1] else 1
        all_depth += step
        all_deepest = max(all_deepest, all_depth)
        if not commented:
            depth += step
            deepest = max(deepest, depth)
    return deepest, all_deepest


def _is_unseen(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def _is_kept_picture(node: LexborNode, pictures: Mapping[str, str]) -> bool:
    return _content_id(node.attributes.get("src") or "") in pictures


def _content_id(source: str) -> str:
    source = source.strip()
    return unquote(source[4:]).strip("<>") if source.lower().startswith("cid:") else ""


def _note(gone: Counter[str], node: LexborNode) -> None:
    if node.text().strip():
        _count(gone, "hidden-text")


def _count(gone: Counter[str], reason: str) -> None:
    gone[reason] += 1


def _remove(
    tree: LexborHTMLParser,
    selector: str,
    matches: Callable[[LexborNode], bool],
    note: Callable[[LexborNode], None],
    instead: str,
) -> None:
    """Remove what matches, outermost first (never touch a node whose parent is already freed)."""
    marked = [node for node in tree.css(selector) if matches(node)]
    for node in marked:
        node.attrs["data-gone"] = "1"
    for _ in range(min(len(marked), _MOST_REMOVALS)):
        found = tree.css_first("[data-gone]")
        if found is None:
            return
        note(found)
        said = found.attributes.get(instead) if instead else ""
        found.replace_with(f" {said} " if said else "")
