"""The tokens of HTML: text, tags with attributes, comments, style sheets. By plain string search, in linear time."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import re2

ATTRIBUTE = re2.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>`]+)))?")
SPACES = " \t\n\r\f"
LONG = 1500
"""Characters of a tag from which on its attributes are read by pattern, however many they are."""
MOST = 2000
"""Most attributes of one tag that are read."""
MANY = 50_000
"""Most tokens of one text: what follows is taken as plain text, so that nothing of it goes unread."""
ENTITY = 34
"""Longest character reference, `&CounterClockwiseContourIntegral;` with its marks."""
PLAIN_TEXT = ("script", "style", "textarea", "title")
"""Elements that hold plain text up to their end tag."""


@dataclass(slots=True)
class Tag:
    """A start tag: name and attributes in lower case, and its span in the HTML."""

    name: str
    attributes: Mapping[str, str]
    places: Mapping[str, tuple[int, int]]
    start: int
    end: int

    def span(self, attribute: str) -> tuple[int, int]:
        """Where the value of an attribute stands in the HTML."""
        start, end = self.places[attribute]
        return self.start + start, self.start + end


def tokens(source: str) -> Iterator[tuple[int, int, str]]:
    """Spans with their kind: `text`, `tag`, `end`, `comment`, `style` (the sheet inside), `other`."""
    at, text, told = 0, 0, 0
    size = len(source)
    while told < MANY and (mark := source.find("<", at)) >= 0:
        end, kind = _token(source, mark, size)
        if not end:
            at = mark + 1
            continue
        if text < mark:
            yield text, mark, "text"
        yield mark, end, kind
        at = text = end
        told += 1
        if kind == "tag" and (name := _plain_text_name(source, mark)):
            at = text = _plain_text_end(source, end, name)
            yield end, at, "style" if name == "style" else "other"
    if text < size:
        yield text, size, "text"


def _token(source: str, mark: int, size: int) -> tuple[int, str]:
    """Where the token ends that begins at `mark`, and its kind; 0 if none begins there."""
    first = source[mark + 1 : mark + 2]
    if first.isascii() and first.isalpha():
        return _tag_end(source, mark), "tag"
    if first == "/" and source[mark + 2 : mark + 3].isalpha():
        return source.find(">", mark) + 1 or size, "end"
    if source.startswith("<!--", mark):
        end = source.find("-->", mark + 4)
        return (end + 3 if end >= 0 else size), "comment"
    if first in ("!", "?") and first:
        return source.find(">", mark) + 1 or size, "other"
    return 0, ""


def _tag_end(source: str, mark: int) -> int:
    """Behind the `>` that is not inside a quoted value; the end of the source if there is none."""
    end = source.find(">", mark) + 1
    if not end:
        return len(source)
    if source.count('"', mark, end) % 2 == 0 and source.count("'", mark, end) % 2 == 0:
        return end
    at = mark
    while (equals := source.find("=", at, end)) >= 0:
        at = equals + 1
        while source[at : at + 1] in SPACES and at < end - 1:
            at += 1
        quote = source[at : at + 1]
        if quote not in ('"', "'"):
            continue
        closing = source.find(quote, at + 1)
        if closing < 0:
            return end
        at = closing + 1
        if at > end:
            end = source.find(">", at) + 1 or len(source)
    return end


def _plain_text_name(source: str, mark: int) -> str:
    if source[mark + 1] not in "sStT":
        return ""
    start = source[mark + 1 : mark + 9].lower()
    return next((name for name in PLAIN_TEXT if start.startswith(name)), "")


def _plain_text_end(source: str, at: int, name: str) -> int:
    while (end := source.find("</", at)) >= 0:
        at = end + 2
        if source[at : at + len(name)].lower() == name:
            return end
    return len(source)


def tag(source: str, start: int, end: int) -> Tag:
    """The start tag that stands there."""
    text = source[start:end]
    name, attributes, places = _known(text) if len(text) <= LONG else _read(text)
    return Tag(name, attributes, places, start, end)


@lru_cache(maxsize=2048)
def _known(text: str) -> tuple[str, Mapping[str, str], Mapping[str, tuple[int, int]]]:
    """The same tags come again and again in one letter."""
    return _read(text)


def _read(text: str) -> tuple[str, Mapping[str, str], Mapping[str, tuple[int, int]]]:
    size = 1
    while size < len(text) and (text[size].isalnum() or text[size] in ":-_"):
        size += 1
    name, values, places = text[1:size].lower(), {}, {}
    if len(text) > size + 1:
        for key, start, end in _by_pattern(text, size) if len(text) > LONG else _by_search(text, size):
            if key not in values:
                value = text[start:end]
                values[key] = html.unescape(value) if "&" in value else value
                places[key] = (start, end)
    return name, values, places


def _by_pattern(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    for match in islice(ATTRIBUTE.finditer(text, at), MOST):
        group = next((number for number in (2, 3, 4) if match.group(number) is not None), 0)
        yield match.group(1).lower(), *(match.span(group) if group else (match.end(), match.end()))


def _by_search(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    size = len(text) - (text[-1] == ">")
    while (equals := text.find("=", at, size)) >= 0:
        names = text[at:equals].replace("/", " ").lower().split()
        start = equals + 1
        while start < size and text[start] in SPACES:
            start += 1
        if text[start : start + 1] in ('"', "'") and start < size:
            end = text.find(text[start], start + 1, size)
            start, end = start + 1, (size if end < 0 else end)
            at = end + 1
        else:
            word = text[start:size].split(None, 1)
            at = end = start + (len(word[0]) if word else 0)
        yield from ((name, equals, equals) for name in names[:-1])
        if names:
            yield names[-1], start, end
    yield from ((name, size, size) for name in text[at:size].replace("/", " ").lower().split())


def entity_end(source: str, amp: int, end: int) -> int:
    """Behind the character reference that begins at `amp`; 0 if there is none."""
    at = amp + 1
    limit = min(end, amp + ENTITY)
    if at < limit and source[at] == "#":
        at += 1
        if at < limit and source[at] in "xX":
            at += 1
    first = at
    while at < limit and source[at].isascii() and source[at].isalnum():
        at += 1
    if at == first:
        return 0
    return at + 1 if at < end and source[at] == ";" else at
