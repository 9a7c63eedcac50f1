"""Switch an alias off, or give its side a new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gobetween.aliases import reads, writes
from gobetween.aliases.models import Pair, Side
from gobetween.aliases.writes import Exhausted
from gobetween.journal.writes import Note, note_all

__all__ = ["Exhausted", "renew", "retire"]


def retire(pair: Pair, side: Side, now: datetime) -> None:
    """Mail to this side's alias is refused from now on. A second time changes nothing."""
    if getattr(pair, f"{side}_retired_at") is not None:
        return
    with transaction.atomic():
        writes.retire(pair, side, now)
        _note("alias.retired", pair, side, now)


def renew(pair: Pair, side: Side, now: datetime) -> str:
    """Give this side its next alias, and return it. Raises `Exhausted` after 31 renewals."""
    with transaction.atomic():
        writes.renew(pair, side)
        _note("alias.renewed", pair, side, now)
    return reads.address_of(pair, side, domain=pair.marketplace.domain)


def _note(kind: str, pair: Pair, side: Side, now: datetime) -> None:
    facts = {"side": str(side), "serial": getattr(pair, f"{side}_serial")}
    note_all([Note(marketplace=pair.marketplace_id, kind=kind, subject=f"pair:{pair.pk}", facts=facts)], now)
