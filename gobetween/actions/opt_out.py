"""A buyer's one switch: no unsolicited mail from any seller, or again. Answers and critical messages always pass."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import writes
from gobetween.marketplace.models import Buyer


def opt_out(buyer: Buyer, *, now: datetime) -> None:
    """From now on sellers may answer and send what an order needs, and nothing else. A second time changes nothing."""
    _switch(buyer, "mail.declined", to=True, now=now)


def opt_in(buyer: Buyer, *, now: datetime) -> None:
    """Sellers may write first again. A second time changes nothing."""
    _switch(buyer, "mail.welcomed", to=False, now=now)


def _switch(buyer: Buyer, kind: str, *, to: bool, now: datetime) -> None:
    with transaction.atomic():
        if writes.set_opted_out(buyer, to=to):
            note_all([Note(marketplace=buyer.marketplace_id, kind=kind, subject=f"buyer:{buyer.pk}")], now)
