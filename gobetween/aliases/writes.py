"""Pairs come into being, and their aliases are retired and renewed. For `actions` alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F

from gobetween.aliases.codec import SERIALS
from gobetween.aliases.models import Pair, Side
from gobetween.kit import keys
from gobetween.marketplace.models import Buyer, Seller


class Exhausted(ValueError):
    """This side's alias was renewed as often as its serial can count."""


def pair_for(buyer: Buyer, seller: Seller) -> Pair:
    """The pair of `buyer` and `seller`, made when it is not there yet."""
    return pairs_for([(buyer.pk, seller.pk)], marketplace=buyer.marketplace_id)[(buyer.pk, seller.pk)]


def pairs_for(wanted: Iterable[tuple[int, int]], *, marketplace: str) -> dict[tuple[int, int], Pair]:
    """The pairs of these `(buyer id, seller id)`, made where they are not there yet; safe beside other writers."""
    names = sorted(set(wanted))
    found = _found(names)
    missing = [name for name in names if name not in found]
    if not missing:
        return found
    key_id = keys.ring()[0].id
    Pair.objects.bulk_create(
        [
            Pair(marketplace_id=marketplace, buyer_id=buyer, seller_id=seller, key_id=key_id)
            for buyer, seller in missing
        ],
        ignore_conflicts=True,
    )
    return found | _found(missing)


def retire(pair: Pair, side: Side, now: datetime) -> None:
    """Mail to this side's alias is refused from now on."""
    Pair.objects.filter(pk=pair.pk).update(**{f"{side}_retired_at": now})
    setattr(pair, f"{side}_retired_at", now)
    _tell()


def renew(pair: Pair, side: Side) -> None:
    """Give this side the next alias; the one before never lives again. Raises `Exhausted` after 31 renewals."""
    field = f"{side}_serial"
    fits = Pair.objects.filter(pk=pair.pk, **{f"{field}__lt": SERIALS - 1})
    if not fits.update(**{field: F(field) + 1, f"{side}_retired_at": None}):
        raise Exhausted("this alias cannot be renewed again")
    pair.refresh_from_db(fields=[field, f"{side}_retired_at"])
    _tell()


def remint() -> int:
    """Give every pair the aliases of the newest key, and say how many changed; aliases of older keys still resolve."""
    newest = keys.ring()[0].id
    return Pair.objects.exclude(key_id=newest).update(key_id=newest)


def _tell() -> None:
    """Let every edge learn at once that an alias died (channel `aliases`, with the commit)."""
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY aliases")


def _found(names: list[tuple[int, int]]) -> dict[tuple[int, int], Pair]:
    rows = Pair.objects.select_related("marketplace", "buyer", "seller").filter(
        buyer_id__in={buyer for buyer, _ in names}, seller_id__in={seller for _, seller in names}
    )
    wanted = set(names)
    return {(row.buyer_id, row.seller_id): row for row in rows if (row.buyer_id, row.seller_id) in wanted}
