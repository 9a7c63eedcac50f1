"""Concepts that are shapes and not words: a percentage, an amount, a code, a row of stars, a name. Any language."""

from __future__ import annotations

import re2

from gobetween.policy.lexicon.hit import Hit

PERCENT = re2.compile(
    r"\b\d{1,3}(?:[.,]\d)?[ \x{A0}]?(?:%|percent\b|per cent\b|prozent\b|pour ?cent\b|por ?cien|per ?cento\b)|"
    r"\d割引?|\d{1,2}%"
)
MONEY = re2.compile(
    r"(?i)(?:[$€£¥₹]|\b(?:usd|eur|gbp|chf|rs\.?|inr|rm|us\$|mxn|jpy))[ \x{A0}]?\d[\d.,]*|"
    r"\b\d[\d.,]*[ \x{A0}]?(?:[$€£¥₹]|"
    r"(?:usd|euros?|eur|gbp|dollars?|pounds?|quid|bucks|rs|rupees|pesos?|soles|yen|chf|franken)\b|円)"
)  # fmt: skip
CODE = re2.compile(r"\b[A-Z]{3,}[A-Z-]*\d{0,4}\b|\b[A-Z]{2,}-?\d{1,3}[A-Z]*\b")
STARS = re2.compile(r"(?:[★⭐🌟☆]\x{FE0F}?[ ]?){3,}|\b5 ?[★⭐*]|★ ?5")
NAME = re2.compile(
    r"[\p{Ll},] ((?:\p{Lu}[\p{L}\p{N}'’&-]+ (?:& |and |of |de |di |du |by )?)*\p{Lu}[\p{L}\p{N}'’-]{2,})"
)


SHAPES: dict[str, tuple[re2._Regexp, int, str]] = {
    "percent": (PERCENT, 0, "%entP割cie"),
    "money": (MONEY, 0, "0123456789"),
    "stars": (STARS, 0, "★⭐🌟☆*"),
    "code": (CODE, 0, ""),
    "name": (NAME, 1, ""),
}
"""By concept: the pattern, the group that is meant, and characters of which a text must have one."""


def hits(concept: str, text: str) -> list[Hit]:
    """Every place of a shape in a text with its case kept. Raises `KeyError` for a concept that is no shape."""
    pattern, group, needed = SHAPES[concept]
    if needed and not any(character in text for character in needed):
        return []
    return [Hit(concept, *match.span(group)) for match in pattern.finditer(text)]
