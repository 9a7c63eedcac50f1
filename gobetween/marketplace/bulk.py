"""Orders in bulk, with their buyers and sellers: what is new is made, what differs is changed, the rest left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from gobetween.marketplace import reads, writes
from gobetween.marketplace.files import Bad, Good
from gobetween.marketplace.models import Buyer, Item, Marketplace, Order, Return, Seller, SenderAddress
from gobetween.marketplace.rows import ItemRow, OrderRow, PartyRow, ReturnRow

OWN = ("placed_at", "shipped_at", "delivered_at", "fulfilment", "status", "gift", "custom")


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


def put_orders(batch: Sequence[Good], told: Told) -> tuple[list[Order], list[Bad]]:
    """Write one batch in one transaction; the orders as they stand now, and the lines that cannot be taken."""
    with transaction.atomic():
        _alone(told.marketplace)
        bad = _put_parties(batch, told)
        known = _known_orders(batch, told)
        good = [each for each in batch if each.lines[0] not in bad]
        orders = [_put(each, known, told, bad) for each in good]
        return _written([order for order in orders if order is not None], told.counts), [
            Bad(line=line, why=why) for each in batch if (why := bad.get(each.lines[0])) for line in each.lines
        ]


def _alone(marketplace: Marketplace) -> None:
    """Two imports into one marketplace take turns, batch by batch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{marketplace.pk}"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """An order that is to be, with what hangs on it."""

    order: Order
    row: OrderRow
    own: bool
    items: bool
    returns: bool


def _put_parties(batch: Sequence[Good], told: Told) -> dict[int, str]:
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


def _known_orders(batch: Sequence[Good], told: Told) -> dict[tuple[str, int], Order]:
    numbers = [each.order.number for each in batch]
    rows = Order.objects.filter(marketplace=told.marketplace, number__in=numbers).prefetch_related("items", "returns")
    return {(row.number, row.seller_id): row for row in rows}


def _put(good: Good, known: dict[tuple[str, int], Order], told: Told, bad: dict[int, str]) -> _Change | None:
    """What is to become of one order; nothing (and a reason in `bad`) when it belongs to another buyer."""
    row = good.order
    seller, buyer = told.sellers[row.seller.ref], told.buyers[row.buyer.ref]
    order = known.get((row.number, seller.pk))
    if order is None:
        new = Order(marketplace=told.marketplace, seller=seller, buyer=buyer, number=row.number)
        _take_over(new, row)
        return _Change(order=new, row=row, own=True, items=True, returns=True)
    if order.buyer_id != buyer.pk:
        bad[good.lines[0]] = "the order is on record with another buyer"
        return None
    return _Change(
        order=order,
        row=row,
        own=_take_over(order, row),
        items=[_item_of(item) for item in sorted(order.items.all(), key=lambda item: item.line)] != list(row.items),
        returns={_return_of(each) for each in order.returns.all()} != set(row.returns),
    )


def _take_over(order: Order, row: OrderRow) -> bool:
    """Whether anything of the order itself changed."""
    values = {name: getattr(row, name) for name in OWN} | {"tracking": list(row.tracking)}
    changed = any(getattr(order, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(order, name, value)
    return changed


def _written(changes: Sequence[_Change], counts: Counts) -> list[Order]:
    new = [each for each in changes if each.order.pk is None]
    old = [each for each in changes if each.order.pk is not None]
    differing = [each for each in old if each.own or each.items or each.returns]
    counts.created += len(new)
    counts.updated += len(differing)
    counts.unchanged += len(old) - len(differing)
    Order.objects.bulk_create([each.order for each in new])
    Order.objects.bulk_update([each.order for each in old if each.own], [*OWN, "tracking"], batch_size=500)
    _replace(Item, [each.order for each in differing if each.items], [
        _item(each.order, line, row) for each in [*new, *differing] if each.items
        for line, row in enumerate(each.row.items, start=1)
    ])  # fmt: skip
    _replace(Return, [each.order for each in differing if each.returns], [
        _return(each.order, row) for each in [*new, *differing] if each.returns for row in each.row.returns
    ])  # fmt: skip
    return [each.order for each in changes]


def _replace(model: type[Model], orders: list[Order], rows: list[Any]) -> None:
    model._default_manager.filter(order__in=orders).delete()
    model._default_manager.bulk_create(rows)


def _item(order: Order, line: int, row: ItemRow) -> Item:
    return Item(order=order, line=line, **{name: getattr(row, name) for name in ItemRow.__slots__})


def _item_of(item: Item) -> ItemRow:
    return ItemRow(**{name: getattr(item, name) for name in ItemRow.__slots__})


def _return(order: Order, row: ReturnRow) -> Return:
    return Return(order=order, **{name: getattr(row, name) for name in ReturnRow.__slots__})


def _return_of(row: Return) -> ReturnRow:
    return ReturnRow(**{name: getattr(row, name) for name in ReturnRow.__slots__})
