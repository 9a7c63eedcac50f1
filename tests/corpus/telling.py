"""What in a copy still tells who wrote it, or who it is for; and what makes it no proper letter."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator

from tests.corpus.reading import texts, views

_ID = re.compile(r"<([^<>\s]{3,998})>")


def tell_tales(copy: bytes, *, addresses: Iterable[str], names: Iterable[str], ids: Iterable[str]) -> set[str]:
    """Every hidden address, name and provider id that can be read anywhere, each with its place."""
    needles = [(address, _address(address)) for address in addresses]
    needles += [(one, re.compile(re.escape(one.lower()))) for one in ids]
    shown = [*needles, *((name, _name(name)) for name in names)]
    found = set()
    for place, text in texts(copy):
        raw = place == "raw"  # names are for readers: between coded signs they are chance
        for low in map(str.lower, (text,) if raw else views(text)):
            found.update(f"{place}: {one}" for one, pattern in (needles if raw else shown) if pattern.search(low))
    return found


def own_ids(letter: bytes) -> list[str]:
    """The provider ids in the header of a letter as it came, read without any mercy for odd spellings."""
    head = re.split(rb"\r?\n\r?\n", letter, maxsplit=1)[0].decode("latin-1")
    lines = re.sub(r"\r?\n[ \t]", " ", head).splitlines()
    fields = (line for line in lines if line.lower().startswith(("message-id:", "in-reply-to:", "references:")))
    return [found for line in fields for found in _ID.findall(line) if "@" in found]


def faults(copy: bytes) -> Iterator[str]:
    """What makes bytes unfit for any mail server of the world (RFC 5321, 5322, 2045) or badly formed."""
    if not copy.isascii():
        yield "eight bits"
    if re.search(rb"(?<!\r)\n|\r(?!\n)|\0", copy):
        yield "line ends"
    if max(map(len, copy.split(b"\r\n"))) > 998:
        yield "long line"
    message = email.message_from_bytes(copy, policy=email.policy.default)
    for part in message.walk():
        yield from (f"defect {type(defect).__name__}" for defect in part.defects)
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"):
        if len(message.get_all(name, [])) != 1:
            yield f"{name} not once"
    yield from (f"field {name}" for name in message if name.lower() not in _FIELDS)


_FIELDS = frozenset(
    str.split(
        "from to subject date message-id mime-version in-reply-to references content-type content-transfer-encoding "
        "content-language"
    )
)


def _address(address: str) -> re.Pattern[str]:
    local, _, domain = address.lower().rpartition("@")
    return re.compile(
        rf"(?<![a-z0-9]){re.escape(local)}(?:\+[^\s@<>\"]{{0,40}})?\s?(?:@|=(?!40)|\(at\)|\[at\])\s?{re.escape(domain)}(?![a-z0-9])"
    )


def _name(name: str) -> re.Pattern[str]:
    first, *rest = map(re.escape, name.lower().split())
    gap = r"[\s,._]{1,4}"
    orders = gap.join((first, *rest)), gap.join((*rest, first))
    return re.compile(rf"(?<![^\W_])(?:{orders[0]}|{orders[1]})(?![^\W_])")
