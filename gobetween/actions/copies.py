"""What one mailbox gets of one message: the copy with its headers, the envelope, and what must not show in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from gobetween.actions.parties import Parties, parties
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.conversations import files as store
from gobetween.conversations import reads as conversations
from gobetween.conversations.models import Attachment as StoredFile
from gobetween.conversations.models import Delivery, Message
from gobetween.conversations.reads import References
from gobetween.kit.sealing import Unsealable, normal_address, unseal
from gobetween.marketplace.models import SenderAddress
from gobetween.mime.letter import Attachment, Copy, Hidden, Mailbox

CONVERSATION_HEADER = "X-Gobetween-Conversation"
NO_REPLY = "noreply"
"""Local part of what the marketplace itself writes; no alias, so the edge refuses answers to it."""

V = TypeVar("V")


class _Row(NamedTuple):
    """What a copy needs of its delivery, message, conversation and mailbox; no model: many of them, made often."""

    id: int
    recipient: str
    attempts: int
    created_at: datetime
    internet_message_id: str
    mailbox_state: str | None
    mailbox_sealed: bytes | None
    message: int
    pair: int
    parent: int | None
    author: str
    kind: str
    channel: str
    subject: str
    text: str
    html: str
    language: str
    written_at: datetime
    source_sealed: bytes | None
    ref: str
    conversation_subject: str


_COLUMNS = (
    "id",
    "recipient",
    "attempts",
    "created_at",
    "internet_message_id",
    "to__state",
    "to__address_sealed",
    "message_id",
    "message__pair_id",
    "message__parent_id",
    "message__author",
    "message__kind",
    "message__channel",
    "message__subject",
    "message__text",
    "message__html",
    "message__language",
    "message__created_at",
    "message__source_sealed",
    "message__conversation__ref",
    "message__conversation__subject",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed delivery, ready to compose. `recipient` stands in the envelope only; `files` are fetched late.

    `domain` is the marketplace's in ASCII: it signs, and bounces go there.
    """

    delivery: int
    attempts: int
    created_at: datetime
    domain: str
    recipient: str = field(repr=False)
    copy: Copy = field(repr=False)
    hidden: Hidden = field(repr=False)
    files: tuple[StoredFile, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoilt:
    """A claimed delivery that cannot be made into a parcel; trying again may help only when `reason` is `poison`."""

    delivery: int
    attempts: int
    reason: str


def parcels(deliveries: Collection[int]) -> list[Parcel | Spoilt]:
    """A parcel for each of these deliveries, oldest first, in a handful of queries."""
    found = Delivery.objects.filter(id__in=deliveries).order_by("due_at", "id")
    rows = [_Row(*values) for values in found.values_list(*_COLUMNS)]
    pairs = _pairs({row.pair for row in rows})
    known = _each(lambda ids: parties(pairs[key] for key in ids), pairs.keys())
    threads = {side: _threads(rows, side) for side in Side}
    files = _files({row.message for row in rows})
    return [
        _parcel_or_spoilt(row, pairs[row.pair], known, threads[Side(row.recipient)], files[row.message]) for row in rows
    ]


def whole(parcel: Parcel) -> Copy:
    """The copy with the contents of its files. Raises `FileNotFoundError` or `Unsealable`."""
    if not parcel.files:
        return parcel.copy
    contents = (
        Attachment(
            name=file.name,
            media_type=file.media_type,
            content=store.get(file.file),
            content_id=file.content_id,
            inline=file.inline,
        )
        for file in parcel.files
    )
    return replace(parcel.copy, attachments=tuple(contents))


def shown_name(pair: Pair, side: Side) -> str:
    """What the other party sees of a name: the shop's; of a buyer the given name and one initial."""
    if side == Side.SELLER:
        return pair.seller.name
    words = pair.buyer.name.split()
    if len(words) < 2 or len(words[-1].strip(".")) < 2:
        return "Buyer"
    return f"{words[0]} {words[-1][0].upper()}."


def _pairs(ids: Collection[int]) -> dict[int, Pair]:
    return Pair.objects.select_related("marketplace", "buyer", "seller").in_bulk(ids)


def _threads(rows: Sequence[_Row], side: Side) -> dict[int, References]:
    answers = {row.message for row in rows if row.recipient == side and row.parent is not None}
    return _each(lambda ids: conversations.references(ids, side), answers)


def _each(load: Callable[[Collection[int]], dict[int, V]], ids: Collection[int]) -> dict[int, V]:
    """All at once; when one of them cannot be unsealed, one by one without it."""
    try:
        return load(ids)
    except Unsealable:
        if len(ids) == 1:
            return {}
    return {key: value for one in ids for key, value in _each(load, [one]).items()}


def _files(messages: Collection[int]) -> dict[int, list[StoredFile]]:
    found: dict[int, list[StoredFile]] = defaultdict(list)
    for file in StoredFile.objects.filter(message__in=messages).order_by("message", "position"):
        found[file.message_id].append(file)
    return found


def _parcel_or_spoilt(
    row: _Row, pair: Pair, known: dict[int, Parties], threads: dict[int, References], files: list[StoredFile]
) -> Parcel | Spoilt:
    reason = "poison"
    if row.mailbox_state not in (None, SenderAddress.State.APPROVED):
        reason = "address-blocked"
    elif pair.id in known:
        with suppress(ValueError):
            return _parcel(row, pair, known[pair.id], threads.get(row.message, References()), files)
    return Spoilt(delivery=row.id, attempts=row.attempts, reason=reason)


def _parcel(row: _Row, pair: Pair, known: Parties, thread: References, files: list[StoredFile]) -> Parcel:
    return Parcel(
        delivery=row.id,
        attempts=row.attempts,
        created_at=row.created_at,
        domain=normal_address(f"@{pair.marketplace.domain}")[1:],
        recipient=_recipient(row, known),
        copy=_copy(row, pair, thread),
        hidden=_hidden(row, pair, known.hidden),
        files=tuple(files),
    )


def _recipient(row: _Row, known: Parties) -> str:
    if row.mailbox_sealed is None:
        return known.buyer_address
    return unseal(row.mailbox_sealed, purpose="address").decode()


def _copy(row: _Row, pair: Pair, thread: References) -> Copy:
    side, domain = Side(row.recipient), pair.marketplace.domain
    return Copy(
        from_=_author(row, pair, domain),
        to=Mailbox(address=aliases.address_of(pair, side, domain=domain)),
        subject=row.subject or row.conversation_subject,
        date=row.written_at,
        message_id=row.internet_message_id,
        in_reply_to=thread.in_reply_to,
        references=thread.references,
        text=row.text,
        html=row.html,
        language=row.language,
        auto_submitted="auto-generated" if _is_automatic(row) else "",
        extra_headers=((CONVERSATION_HEADER, row.ref),),
    )


def _author(row: _Row, pair: Pair, domain: str) -> Mailbox:
    if row.author not in Side.values:
        return Mailbox(name=pair.marketplace.name, address=f"{NO_REPLY}@{domain}")
    side = Side(row.author)
    address = aliases.address_of(pair, side, domain=domain, ref=row.ref)
    return Mailbox(name=shown_name(pair, side), address=address)


def _is_automatic(row: _Row) -> bool:
    return row.kind != Message.Kind.HUMAN or row.channel in (Message.Channel.RULE, Message.Channel.SYSTEM)


def _hidden(row: _Row, pair: Pair, hidden: Hidden) -> Hidden:
    """Both parties, but for the shop's public name, and the id under which the author's mailbox knows the message."""
    ids = set[str]()
    if row.source_sealed is not None:
        ids.add(unseal(row.source_sealed, purpose="source").decode())
    return replace(hidden, names=hidden.names - {pair.seller.name}, ids=hidden.ids | ids)
