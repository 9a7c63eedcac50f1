"""Concepts that are shapes and not words: a percentage, an amount, a code, a row of stars, a name. Any language."""

from __future__ import annotations

from collections.abc import Iterator

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


def hits(text: str) -> Iterator[Hit]:
    """Every shape in a text with its case kept."""
    if "%" in text or "ent" in text or "割" in text or "cien" in text or "Proz" in text:
        yield from _all("percent", PERCENT, text)
    if any(character.isdigit() for character in text):
        yield from _all("money", MONEY, text)
    if any(star in text for star in "★⭐🌟☆*"):
        yield from _all("stars", STARS, text)
    for match in CODE.finditer(text):
        yield Hit("code", *match.span())
    for match in NAME.finditer(text):
        yield Hit("name", *match.span(1))


def _all(concept: str, pattern: re2._Regexp, text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        yield Hit(concept, *match.span())
