"""The return path of each copy: a token that only we can make, so that a bounce finds its delivery without a query."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from gobetween.kit.keys import Key, derived, ring
from gobetween.kit.tokens import WIDE_CHARS, Wide

PREFIX = "b"
LIFE_DAYS = 60
"""Bounces that come later than this are not believed."""

_DAY_BITS = 16
_DAY_MASK = (1 << _DAY_BITS) - 1


def return_path(delivery_id: int, domain: str, now: datetime) -> str:
    """The envelope sender of a copy: `b`, 26 characters, `@domain`. Raises `ValueError` past 2^40 deliveries."""
    return f"{PREFIX}{_cipher(ring()[0]).encode(delivery_id << _DAY_BITS | _day(now))}@{domain}"


def delivery_of(address: str, now: datetime) -> int | None:
    """The delivery a return path names, any case, any domain; nothing when forged, altered or over 60 days old."""
    local = address.partition("@")[0].lower()
    if len(local) != len(PREFIX) + WIDE_CHARS or not local.startswith(PREFIX):
        return None
    for key in ring():
        number = _cipher(key).decode(local[len(PREFIX) :])
        if number is not None:
            return _alive(number, now)
    return None


def _alive(number: int, now: datetime) -> int | None:
    """The delivery unless its day has passed; a day of clock difference between machines is forgiven."""
    age = (_day(now) - (number & _DAY_MASK)) & _DAY_MASK
    fresh = age <= LIFE_DAYS or age == _DAY_MASK
    return number >> _DAY_BITS if fresh else None


def _day(now: datetime) -> int:
    """Days since 1970 in UTC, 16 bits."""
    return int(now.astimezone(UTC).timestamp() // 86_400) & _DAY_MASK


@lru_cache(maxsize=16)
def _cipher(key: Key) -> Wide:
    return Wide(derived(key, "return-path"))
