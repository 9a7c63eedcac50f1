"""Who sells and who buys at Lumen Market, and what was ordered: `market.toml` through the real import."""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

from gobetween.actions.hire import hire
from gobetween.actions.import_orders import import_orders
from gobetween.actions.open_marketplace import open_marketplace
from gobetween.marketplace import reads
from gobetween.marketplace.models import Marketplace

ID = "demo"
Table = dict[str, Any]


def content(name: str) -> Table:
    """One of the files beside this one."""
    return tomllib.loads(resources.files("gobetween.web.demo").joinpath(name).read_text(encoding="utf-8"))


def open_up(now: datetime) -> None:
    """The marketplace with its orders, buyers, sellers and their people."""
    told = content("market.toml")
    opened = told["marketplace"]
    marketplace = open_marketplace(ID, name=opened["name"], domain=opened["domain"], locale="en", now=now)
    _import(marketplace, told, now)
    for operator in told["operators"]:
        hire(marketplace, name=operator["name"], role="operator", now=now)
    for seller in told["sellers"]:
        _staff(marketplace, seller, now)


def _staff(marketplace: Marketplace, told: Table, now: datetime) -> None:
    seller = reads.seller_by_ref(marketplace.pk, told["ref"])
    for person in told["people"]:
        hire(marketplace, seller=seller, now=now, **person)


def _import(marketplace: Marketplace, told: Table, now: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.jsonl"
        file.write_text("\n".join(json.dumps(order) for order in _orders(told, now)), encoding="utf-8")
        imported = import_orders(file, marketplace, now=now)
    if imported.bad:
        raise ValueError(f"the demo's orders do not import: {imported.bad[0].why}")


def _orders(told: Table, now: datetime) -> Iterator[Table]:
    """Each order in the form the import takes, its dates counted back from `now`."""
    buyers = {each["ref"]: {key: each[key] for key in ("ref", "name", "locale", "address")} for each in told["buyers"]}
    sellers = {
        each["ref"]: {
            "ref": each["ref"],
            "name": each["name"],
            "locale": each["locale"],
            "address": each["people"][0]["address"],
        }
        for each in told["sellers"]
    }
    for order in told["orders"]:
        placed = now - timedelta(hours=order["placed"])
        yield {
            **{key: order[key] for key in ("number", "fulfilment", "status", "gift", "custom") if key in order},
            **_dates(order.get("status", ""), placed, now),
            "buyer": buyers[order["buyer"]],
            "seller": sellers[order["seller"]],
            "items": [{**item, "price": f"{item['price'] / 100:.2f}", "currency": "EUR"} for item in order["items"]],
            **(
                {"returns": [{"reason": order["return"], "opened_at": (placed + timedelta(hours=200)).isoformat()}]}
                if "return" in order
                else {}
            ),
        }


def _dates(status: str, placed: datetime, now: datetime) -> dict[str, str]:
    dates = {"placed_at": placed}
    if status in ("shipped", "delivered"):
        dates["shipped_at"] = min(placed + timedelta(hours=26), now)
    if status == "delivered":
        dates["delivered_at"] = min(placed + timedelta(hours=74), now)
    return {name: at.isoformat() for name, at in dates.items()}
