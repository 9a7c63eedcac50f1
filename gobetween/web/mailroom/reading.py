"""A letter as a mail client reads it. On purpose not our own parser: this is the world outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

from gobetween.web.mailroom.maildir import Kept

POLICY = policy.default.clone(refold_source="none")
SNIPPET = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a list of mails shows of one. Message-IDs with angle brackets; `parents` the nearest last."""

    key: str
    folder: str
    seen: bool
    name: str
    address: str
    to: str
    to_address: str
    subject: str
    at: datetime
    message_id: str
    parents: tuple[str, ...]
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a mail, by its number in the order of the parts."""

    number: int
    name: str
    media_type: str
    content: bytes
    content_id: str
    is_inline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A mail's whole content."""

    mail: Mail
    text: str
    html: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    name: str
    address: str
    to: str
    to_address: str
    subject: str
    at: datetime
    message_id: str
    parents: tuple[str, ...]
    snippet: str


def glance(kept: Kept) -> Mail:
    """The head of a letter and its first words."""
    head = _head(kept.path.parent.parent, kept.path.name.partition(":")[0], kept.path)
    return Mail(
        key=kept.key, folder=kept.folder, seen=kept.seen, **{name: getattr(head, name) for name in _Head.__slots__}
    )


def opened(kept: Kept) -> Opened:
    """All of it."""
    message = _parsed(kept.path.read_bytes())
    return Opened(
        mail=glance(kept), text=_body(message, "plain"), html=_body(message, "html"), files=tuple(_files(message))
    )


@lru_cache(maxsize=4096)
def _head(_box: Path, _name: str, path: Path) -> _Head:
    """Read once a letter and place: a letter's content never changes."""
    message = _parsed(path.read_bytes())
    name, address = parseaddr(str(message.get("From", "")))
    recipients = [each for each in getaddresses([str(message.get("To", ""))]) if each[1]] or [("", "")]
    return _Head(
        name=name,
        address=address,
        to=recipients[0][0],
        to_address=recipients[0][1],
        subject=" ".join(str(message.get("Subject", "")).split()),
        at=_date(message, path),
        message_id=str(message.get("Message-ID", "")).strip(),
        parents=tuple(f"{message.get('References', '')} {message.get('In-Reply-To', '')}".split()),
        snippet=" ".join(_body(message, "plain").split())[:SNIPPET],
    )


def _parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=POLICY)


def _date(message: EmailMessage, path: Path) -> datetime:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return _text(part) if part is not None else ""


def _text(part: MIMEPart) -> str:
    try:
        return str(part.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError):
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[union-attr]


def _files(message: EmailMessage) -> Iterator[File]:
    bodies = {id(message.get_body(preferencelist=("plain",))), id(message.get_body(preferencelist=("html",)))}
    number = 0
    for part in message.walk():
        if part.is_multipart() or id(part) in bodies:
            continue
        content = part.get_payload(decode=True)
        yield File(
            number=number,
            name=part.get_filename() or f"file-{number + 1}",
            media_type=part.get_content_type(),
            content=content if isinstance(content, bytes) else b"",
            content_id=str(part.get("Content-ID", "")).strip(" <>"),
            is_inline=part.get_content_disposition() == "inline",
        )
        number += 1
