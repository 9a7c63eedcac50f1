"""Tells the author of what was held or refused: which rule, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gobetween.actions.submissions import Settled


def tell(settled: Sequence[Settled], now: datetime) -> None:
    """One notice for each message newly held or refused that a person wrote."""
