"""Open a marketplace: the first thing an operator does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import writes
from gobetween.marketplace.models import Marketplace


def open_marketplace(marketplace: str, *, name: str, domain: str, locale: str, now: datetime) -> Marketplace:
    """A marketplace with its mail domain. Raises `IntegrityError` when the id or the domain is taken."""
    with transaction.atomic():
        made = writes.add_marketplace(marketplace, name=name, domain=domain, locale=locale)
        note = Note(marketplace=made.pk, kind="marketplace.opened", subject=f"marketplace:{made.pk}"[:60])
        note_all([note], now)
    return made
