"""The values this room speaks in: a letter as parsed, and what became of it. Frozen, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """One address of an address header: display name as decoded text, address as written (IDN allowed)."""

    name: str = ""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of a letter, decoded. `content_id` is set (without angle brackets) when the HTML may point at it."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


class Automatic(StrEnum):
    """Why a letter counts as written by a machine."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What a delivery report says: the copy it is about (Message-ID, "" when unknown) and how final it is."""

    message_id: str = ""
    permanent: bool = True
    delayed: bool = False
    status: str = ""
    diagnostic: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as it came: everything decoded, nothing judged. Addresses and provider ids still in it."""

    subject: str = ""
    from_: tuple[Mailbox, ...] = ()
    from_fields: int = 1
    sender: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    return_path: str = ""
    return_paths: tuple[str, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    automatic: Automatic | None = None
    bounce: Bounce | None = None
    signed: bool = False
    encrypted: bool = False
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why a letter cannot be taken at all: a kebab-case reason and one sentence for its author."""

    reason: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a letter may be at most; sizes in bytes, counts in pieces. Over any of them it is `Unreadable`."""

    size: int = 25 * 1024 * 1024
    header_bytes: int = 256 * 1024
    header_count: int = 1000
    parts: int = 200
    depth: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Who must not be recognised in the copy: real addresses, names and provider ids (Message-IDs) of both parties."""

    addresses: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """One thing taken out: its kind (address, name, id …), the place (subject, text, html, attachment …), how often."""

    kind: str
    place: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One part left out whole: what it was (type and masked name) and the kebab-case reason."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """A letter made safe for the other party: new text apart from quoted history, nothing that identifies."""

    subject: str
    text: str
    html: str
    quoted_text: str = ""
    quoted_html: str = ""
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    masked: tuple[Mask, ...] = ()
    dropped: tuple[Drop, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What goes to one party, ready to compose: every header value that leaves the house, and the cleaned content."""

    from_: Mailbox
    to: Mailbox
    subject: str
    date: datetime
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    auto_submitted: str = ""
    extra_headers: tuple[tuple[str, str], ...] = field(default=())
