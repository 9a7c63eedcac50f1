"""Orders and buyers of a public benchmark as an import file; the data stay where they are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.journeys.service import ROOT, Party

FOLDER = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared")) / "data" / "retail"
SELLERS = 10
STATUS = {"pending": "unshipped", "processed": "shipped", "delivered": "delivered", "cancelled": "cancelled"}


class Retail:
    """What the folder holds; each product is dealt to one of ten sellers, by its place in the list."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.orders: dict[str, Any] = json.loads((folder / "orders.json").read_text())
        self.users: dict[str, Any] = json.loads((folder / "users.json").read_text())
        products = json.loads((folder / "products.json").read_text())
        self._place = {product: number % SELLERS for number, product in enumerate(sorted(products))}

    def buyer(self, order: dict[str, Any]) -> Party:
        user = self.users[order["user_id"]]
        name = f"{user['name']['first_name']} {user['name']['last_name']}"
        return Party(ref=order["user_id"], name=name, address=user["email"])

    def seller(self, item: dict[str, Any]) -> Party:
        number = self._place[item["product_id"]]
        return Party(ref=f"S-{number}", name=f"Shop {number}", address=f"desk@shop-{number}.example")

    def write(self, path: Path) -> None:
        """The file `gobetween import orders` reads: one line an order and seller."""
        with path.open("w", encoding="utf-8") as file:
            for order in self.orders.values():
                for ref in dict.fromkeys(self.seller(item).ref for item in order["items"]):
                    file.write(json.dumps(self._line(order, ref)) + "\n")

    def _line(self, order: dict[str, Any], ref: str) -> dict[str, Any]:
        items = [item for item in order["items"] if self.seller(item).ref == ref]
        buyer, seller = self.buyer(order), self.seller(items[0])
        own = {item["item_id"] for item in items}
        parcels = [each for each in order["fulfillments"] if own & set(each["item_ids"])]
        return {
            "number": order["order_id"],
            "placed_at": "2026-11-01",
            "status": STATUS.get(order["status"].partition(" ")[0], ""),
            "tracking": sorted({number for each in parcels for number in each["tracking_id"]}),
            "buyer": {"ref": buyer.ref, "name": buyer.name, "address": buyer.address},
            "seller": {"ref": seller.ref, "name": seller.name, "address": seller.address},
            "items": [
                {"title": item["name"], "sku": item["item_id"], "price": f"{item['price']:.2f}"} for item in items
            ],
        }
