"""Which pair an alias means, and how a pair's aliases are written."""

from __future__ import annotations

import time

from gobetween.aliases import codec
from gobetween.aliases.codec import Alias
from gobetween.aliases.models import Pair, Side
from gobetween.kit import keys
from gobetween.marketplace import reads as marketplace

DOMAINS_SECONDS = 30.0


def resolve(address: str) -> Alias | None:
    """The alias behind `address`, or nothing when it was never minted here. No query; any case; any key of the ring."""
    return codec.read(address, keys.ring())


def address_of(pair: Pair, side: Side, *, domain: str, ref: str = "") -> str:
    """The present alias of one side of `pair`; `ref` names a conversation (`alias+ref@domain`)."""
    serial = pair.buyer_serial if side == Side.BUYER else pair.seller_serial
    local = codec.local_part(pair.pk, side, serial, domain=domain.lower(), key=_key(pair.key_id))
    return f"{local}+{ref}@{domain}" if ref else f"{local}@{domain}"


def alive(pair: Pair, alias: Alias) -> bool:
    """Whether mail to `alias` is still taken: the pair's present one, and not retired."""
    if alias.pair != pair.pk:
        return False
    if alias.side == Side.BUYER:
        return alias.serial == pair.buyer_serial and pair.buyer_retired_at is None
    return alias.serial == pair.seller_serial and pair.seller_retired_at is None


def domains() -> frozenset[str]:
    """The mail domains of all marketplaces, at most 30 seconds old."""
    now = time.monotonic()
    if now >= _known.until:
        _known.domains, _known.until = marketplace.domains(), now + DOMAINS_SECONDS
    return _known.domains


def forget_domains() -> None:
    """Ask the database at the next call of `domains`."""
    _known.until = 0.0


def pair_by_number(number: int) -> Pair | None:
    """The pair with its marketplace, buyer and seller, or nothing."""
    return Pair.objects.select_related("marketplace", "buyer", "seller").filter(pk=number).first()


class _Known:
    domains: frozenset[str] = frozenset()
    until: float = 0.0


_known = _Known()


def _key(key_id: str) -> keys.Key:
    """The key a pair was minted under; the newest one when that has left the ring."""
    ring = keys.ring()
    return next((key for key in ring if key.id == key_id), ring[0])
