"""A text/plain body as its writer saw it: soft line breaks undone, control characters and PGP armour gone."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL_BYTES = bytes(each for each in range(128) if _CONTROL.match(chr(each)))
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]{1,40}: [^\n]*\n)*[ \t]*\n", re.M)
_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----", re.M)
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_DASHES = re.compile(r"^- (?=-)", re.M)
_MOST_LINES = 200_000
_QUOTES = re.compile(r">*")


def readable(text: str, parameters: Mapping[str, str]) -> str:
    """Line ends as LF, format=flowed rejoined (RFC 3676), nothing unprintable, no empty lines around."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _printable(text).removeprefix("\ufeff")
    if parameters.get("format", "").lower() == "flowed" and text.count("\n") < _MOST_LINES:
        text = unflowed(text, delete_space=parameters.get("delsp", "").lower() == "yes")
    return text.rstrip().lstrip("\n")


def _printable(text: str) -> str:
    """Without controls and lone surrogates; ASCII by table, three times as fast as by pattern."""
    if text.isascii():
        return text.encode("ascii").translate(None, _CONTROL_BYTES).decode("ascii")
    return _CONTROL.sub("", text)


def unflowed(text: str, *, delete_space: bool) -> str:
    """Join lines that end in a space with the next of the same quote depth; `-- ` never joins."""
    done: list[str] = []
    open_depth = -1  # quote depth of the line still open at the end of `done`, -1 when none is
    for line in text.split("\n"):
        depth = _QUOTES.match(line).end()  # type: ignore[union-attr]  # matches always, if only nothing
        rest = line[depth:]
        rest = rest.removeprefix(" ")
        signature = rest == "-- "
        flowing = rest.endswith(" ") and not signature
        if flowing and delete_space:
            rest = rest[:-1]
        if depth == open_depth and not signature:
            done.append(rest)
        else:
            done.append(("\n" if done else "") + (">" * depth + " " if depth else "") + rest)
        open_depth = depth if flowing else -1
    return "".join(done)


def is_clear_signed(text: str) -> bool:
    return "-----BEGIN PGP SIGNED MESSAGE-----" in text and bool(_SIGNED.search(text))


def without_armour(text: str) -> str:
    """The text of a clear-signed message (RFC 9580 section 7) with what stands before and after it."""
    head = _SIGNED.search(text)
    if not head:
        return text
    signature = _SIGNATURE.search(text, head.end())
    inner = text[head.end() : signature.start() if signature else len(text)]
    after = text[signature.start() :].partition(_SIGNATURE_END)[2] if signature else ""
    return "\n".join(
        piece for piece in (text[: head.start()].strip(), _DASHES.sub("", inner).rstrip(), after.strip()) if piece
    )
