"""What an envelope recipient is: decided from its own ciphertext, and from a small table of aliases that died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from gobetween.aliases import reads as aliases
from gobetween.aliases.codec import Alias
from gobetween.aliases.models import Pair, Side
from gobetween.mail import verp
from gobetween.mail.admission import Recipient
from gobetween.mail.models import Intake

LONGEST_SUFFIX = 64
CHANGED = f"""
SELECT id, buyer_serial, seller_serial, buyer_retired_at IS NOT NULL, seller_retired_at IS NOT NULL
FROM "{Pair._meta.db_table}"
WHERE buyer_serial > 0 OR seller_serial > 0 OR buyer_retired_at IS NOT NULL OR seller_retired_at IS NOT NULL
"""
"""The few pairs whose first aliases do not both live any more."""


class Recipients:
    """Finds recipients without a query. Whether an alias lives is asked again when its letter is stored."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._first_alive: dict[tuple[int, Side], int] = {}

    def learn(self, rows: list[tuple[int, int, int, bool, bool]]) -> None:
        """Take over the rows of `CHANGED`."""
        living: dict[tuple[int, Side], int] = {}
        for pair, buyer_serial, seller_serial, buyer_retired, seller_retired in rows:
            living[pair, Side.BUYER] = buyer_serial + buyer_retired
            living[pair, Side.SELLER] = seller_serial + seller_retired
        self._first_alive = living

    def find(self, address: str) -> Recipient | None:
        """The recipient `address` names; nothing for one that never was, is dead, or is not ours: all look alike."""
        alias = aliases.resolve(address)
        if alias is not None:
            return self._living(alias)
        delivery = verp.delivery_of(address, self._now())
        if delivery is not None:
            return Recipient(target=Intake.Target.BOUNCE, number=delivery)
        return None

    def _living(self, alias: Alias) -> Recipient | None:
        if alias.serial < self._first_alive.get((alias.pair, alias.side), 0):
            return None
        return Recipient(
            target=Intake.Target.ALIAS,
            number=alias.pair,
            side=alias.side.value,
            serial=alias.serial,
            suffix=alias.suffix[:LONGEST_SUFFIX],
        )
