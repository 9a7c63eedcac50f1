"""Content-Type and Content-Disposition: the value and its parameters, RFC 2231 and the broken forms people send."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from gobetween.mime.charsets import decode
from gobetween.mime.words import decoded

_PARAMETER = re.compile(rb';\s*+([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.S)
_ESCAPE = re.compile(rb"\\(.)", re.S)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_SECTION = re.compile(r"(.+?)\*(?:(\d{1,4})(\*)?)?$")
_ENOUGH = 32 * 1024  # bytes of one field that are read; no honest field comes near


@dataclass(frozen=True, slots=True)
class ContentType:
    """`text/plain; charset=utf-8` taken apart, everything decoded, type and parameter names in lower case."""

    media_type: str
    parameters: dict[str, str]


def content_type(value: bytes, default: ContentType) -> ContentType:
    """The type a part says it has, `default` when it says none, application/octet-stream when it makes no sense."""
    if not value:
        return default
    words = value.partition(b";")[0].decode("ascii", "ignore").lower().replace(" /", "/").replace("/ ", "/").split()
    media_type = words[0] if words else ""  # a lost semicolon must not cost the type
    if not _TYPE.fullmatch(media_type):
        media_type = "text/plain" if media_type in ("text", "") else "application/octet-stream"
    return ContentType(media_type, parameters(value))


def disposition(value: bytes) -> tuple[str, dict[str, str]]:
    """`attachment; filename=x` as kind (lower case, "" when absent) and parameters."""
    if not value:
        return "", {}
    return value.partition(b";")[0].strip().decode("ascii", "ignore").lower(), parameters(value)


def parameters(value: bytes) -> dict[str, str]:
    """The parameters of a field by lower-case name; the first of equal names wins, continuations are joined."""
    if b";" not in value:
        return {}
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for name_bytes, quoted, bare in _PARAMETER.findall(value[:_ENOUGH]):
        name = name_bytes.decode("ascii", "ignore").lower()
        text = _ESCAPE.sub(rb"\1", quoted) if quoted else bare.strip()
        section = _SECTION.match(name) if "*" in name else None
        if section:
            number = int(section[2] or 0)
            encoded = section[2] is None or bool(section[3])
            sections.setdefault(section[1], {}).setdefault(number, (text.replace(b"\n", b""), encoded))
        else:
            plain.setdefault(name, decoded(text.replace(b"\n", b"")))
    for name, pieces in sections.items():
        plain[name] = _joined(pieces)
    return plain


def _joined(pieces: dict[int, tuple[bytes, bool]]) -> str:
    """RFC 2231 sections 3 and 4: `0*=charset'language'text`, then the numbered rest."""
    charset = ""
    whole = b""
    for position, number in enumerate(sorted(pieces)):
        text, encoded = pieces[number]
        if position == 0 and encoded and text.count(b"'") >= 2:
            charset_bytes, _, text = text.split(b"'", 2)
            charset = charset_bytes.decode("ascii", "ignore")
        whole += unquote_to_bytes(text) if encoded else text
    if not charset and b"=?" in whole:
        return decoded(whole)
    return decode(whole, charset)[0]
