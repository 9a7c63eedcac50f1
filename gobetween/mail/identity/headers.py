"""The header block in raw bytes, and the one mailbox of its From field.

Read strictly and refused when in doubt: whatever two mail programs could read differently is no identity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.policy import SMTPUTF8
from email.utils import getaddresses
from unicodedata import normalize

MAX_HEADER = 512 * 1024
MAX_FROM = 1024

Field = tuple[bytes, bytes]
"""Name as written and everything after the colon, folds and last CRLF kept: what DKIM hashes."""

_FIELD = re.compile(rb"([!-9;-~]++):([^\r]*+\r\n(?:[ \t][^\r]*+\r\n)*)")
_FIELDS = re.compile(rb"(?:[!-9;-~]++:[^\r]*+\r\n(?:[ \t][^\r]*+\r\n)*)*")
_FROM = re.compile(rb"\r\n[Ff][Rr][Oo][Mm]:([^\r]*+(?:\r\n[ \t][^\r]*+)*)(?=\r\n(?![ \t]))")
_TOKEN = r"[^\s()<>\[\]:;@\\,\"\x00-\x1f\x7f-\x9f]"
_ADDRESS = rf"({_TOKEN}++@{_TOKEN}++)"
_COMMENT = r"\([^()\\@<>\"\x00-\x08\x0a-\x1f\x7f]*+\)"
_QUOTED = r"\"(?:[^\"\\\x00-\x08\x0a-\x1f\x7f]|\\[\x20-\x7e])*\""
_PHRASE = rf"((?:{_TOKEN}++|{_QUOTED}|{_COMMENT}|[ \t]++)*)"
_BARE = re.compile(rf"[ \t]*+{_ADDRESS}[ \t]*+(?:{_COMMENT}[ \t]*+)?")
_ANGLED = re.compile(rf"{_PHRASE}<[ \t]*+{_ADDRESS}[ \t]*+>[ \t]*+(?:{_COMMENT}[ \t]*+)?")
_PLAIN_NAME = re.compile(r"[ \t]*+(?:[\w '.&+-]*+|\"[\w '.,&+()-]*+\")[ \t]*+", re.ASCII)
_ANY_ADDRESS = re.compile(_ADDRESS)
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_GROUP = re.compile(r"[^\"<>@]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """The mailbox of the From field as the letter claims it, or the reason why there is none. Nothing is proven yet."""

    address: str = ""
    reason: str = ""

    @property
    def domain(self) -> str:
        """Domain of the address in ASCII, lower case; "" when IDNA cannot say it."""
        return ascii_domain(self.address.rpartition("@")[2])


class Refusal(Exception):
    """The letter cannot name its author; `reason` is a key of `REASONS`."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_author(raw: bytes) -> Author:
    """The author `raw` claims. Reads the header block only; microseconds, no look-up."""
    try:
        values = _FROM.findall(b"\r\n" + header_block(raw))
        if not values:
            raise Refusal(reason="from-missing")
        if len(values) > 1:
            raise Refusal(reason="several-froms")
        return Author(address=one_mailbox(unfolded(values[0])))
    except Refusal as refusal:
        return Author(reason=refusal.reason)


def header_block(raw: bytes) -> bytes:
    """The header with its last CRLF, without the empty line. Raises `Refusal` when line ends are not all CRLF."""
    end = raw.find(b"\r\n\r\n", 0, MAX_HEADER)
    if not raw or raw.startswith(b"\r\n"):
        return b""
    if end < 0 and len(raw) > MAX_HEADER:
        raise Refusal(reason="header-unreadable")
    block = raw[: end + 2] if end >= 0 else raw.removesuffix(b"\r\n") + b"\r\n"
    if block.count(b"\n") != block.count(b"\r\n") or b"\0" in block:
        raise Refusal(reason="header-unreadable")
    if _FIELDS.fullmatch(block) is None:  # a bare CR, or a line that is no field, ends the header for some readers
        raise Refusal(reason="header-unreadable")
    return block


def split_fields(block: bytes) -> list[Field]:
    """The fields of a header block, in order."""
    return [(match[1], match[2]) for match in _FIELD.finditer(block)]


def unfolded(value: bytes) -> str:
    """The text of the From field on one line. Raises `Refusal` when it is not UTF-8 or folded into blank lines."""
    if len(value) > MAX_FROM or any(not line.strip() for line in value.split(b"\r\n")[1:]):
        raise Refusal(reason="from-unreadable")
    try:
        return value.replace(b"\r\n", b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(reason="from-unreadable") from None


def one_mailbox(text: str) -> str:
    """The address of a From value that holds one plain mailbox and nothing another reader could take for one."""
    bare = _BARE.fullmatch(text)
    if bare is not None:
        return _checked(bare[1])
    angled = _ANGLED.fullmatch(text)
    if angled is None:
        raise Refusal(reason=_complaint(text))
    name, address = angled[1], _checked(angled[2])
    if _PLAIN_NAME.fullmatch(name) is None:
        _agreed(text, name, address)
    return address


def ascii_domain(domain: str) -> str:
    """`domain` in lower-case ASCII (IDNA), without a final dot; "" when it is no domain name."""
    try:
        return domain.rstrip(".").lower().encode("ascii" if domain.isascii() else "idna").decode("ascii")
    except UnicodeError:
        return ""


def _checked(address: str) -> str:
    local, _, domain = address.rpartition("@")
    labels = domain.split(".")
    if len(local) > 64 or len(domain) > 253 or "" in local.split(".") or normalize("NFKC", domain) != domain:
        raise Refusal(reason="from-unreadable")
    if not all(len(label) <= 63 and _LABEL.fullmatch(label) for label in labels) or not ascii_domain(domain):
        raise Refusal(reason="from-unreadable")
    return address


def _complaint(text: str) -> str:
    """Why a value is not one plain mailbox: the nearest of the reasons, for the refusal's text only."""
    if _GROUP.match(text):
        return "group-syntax"
    return "several-froms" if len(_ANY_ADDRESS.findall(text)) > 1 else "from-unreadable"


def _agreed(text: str, name: str, address: str) -> None:
    """Raises `Refusal` unless both parsers of the standard library read `address`, and `name` hides no other one."""
    shown = _decoded(name)
    if any(ord(sign) < 32 and sign != "\t" for sign in shown):
        raise Refusal(reason="from-unreadable")
    other = shown.strip(" \t\"'<>()").lower()
    if "@" in shown and other != address.lower():
        raise Refusal(reason="from-ambiguous")
    if _first_reading(text) != [address] or _second_reading(text) != [address]:
        raise Refusal(reason="from-ambiguous")


def _decoded(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (MessageError, LookupError, ValueError):
        raise Refusal(reason="from-unreadable") from None


def _first_reading(text: str) -> list[str]:
    return [address for _, address in getaddresses([text])]


def _second_reading(text: str) -> list[str]:
    try:
        header = SMTPUTF8.header_factory("From", text)
        if any(group.display_name is not None for group in header.groups):
            return []
        return [mailbox.addr_spec for mailbox in header.addresses]
    except Exception:  # the parser is known to raise any of half a dozen classes on hostile values
        return []
