"""Which addresses may write for a seller: seen once, then approved or blocked by somebody who may decide."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import reads, writes
from gobetween.marketplace.models import Seller, SenderAddress

State = SenderAddress.State


MOST_PENDING = 200
"""Undecided addresses kept for one seller: strangers with domains of their own must not fill the table."""


def seen(seller: int, address: str, now: datetime | None = None) -> SenderAddress | None:
    """Record that `address` wrote for this seller (by id) and waits for a decision; only the first time counts.

    `now` may be left out by a door that has no clock. Nothing when there is no such seller, or too many wait.
    """
    known = reads.sender_of(seller, address)
    if known is not None:
        return known
    shop = Seller.objects.filter(pk=seller).first()
    if shop is None or shop.sender_addresses.filter(state=State.PENDING).count() >= MOST_PENDING:
        return None
    with transaction.atomic():
        sender, fresh = writes.add_sender(shop, address, state=State.PENDING)
        if fresh:
            _note("sender.seen", sender, now or timezone.now())
    return sender


def approve(sender: SenderAddress, now: datetime, *, receives: bool | None = None) -> None:
    """Let the address write for its seller; `receives` says whether it gets the seller's copies (None: as before)."""
    wanted = sender.receives if receives is None else receives
    _decide(sender, State.APPROVED, "sender.approved", now, receives=wanted)


def block(sender: SenderAddress, now: datetime) -> None:
    """Refuse the address from now on; it gets no copies either."""
    _decide(sender, State.BLOCKED, "sender.blocked", now, receives=False)


def _decide(sender: SenderAddress, state: str, kind: str, now: datetime, *, receives: bool) -> None:
    if (sender.state, sender.receives) == (state, receives):
        return
    with transaction.atomic():
        writes.set_sender_state(sender, state, receives=receives)
        _note(kind, sender, now, receives=receives)


def _note(kind: str, sender: SenderAddress, now: datetime, **facts: object) -> None:
    note = Note(
        marketplace=sender.seller.marketplace_id,
        kind=kind,
        subject=f"sender:{sender.pk}",
        facts={"seller": sender.seller_id, **facts},
    )
    note_all([note], now)
