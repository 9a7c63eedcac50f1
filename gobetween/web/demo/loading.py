"""Opens Lumen Market once: its people, its orders, and what they wrote to each other so far."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from gobetween.marketplace.models import Marketplace
from gobetween.web.demo import market, talk


def load(now: datetime) -> None:
    """Fill an empty database; does nothing when the market is there. Two at once take turns."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('gobetween.demo', 0))")
        if Marketplace.objects.filter(pk=market.ID).exists():
            return
        market.open_up(now)
        sent = talk.replay(now)
    talk.file_away(sent)
