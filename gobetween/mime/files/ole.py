"""Old binary office files: changed only in place, character for character, so that every offset stays true."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.masking import Masker

_PROPERTY_SETS = (
    (bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9"), frozenset((4, 5, 6, 8))),
    (bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae"), frozenset((14, 15))),
)
_SET_ID_AT = 28
"""Where the first set's id stands in its stream."""
_WIDTHS = {0x1E: 1, 0x1F: 2}


def cleaned(content: bytes, *, masker: Masker) -> tuple[bytes, str]:
    """Old binary office files: hidden things overwritten in place, character for character, so that offsets stay."""
    wide = "W\x00o\x00r\x00d\x00D\x00o\x00c".encode("latin-1")
    sheet = "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k".encode("latin-1")
    slides = "P\x00o\x00w\x00e\x00r\x00P\x00o\x00i\x00n\x00t".encode("latin-1")
    kinds = (
        (wide, "application/msword"),
        (sheet, "application/vnd.ms-excel"),
        (slides, "application/vnd.ms-powerpoint"),
    )
    media_type = next((media_type for mark, media_type in kinds if mark in content), "")
    if not media_type:
        raise Spoilt("type-not-allowed")
    if b"V\x00B\x00A\x00" in content or b"_\x00V\x00B\x00A" in content:
        raise Spoilt("macros")
    if b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content:
        raise Spoilt("encrypted")
    for charset, offset in (("latin-1", 0), ("utf-16-le", 0), ("utf-16-le", 1)):
        content = _overwritten(content, charset, offset, masker)
    impersonal = _without_people(content)
    if impersonal != content:
        masker.note("metadata", "attachment")
    return impersonal, media_type


def _without_people(content: bytes) -> bytes:
    """Author, last author, manager and company of the document's property sets ([MS-OLEPS] 2.21) become blanks."""
    changed = bytearray(content)
    for set_id, telling in _PROPERTY_SETS:
        at = content.find(set_id)
        if at >= _SET_ID_AT:
            for start, end in _values(content, at, telling):
                changed[start:end] = b"\x00" * (end - start)
    return bytes(changed)


def _values(content: bytes, at: int, telling: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where the strings of the telling properties stand; nothing where the numbers make no sense."""
    try:
        section = at - _SET_ID_AT + struct.unpack_from("<I", content, at + 16)[0]
        count = min(struct.unpack_from("<I", content, section + 4)[0], 100)
        for number in range(count):
            property_id, offset = struct.unpack_from("<II", content, section + 8 + number * 8)
            kind, length = struct.unpack_from("<II", content, section + offset)
            size = length * _WIDTHS.get(kind, 0)
            if property_id in telling and 0 < size < 1024:
                yield section + offset + 8, min(section + offset + 8 + size, len(content))
    except struct.error:
        return


def _overwritten(content: bytes, charset: str, offset: int, masker: Masker) -> bytes:
    width = 2 if charset == "utf-16-le" else 1
    end = offset + (len(content) - offset) // width * width
    view = content[offset:end].decode(charset, "surrogatepass" if width == 1 else "replace")
    spans = masker.spans(view, "attachment") if len(view) * width == end - offset else []
    if not spans:
        return content
    changed = bytearray(content)
    for start, stop in spans:
        changed[offset + start * width : offset + stop * width] = "*".encode(charset) * (stop - start)
    return bytes(changed)
