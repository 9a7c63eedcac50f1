"""HTML of a letter, once more through the sanitiser before it stands in a page.

No styles, classes or ids survive, so that nothing a party wrote can look like a part of the page. Pictures stay only
when they are a file of the same message (`cid:`); remote ones never load.
"""

from __future__ import annotations

from collections.abc import Mapping

import nh3

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}


def cleaned(html: str, pictures: Mapping[str, str]) -> str:
    """Safe HTML; `pictures` gives the address of each content id that may be shown."""

    def keep(tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("img", "src"):
            return pictures.get(value.removeprefix("cid:").strip("<>"), "") if value.startswith("cid:") else ""
        return value

    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="pass_through",
        link_rel="noopener noreferrer nofollow",
    )
