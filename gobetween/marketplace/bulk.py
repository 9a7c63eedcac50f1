"""Orders in bulk, with their buyers and sellers: what is new is made, what differs is changed, the rest left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from gobetween.marketplace.grouping import Bad, Good
from gobetween.marketplace.models import Item, Marketplace, Order, Return
from gobetween.marketplace.parties import Counts, Told, put_parties
from gobetween.marketplace.rows import ItemRow, OrderRow, ReturnRow

OWN = ("placed_at", "shipped_at", "delivered_at", "fulfilment", "status", "gift", "custom")


def put_orders(batch: Sequence[Good], told: Told) -> tuple[list[Order], list[Bad]]:
    """Write one batch in one transaction; the orders as they stand now, and the lines that cannot be taken."""
    with transaction.atomic():
        _alone(told.marketplace)
        bad = put_parties(batch, told)
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
