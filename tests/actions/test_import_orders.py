"""Importing: everything good on record, a second time nothing changes, and somebody else's word is not taken."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gobetween.actions.import_orders import Imported, import_orders
from gobetween.aliases.models import Pair
from gobetween.journal.models import Entry
from gobetween.marketplace import reads
from gobetween.marketplace.models import Buyer, Item, Marketplace, Order, Return, Seller, SenderAddress
from gobetween.marketplace.parties import Counts

pytestmark = pytest.mark.django_db


def test_a_first_run_creates_and_a_second_changes_nothing(
    marketplace: Marketplace, tmp_path: Path, now: datetime
) -> None:
    rows = [_order(number) for number in range(30)]
    first = _import(marketplace, tmp_path, now, rows)
    assert first == Imported(counts=Counts(created=30, buyers=10, sellers=3), bad=())
    before = _everything()
    assert _import(marketplace, tmp_path, now, rows).counts == Counts(unchanged=30)
    assert _everything() == before
    assert (Order.objects.count(), Item.objects.count(), Return.objects.count(), Pair.objects.count()) == (
        30,
        60,
        10,
        30,
    )


def test_what_differs_is_updated_and_nothing_else(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    rows = [_order(number) for number in range(6)]
    _import(marketplace, tmp_path, now, rows)
    rows[0]["shipped_at"] = "2026-02-01"
    rows[1]["items"] = [{"title": "Other", "price": "1.00"}]
    rows[2]["returns"] = [{"opened_at": "2026-03-01", "state": "closed", "closed_at": "2026-03-02"}]
    rows[3]["tracking"] = ["DHL1", "DHL2"]
    assert _import(marketplace, tmp_path, now, rows).counts == Counts(updated=4, unchanged=2)
    assert Order.objects.get(number="N0").status == "shipped"
    assert [item.title for item in Order.objects.get(number="N1").items.all()] == ["Other"]
    assert [each.state for each in Order.objects.get(number="N2").returns.all()] == ["closed"]
    assert Order.objects.get(number="N3").tracking == ["DHL1", "DHL2"]
    assert _import(marketplace, tmp_path, now, rows).counts == Counts(unchanged=6)


def test_an_unknown_seller_is_made_with_an_address_that_writes_and_receives(
    marketplace: Marketplace, tmp_path: Path, now: datetime
) -> None:
    _import(marketplace, tmp_path, now, [_order(1)])
    [inbox] = reads.inboxes(Seller.objects.get(ref="S1"))
    assert reads.address_of(inbox) == "shop1@shops.example"


def test_a_known_sellers_addresses_are_left_alone(sam: Seller, tmp_path: Path, now: datetime) -> None:
    SenderAddress.objects.filter(seller=sam).update(state="blocked", receives=False)
    row = _order(1) | {"seller": {"ref": "S-SAM", "address": "sam@lamps.example", "name": "Sam's Better Lamps"}}
    other = _order(2) | {"seller": {"ref": "S-SAM", "address": "other@lamps.example"}}
    _import(sam.marketplace, tmp_path, now, [row, other])
    assert [each.state for each in SenderAddress.objects.filter(seller=sam)] == ["blocked"]
    sam.refresh_from_db()
    assert sam.name == "Sam's Better Lamps"


def test_a_buyer_who_moved_gets_mail_at_the_new_address(bea, sam: Seller, tmp_path: Path, now: datetime) -> None:  # type: ignore[no-untyped-def]
    row = _order(1) | {"buyer": {"ref": "B-BEA", "address": "bea@new.example"}, "seller": {"ref": "S-SAM"}}
    _import(sam.marketplace, tmp_path, now, [row])
    bea.refresh_from_db()
    assert (reads.address_of_buyer(bea), bea.name) == ("bea@new.example", "Bea Buyer")
    assert reads.buyers_by_address("demo", "BEA@new.example") == [bea]


def test_an_order_never_moves_to_another_buyer(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    _import(marketplace, tmp_path, now, [_order(1)])
    moved = _order(1) | {"buyer": {"ref": "B-EVE", "address": "eve@emporium.example"}}
    imported = _import(marketplace, tmp_path, now, [moved, _order(2)])
    assert [(bad.line, bad.why) for bad in imported.bad] == [(1, "the order is on record with another buyer")]
    assert imported.counts.created == 1


def test_an_unknown_party_needs_an_address(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    row = _order(1) | {"buyer": {"ref": "B"}, "seller": {"ref": "S"}}
    imported = _import(marketplace, tmp_path, now, [row])
    assert [bad.why for bad in imported.bad] == [
        "the seller has no address and is not known yet; the buyer has no address and is not known yet"
    ]
    assert Order.objects.count() == Buyer.objects.count() == 0


def test_an_alias_is_nobodys_address(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    row = _order(1) | {"buyer": {"ref": "B", "address": "abcdefghabcdefgh@Marketplace.example"}}
    imported = _import(marketplace, tmp_path, now, [row])
    assert [bad.why for bad in imported.bad] == ["an address lies in the marketplace's own mail domain"]


def test_one_number_may_belong_to_two_sellers(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    rows = [_order(1), _order(1) | {"seller": {"ref": "S9", "address": "s9@shops.example"}}]
    assert _import(marketplace, tmp_path, now, rows).counts.created == 2


def test_the_journal_counts_and_shows_no_address(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    _import(marketplace, tmp_path, now, [_order(1), {"number": "2"}])
    entry = Entry.objects.get(kind="orders.imported")
    assert (entry.facts["created"], entry.facts["bad"]) == (1, 1)
    assert "@" not in json.dumps(entry.facts)


def test_queries_do_not_grow_with_the_orders(marketplace: Marketplace, tmp_path: Path, now: datetime) -> None:
    counts = []
    for first, size in ((0, 20), (20, 400)):
        with CaptureQueriesContext(connection) as queries:
            _import(marketplace, tmp_path, now, [_order(number) for number in range(first, first + size)])
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def _order(number: int) -> dict[str, Any]:
    returned = {"returns": [{"opened_at": "2026-02-05T10:00:00Z", "reason": "too bright"}]} if number % 3 == 0 else {}
    return {
        "number": f"N{number}",
        "placed_at": "2026-01-05T10:30:00.123456+01:00",
        "tracking": [f"T{number}"],
        "buyer": {"ref": f"B{number % 10}", "name": "Bea", "address": f"b{number % 10}@home.example", "locale": "de"},
        "seller": {"ref": f"S{number % 3}", "name": "Shop", "address": f"shop{number % 3}@shops.example"},
        "items": [{"title": "Lamp", "price": "9.99"}, {"title": "Bulb", "price": "0.50", "quantity": 3}],
    } | returned


def _import(marketplace: Marketplace, folder: Path, now: datetime, rows: list[dict[str, Any]]) -> Imported:
    path = folder / "orders.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return import_orders(path, marketplace, now=now)


def _everything() -> list[Any]:
    tables = (Buyer, Seller, SenderAddress, Order, Item, Return)
    return [[tuple(map(_plain, row)) for row in table.objects.order_by("pk").values_list()] for table in tables]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
