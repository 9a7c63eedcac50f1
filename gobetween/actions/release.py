"""Ends the waiting of held messages: they go on, are refused, or stay for a person to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from gobetween.actions import notices
from gobetween.actions.notices import Notice
from gobetween.aliases.models import Side
from gobetween.conversations import writes
from gobetween.conversations.models import Delivery, Message, Scan
from gobetween.journal import writes as journal
from gobetween.journal.writes import Note
from gobetween.kit import ids
from gobetween.marketplace import reads as marketplace
from gobetween.marketplace.models import SenderAddress


def release(message: int, *, by: str, now: datetime) -> bool:
    """Let a held message go on, with copies to the other side. False when it is not held (any more)."""
    return _settle(message, Message.State.POSTED, "", by=by, now=now)


def refuse(message: int, reason: str, *, by: str, now: datetime) -> bool:
    """Refuse a held message and tell its author. False when it is not held (any more)."""
    return _settle(message, Message.State.REFUSED, reason, by=by, now=now)


def keep(message: int, reason: str, *, by: str, now: datetime) -> bool:
    """Hold a held message on, for a person and for another reason, and tell its author. False when it is not held."""
    return _settle(message, Message.State.HELD, reason, by=by, now=now)


def _settle(number: int, state: Message.State, reason: str, *, by: str, now: datetime) -> bool:
    with transaction.atomic():
        if not writes.settle_held(number, state=state, reason=reason):
            return False
        message = Message.objects.select_related("pair", "conversation").get(id=number)
        Scan.objects.filter(message=message).delete()
        if state == Message.State.POSTED:
            writes.add_deliveries(list(_copies(message, now)))
            notices.left_out(message, now=now)
        else:
            cause = "held" if state == Message.State.HELD else "refused"
            notices.notice_all([Notice(message=number, cause=cause, reason=reason)], now=now)
        journal.note_all([_note(message, by)], now)
    return True


def _copies(message: Message, now: datetime) -> Iterator[Delivery]:
    """The buyer has one mailbox, a seller any number."""
    pair, to = message.pair, Side.SELLER if message.author == Side.BUYER else Side.BUYER
    mailboxes: list[SenderAddress | None] = [None]
    if to == Side.SELLER:
        mailboxes = [*marketplace.inboxes_of({pair.seller_id})[pair.seller_id]]
    for mailbox in mailboxes:
        yield Delivery(
            message=message,
            recipient=to,
            to=mailbox,
            internet_message_id=ids.message_id(pair.marketplace.domain),
            due_at=now,
            created_at=now,
        )


def _note(message: Message, by: str) -> Note:
    kinds = {Message.State.POSTED: "message.released", Message.State.REFUSED: "message.stopped"}
    facts: dict[str, Any] = {"conversation": message.conversation.ref, "by": by}
    if message.reason:
        facts["reason"] = message.reason
    return Note(
        marketplace=message.pair.marketplace_id,
        kind=kinds.get(Message.State(message.state), "message.kept"),
        subject=f"message:{message.id}",
        facts=facts,
    )
