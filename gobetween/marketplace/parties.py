"""Buyers and sellers of a file, made and changed in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gobetween.marketplace import reads, writes
from gobetween.marketplace.grouping import Good
from gobetween.marketplace.models import Buyer, Marketplace, Seller, SenderAddress
from gobetween.marketplace.rows import OrderRow, PartyRow


@dataclass(slots=True, kw_only=True)
class Counts:
    """What an import did so far."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    buyers: int = 0
    sellers: int = 0


@dataclass(slots=True, kw_only=True)
class Told:
    """Who the file told of. Its first word about somebody counts, so that a second run changes nothing."""

    marketplace: Marketplace
    buyers: dict[str, Buyer] = field(default_factory=dict)
    sellers: dict[str, Seller] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)


def put_parties(batch: Sequence[Good], told: Told) -> dict[int, str]:
    """Make and change buyers and sellers; first lines of orders whose parties cannot be made, and why."""
    bad: dict[int, str] = {}
    orders = [each.order for each in batch if not _own_domain(each.order, told)]
    sellers = _first_words(orders, told.sellers, lambda row: row.seller)
    buyers = _first_words(orders, told.buyers, lambda row: row.buyer)
    _put_sellers(sellers, told)
    _put_buyers(buyers, told)
    for each in batch:
        problems = _own_domain(each.order, told) or [
            f"{party} has no address and is not known yet"
            for party, ref, known in (
                ("the seller", each.order.seller.ref, told.sellers),
                ("the buyer", each.order.buyer.ref, told.buyers),
            )
            if ref not in known
        ]
        if problems:
            bad[each.lines[0]] = "; ".join(problems)
    return bad


def _own_domain(row: OrderRow, told: Told) -> list[str]:
    """Mail to such an address would come back to us for ever."""
    suffix = f"@{told.marketplace.domain}"
    if any(party.address.lower().endswith(suffix) for party in (row.buyer, row.seller)):
        return ["an address lies in the marketplace's own mail domain"]
    return []


def _first_words(
    orders: Iterable[OrderRow], known: dict[str, Any], party: Callable[[OrderRow], PartyRow]
) -> dict[str, PartyRow]:
    words: dict[str, PartyRow] = {}
    for order in orders:
        row = party(order)
        if row.ref not in known and (row.ref not in words or not words[row.ref].address):
            words[row.ref] = row
    return words


def _put_sellers(rows: dict[str, PartyRow], told: Told) -> None:
    """New ones with their address approved and receiving; of known ones the name and the language."""
    found = {each.ref: each for each in Seller.objects.filter(marketplace=told.marketplace, ref__in=list(rows))}
    new = [row for ref, row in rows.items() if ref not in found and row.address]
    made = Seller.objects.bulk_create(
        [
            Seller(marketplace=told.marketplace, ref=row.ref, name=row.name or row.ref, locale=_locale(row, told))
            for row in new
        ]
    )
    SenderAddress.objects.bulk_create(
        [
            SenderAddress(
                seller=seller,
                address_sealed=writes.address_sealed(row.address),
                address_index=writes.address_index(row.address),
                state=SenderAddress.State.APPROVED,
                receives=True,
            )
            for seller, row in zip(made, new, strict=True)
        ]
    )
    changed = [seller for ref, seller in found.items() if _named(seller, rows[ref])]
    Seller.objects.bulk_update(changed, ["name", "locale"])
    told.sellers.update(found | {seller.ref: seller for seller in made})
    told.counts.sellers += len(made)


def _put_buyers(rows: dict[str, PartyRow], told: Told) -> None:
    found = {each.ref: each for each in Buyer.objects.filter(marketplace=told.marketplace, ref__in=list(rows))}
    made = Buyer.objects.bulk_create(
        [
            Buyer(
                marketplace=told.marketplace,
                ref=row.ref,
                name=row.name,
                locale=_locale(row, told),
                address_sealed=writes.address_sealed(row.address),
                address_index=writes.address_index(row.address),
            )
            for ref, row in rows.items()
            if ref not in found and row.address
        ]
    )
    changed = [buyer for ref, buyer in found.items() if _moved(buyer, rows[ref]) | _named(buyer, rows[ref])]
    Buyer.objects.bulk_update(changed, ["name", "locale", "address_sealed", "address_index"])
    told.buyers.update(found | {buyer.ref: buyer for buyer in made})
    told.counts.buyers += len(made)


def _locale(row: PartyRow, told: Told) -> str:
    return row.locale or told.marketplace.locale


def _named(party: Buyer | Seller, row: PartyRow) -> bool:
    """Take over name and language where the file tells them; whether that changed anything."""
    before = (party.name, party.locale)
    party.name, party.locale = row.name or party.name, row.locale or party.locale
    return before != (party.name, party.locale)


def _moved(buyer: Buyer, row: PartyRow) -> bool:
    if not row.address or reads.is_address_of(buyer, row.address):
        return False
    buyer.address_sealed = writes.address_sealed(row.address)
    buyer.address_index = writes.address_index(row.address)
    return True
