"""Orders as a file tells them: each value checked, all that is wrong with a line told at once, no value ever echoed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gobetween.marketplace.fields import Fields
from gobetween.marketplace.models import Order, Return
from gobetween.marketplace.values import (
    MINOR_DIGITS,
    choice,
    currency_code,
    label,
    locale,
    mail_address,
    moment,
    price,
    quantity,
    tracking,
    yes_or_no,
)

_NONE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A buyer or a seller; an empty name, address or locale says nothing about them."""

    ref: str
    name: str = ""
    address: str = field(default="", repr=False)
    locale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One line of an order; `price` in the minor unit of `currency`."""

    sku: str = ""
    title: str
    quantity: int = 1
    price: int = 0
    currency: str = "EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """A return of (part of) an order."""

    state: str = Return.State.OPEN
    reason: str = ""
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One order of the file."""

    number: str
    placed_at: datetime
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    fulfilment: str = Order.Fulfilment.MFN
    status: str = Order.Status.UNSHIPPED
    gift: bool = False
    custom: bool = False
    tracking: tuple[str, ...] = ()
    buyer: PartyRow
    seller: PartyRow
    items: tuple[ItemRow, ...] = ()
    returns: tuple[ReturnRow, ...] = ()


class BadRow(ValueError):
    """Everything that is wrong with one order; names fields, never shows their values."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))


def order_row(values: Mapping[str, Any], separator: str = ".") -> OrderRow:
    """The order that `values` (as in a JSON line) tell. Raises `BadRow`. `separator` spells names: `buyer.ref`."""
    problems: list[str] = []
    order = Fields(values, "", problems)
    placed, shipped, delivered = (
        order.take(name, moment, None) for name in ("placed_at", "shipped_at", "delivered_at")
    )
    row: dict[str, Any] = {
        "number": order.need("number", label(60)),
        "placed_at": order.present("placed_at", placed),
        "shipped_at": shipped,
        "delivered_at": delivered,
        "fulfilment": order.take("fulfilment", choice(Order.Fulfilment.values, str.upper), str(Order.Fulfilment.MFN)),
        "status": order.take("status", choice(Order.Status.values, str.lower), _status(shipped, delivered)),
        "gift": order.take("gift", yes_or_no, False),
        "custom": order.take("custom", yes_or_no, False),
        "tracking": order.take("tracking", tracking, _NONE),
        "buyer": _party(order.inner("buyer", separator)),
        "seller": _party(order.inner("seller", separator)),
        "items": tuple(_item(each) for each in order.each("items", separator)),
        "returns": tuple(_return(each) for each in order.each("returns", separator)),
    }
    order.end()
    if problems:
        raise BadRow(problems)
    return OrderRow(**row)


def _party(fields: Fields) -> PartyRow | None:
    values: dict[str, Any] = {
        "ref": fields.need("ref", label(80)),
        "name": fields.take("name", label(200), ""),
        "address": fields.take("address", mail_address, ""),
        "locale": fields.take("locale", locale, ""),
    }
    fields.end()
    return PartyRow(**values) if values["ref"] else None


def _item(fields: Fields) -> ItemRow | None:
    currency = fields.take("currency", currency_code, "EUR")
    values: dict[str, Any] = {
        "sku": fields.take("sku", label(80), ""),
        "title": fields.need("title", label(300)),
        "quantity": fields.take("quantity", quantity, 1),
        "price": fields.take("price", price(MINOR_DIGITS.get(currency, 2)), 0),
        "currency": currency,
    }
    fields.end()
    return ItemRow(**values) if values["title"] else None


def _return(fields: Fields) -> ReturnRow | None:
    values: dict[str, Any] = {
        "state": fields.take("state", choice(Return.State.values, str.lower), str(Return.State.OPEN)),
        "reason": fields.take("reason", label(200), ""),
        "opened_at": fields.need("opened_at", moment),
        "closed_at": fields.take("closed_at", moment, None),
    }
    fields.end()
    return ReturnRow(**values) if values["opened_at"] else None


def _status(shipped: datetime | None, delivered: datetime | None) -> str:
    if delivered:
        return Order.Status.DELIVERED
    return Order.Status.SHIPPED if shipped else Order.Status.UNSHIPPED
