"""The skeleton of a letter: fields and nested parts as slices of the raw bytes, within limits, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gobetween.mime.letter import Limits, Unreadable
from gobetween.mime.parameters import ContentType, content_type

Fields = dict[str, list[bytes]]

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.S)
_NEW_LINE = re.compile(rb"\n(?![ \t])")
_PART_FIELD = re.compile(rb"(?:\A|\n)(content-[a-z-]{2,40}|subject)[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.I)
_UNENDED = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\n]*(?:\n|\Z)(?:[ \t][^\n]*(?:\n|\Z))*){0,1000}")
_GUESSED_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\n]{1,200})\nContent-[TD]", re.I)
_LONGEST_BOUNDARY = 1000  # characters; RFC 2046 allows 70, and each costs time to search for
_PART_TYPE = ContentType(media_type="text/plain", parameters={})
_DIGEST_TYPE = ContentType(media_type="message/rfc822", parameters={})

SENTENCES = {
    "too-large": "The message is larger than this service accepts.",
    "header-too-large": "The header of the message is larger than this service accepts.",
    "too-many-headers": "The message has more header lines than this service accepts.",
    "too-many-parts": "The message has more parts than this service accepts.",
    "too-deep": "The message is nested more deeply than this service accepts.",
    "empty": "The message is empty.",
}


class OverLimitError(Exception):
    """Raised inside this room only: the letter is over a limit. `parse` turns it into `Unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.unreadable = Unreadable(reason=reason, sentence=SENTENCES[reason])


@dataclass(slots=True)
class Part:
    """One part: its Content-* fields (all fields at the top), where its body lies in `raw`, and its children."""

    raw: bytes
    fields: Fields
    start: int
    end: int
    type: ContentType
    children: list[Part] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return self.raw[self.start : self.end]

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in lower case, "" when absent."""
        words = self.first("content-transfer-encoding").decode("ascii", "ignore").lower().split()
        return words[0].strip("\"';") if words else ""

    def first(self, name: str) -> bytes:
        found = self.fields.get(name)
        return found[0] if found else b""

    def walk(self) -> Iterator[Part]:
        yield self
        for child in self.children:
            yield from child.walk()


def skeleton(raw: bytes, limits: Limits, defects: list[str]) -> Part:
    """Split `raw` into parts. Raises `OverLimitError` over a limit; whatever is malformed is noted in `defects`."""
    if len(raw) > limits.size:
        raise OverLimitError("too-large")
    raw = _lines(raw)
    start = _skip_envelope_line(raw)
    if start >= len(raw):
        raise OverLimitError("empty")
    head_end, body_start = _head(raw, start, len(raw))
    if head_end - start > limits.header_bytes:
        raise OverLimitError("header-too-large")
    fields, text_at = _fields(raw[start:head_end], limits, defects)
    if text_at >= 0:
        body_start = start + text_at
    root = Part(raw, fields, body_start, len(raw), content_type(_one(fields, "content-type"), _PART_TYPE))
    _Splitter(raw, limits, defects).split(root, 1)
    return root


def top_fields(raw: bytes, *, at_most: int = 65536) -> Fields:
    """The header fields at the top of a (returned, forwarded) message; as many as the first `at_most` bytes hold."""
    raw = _lines(raw[:at_most])
    start = _skip_envelope_line(raw)
    head_end, _ = _head(raw, start, len(raw))
    return _fields(raw[start:head_end], Limits(header_count=at_most), [])[0]


def _lines(raw: bytes) -> bytes:
    """All line ends as LF. A lone CR counts as a line end where it could hide a header field from other readers."""
    if b"\r" not in raw:
        return raw
    raw = raw.replace(b"\r\n", b"\n")
    head_end = raw.find(b"\n\n")
    if raw.find(b"\r", 0, head_end if head_end >= 0 else len(raw)) >= 0:
        return raw.replace(b"\r", b"\n")
    return raw


def _skip_envelope_line(raw: bytes) -> int:
    """Where the header begins: after empty lines and an mbox `From ` line."""
    start = len(raw) - len(raw.lstrip(b"\n"))
    if raw.startswith((b"From ", b">From "), start):
        end = raw.find(b"\n", start)
        return len(raw) if end < 0 else end + 1
    return start


def _head(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends and the body starts."""
    if raw.startswith(b"\n", start):
        return start, start + 1
    blank = raw.find(b"\n\n", start, end)
    return (end, end) if blank < 0 else (blank, blank + 2)


def _fields(head: bytes, limits: Limits, defects: list[str]) -> tuple[Fields, int]:
    """The fields by lower-case name, in order, and -1; or where the text begins, when a line that is no field says
    that the empty line was forgotten (odd lines among fields are left out)."""
    lines = _NEW_LINE.split(head)
    if len(lines) > limits.header_count:
        raise OverLimitError("too-many-headers")
    fields: Fields = {}
    at = 0
    for number, line in enumerate(lines):
        found = _FIELD.match(line)
        if found:
            fields.setdefault(found[1].decode("ascii").lower(), []).append(found[2])
        elif line:
            defects.append("bad-header-line")
            if line.startswith(b"--") or not any(_FIELD.match(later) for later in lines[number + 1 : number + 4]):
                return fields, at
        at += len(line) + 1
    return fields, -1


def _one(fields: Fields, name: str) -> bytes:
    found = fields.get(name)
    return found[0] if found else b""


class _Splitter:
    """Cuts multiparts at their boundaries, outermost first, counting parts over the whole letter."""

    def __init__(self, raw: bytes, limits: Limits, defects: list[str]) -> None:
        self.raw, self.limits, self.defects = raw, limits, defects
        self.parts = 1

    def split(self, part: Part, depth: int) -> None:
        if not part.type.media_type.startswith("multipart/"):
            return
        if depth > self.limits.depth:
            raise OverLimitError("too-deep")
        spans = self.spans(part)
        if not spans:
            self.defects.append("no-boundary")
            part.type = ContentType(media_type="text/plain", parameters={})
            return
        default = _DIGEST_TYPE if part.type.media_type == "multipart/digest" else _PART_TYPE
        part.children = [self.child(start, end, default) for start, end in spans]
        for child in part.children:
            self.split(child, depth + 1)

    def child(self, start: int, end: int, default: ContentType) -> Part:
        self.parts += 1
        if self.parts > self.limits.parts:
            raise OverLimitError("too-many-parts")
        head_end, body_start = _head(self.raw, start, end)
        if head_end - start > self.limits.header_bytes:
            if body_start < end or _PART_FIELD.match(self.raw, start, end):
                raise OverLimitError("header-too-large")
            head_end, body_start = start, start
        fields: Fields = {}
        for found in _PART_FIELD.finditer(self.raw, max(start - 1, 0), head_end):
            fields.setdefault(found[1].decode("ascii").lower(), []).append(found[2])
        if body_start >= end:
            body_start = self.unended(start, end)
        if not fields and head_end > start and b":" not in self.raw[start:head_end].split(b"\n", 1)[0]:
            self.defects.append("part-without-header")
            body_start = start
        return Part(self.raw, fields, body_start, end, content_type(_one(fields, "content-type"), default))

    def unended(self, start: int, end: int) -> int:
        """Where the body begins when no empty line ends the header: after the last line that looks like a field."""
        found = _UNENDED.match(self.raw, start, end)
        return found.end() if found else end

    def spans(self, part: Part) -> list[tuple[int, int]]:
        boundary = part.type.parameters.get("boundary", "").rstrip()
        boundary = boundary if len(boundary) <= _LONGEST_BOUNDARY else ""
        words = [re.escape(word.encode("utf-8", "surrogateescape")) for word in boundary.split()]
        exact = re.escape(boundary.encode("utf-8", "surrogateescape"))
        spans = self.cut(part, exact) if boundary else []
        if not spans and 1 < len(words) < 9:
            spans = self.cut(part, rb"[ \t]*+".join(words))  # folded in the middle: a space more, less or a tab
        if spans:
            return spans
        guess = _GUESSED_BOUNDARY.search(self.raw, max(part.start - 1, 0), part.end)
        if not guess or re.escape(guess[1]) == exact:
            return []
        self.defects.append("guessed-boundary")
        return self.cut(part, re.escape(guess[1].rstrip()))

    def cut(self, part: Part, pattern: bytes) -> list[tuple[int, int]]:
        """Where the parts lie between delimiter lines (RFC 2046 section 5.1.1); no end delimiter is forgiven."""
        delimiter = re.compile(rb"\n--" + pattern + rb"(--)?[ \t]*+(?=\n|\Z)")
        spans: list[tuple[int, int]] = []
        begin = -1
        for found in delimiter.finditer(self.raw, max(part.start - 1, 0), part.end):
            if begin >= 0:
                spans.append((begin, max(found.start(), begin)))
            begin = found.end() + 1
            if found[1]:
                return spans
            if len(spans) > self.limits.parts:
                raise OverLimitError("too-many-parts")
        if begin >= 0:
            self.defects.append("unclosed-multipart")
            spans.append((min(begin, part.end), part.end))
        return spans
