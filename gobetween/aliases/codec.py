"""What an alias says: a pair's number, a side and a serial, enciphered under a key of the ring and the mail domain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gobetween.aliases.models import Side
from gobetween.kit.keys import Key, derived
from gobetween.kit.tokens import NARROW_CHARS, Narrow

PAIR_BITS, SERIAL_BITS = 36, 5
SERIALS = 1 << SERIAL_BITS
_SIDES = (Side.BUYER, Side.SELLER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """An alias that was really minted here. Whether it is still alive, its pair knows."""

    domain: str
    pair: int
    side: Side
    serial: int
    key_id: str
    suffix: str = ""


def local_part(pair: int, side: Side, serial: int, *, domain: str, key: Key) -> str:
    """The 16 characters before the `@`. Raises `ValueError` when a number is out of range."""
    if not 0 <= pair < 1 << PAIR_BITS or not 0 <= serial < SERIALS:
        raise ValueError("pair or serial does not fit into an alias")
    number = (pair << 1 | _SIDES.index(side)) << SERIAL_BITS | serial
    return _cipher(key, domain).encode(number)


def read(address: str, keys: tuple[Key, ...]) -> Alias | None:
    """The alias that `address` (`local[+suffix]@domain`, any case) names under one of `keys`, or nothing."""
    local, _, domain = address.rpartition("@")
    token, _, suffix = local.partition("+")
    if len(token) != NARROW_CHARS:
        return None
    domain = domain.lower()
    for key in keys:
        number = _cipher(key, domain).decode(token)
        if number is not None:
            return _alias(number, domain, key, suffix.lower())
    return None


def _alias(number: int, domain: str, key: Key, suffix: str) -> Alias:
    return Alias(
        domain=domain,
        pair=number >> (SERIAL_BITS + 1),
        side=_SIDES[number >> SERIAL_BITS & 1],
        serial=number & (SERIALS - 1),
        key_id=key.id,
        suffix=suffix,
    )


@lru_cache(maxsize=512)
def _cipher(key: Key, domain: str) -> Narrow:
    return Narrow(derived(key, f"alias:{domain}"))
