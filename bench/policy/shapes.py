"""Texts to measure with: ordinary ones of a given size, and hostile ones of a megabyte."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from bench.policy.corpus import Message

MEGABYTE = 1_000_000


def ordinary(messages: Sequence[Message], size: int, count: int) -> list[str]:
    """Clean everyday messages of one language behind each other, cut to size; every text begins elsewhere."""
    texts = []
    languages = ("en", "de", "fr", "es", "it", "ja")
    pools = {
        language: [_said(each) for each in messages if each.clean and each.kind == "real" and each.language == language]
        for language in languages
    }
    for number in range(count):
        pool = pools[languages[number % len(languages)]]
        first, text = number * 7, ""
        while len(text) < size:
            text += pool[first % len(pool)] + "\n"
            first += 1
        texts.append(text[:size])
    return texts


def _said(message: Message) -> str:
    return next(source.text for source in message.draft.sources if source.place == "text")


def page(text: str) -> str:
    """A text as HTML as mail programs write it: tables, styles, links into the marketplace."""
    rows = "".join(
        f'<tr><td style="padding:4px;font-family:Arial,sans-serif">{line}</td>'
        f'<td><a href="https://www.amazon.com/gp/order/{number}">order</a></td></tr>\n'
        for number, line in enumerate(text.splitlines())
        if line
    )
    return f"<html><head><style>td{{color:#333}}</style></head><body><table>{rows}</table></body></html>"


def hostile() -> Iterator[tuple[str, str, str]]:
    """(name, place, text) of a megabyte each."""
    for name, piece in PIECES.items():
        yield name, "text", (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
    for name, piece in TAGS.items():
        yield f"{name}, HTML", "html", (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
    dice = random.Random(7)
    yield "any characters", "text", "".join(chr(dice.randrange(32, 0x2FFF)) for _ in range(MEGABYTE))
    words = "five stars review call at dot com whatsapp refund if happy please four one zero gmail".split()  # noqa: SIM905
    yield "words of the rules", "text", " ".join(dice.choice(words) for _ in range(MEGABYTE // 6))[:MEGABYTE]


PIECES = {
    "one letter": "a",
    "one digit": "1",
    "digits with blanks": "4 1 5 ",
    "spelled digits": "four one five ",
    "dots": "a.",
    "at signs": "@",
    "addresses without end": "a@b.",
    "dot in words": "a dot com at ",
    "schemes": "http://",
    "h t t p": "h t t p s : / / ",
    "blanks": " ",
    "line ends": "\n",
    "spaced letters": "r e v i e w  ",
    "leet": "r3v13w 5t4r5 ",
    "zero width": "re\u200bview ",
    "combining marks": "e\u0301\u0300\u0302\u0303",
    "full width": "ｒｅｖｉｅｗ４１５",
    "homoglyphs": "rеviеw ",
    "five stars": "five star review ",
    "reward for review": "refund after your review. ",
    "Japanese": "高評価レビューをお願いします。",
    "opening brackets": "((((",
    "bare hosts": "acme.store ",
    "handles": "insta: @acme ",
}
TAGS = {
    "open tags": "<div>",
    "less-than signs": "<",
    "tags without end": "<a href=",
    "links": '<a href="https://acme.store/">x</a>',
    "styles": '<p style="color:#fff;font-size:1px">x</p>',
    "entities": "&#52;&amp;",
    "comments": "<!-- ",
    "pictures": '<img src="http://a.example/x.png" width=1>',
}
