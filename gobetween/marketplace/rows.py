"""Orders as a file tells them: each value checked, all that is wrong with a line told at once, no value ever echoed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from gobetween.marketplace.models import Order, Return

T = TypeVar("T")
MINOR_DIGITS = {"BIF": 0, "CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "PYG": 0, "VND": 0, "XAF": 0, "XOF": 0} | {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip
"""Digits after the point by currency (ISO 4217) where they are not two."""
MOST_ITEMS = 1000
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
    order = _Fields(values, "", problems)
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


def _party(fields: _Fields) -> PartyRow | None:
    values: dict[str, Any] = {
        "ref": fields.need("ref", label(80)),
        "name": fields.take("name", label(200), ""),
        "address": fields.take("address", mail_address, ""),
        "locale": fields.take("locale", locale, ""),
    }
    fields.end()
    return PartyRow(**values) if values["ref"] else None


def _item(fields: _Fields) -> ItemRow | None:
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


def _return(fields: _Fields) -> ReturnRow | None:
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


class _Fields:
    """Named values of one object, taken one by one; what is wrong is gathered, what is left over is unknown."""

    def __init__(self, values: Mapping[str, Any], prefix: str, problems: list[str]) -> None:
        self._left = {name: value for name, value in values.items() if value is not None and value != ""}
        self._prefix = prefix
        self._problems = problems

    def take(self, name: str, read: Callable[[Any], T], default: T) -> T:
        """The value, or `default` when it is not given or not right."""
        if name not in self._left:
            return default
        try:
            return read(self._left.pop(name))
        except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
            self._problem(name, error.args[0] if isinstance(error, _Wrong) else "cannot be read")
            return default

    def need(self, name: str, read: Callable[[Any], T]) -> T | None:
        """The value, which must be given."""
        if name not in self._left:
            self._problem(name, "is missing")
            return None
        return self.take(name, read, None)

    def present(self, name: str, value: T | None) -> T | None:
        """`value` as it is, taken before; a problem when it was not given and nothing was said yet."""
        if value is None and not any(each.startswith(f"{self._prefix}{name} ") for each in self._problems):
            self._problem(name, "is missing")
        return value

    def inner(self, name: str, separator: str) -> _Fields:
        """The object under `name`."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            self._problem(name, "is not an object")
            value = {}
        return _Fields(value, f"{self._prefix}{name}{separator}", self._problems)

    def each(self, name: str, separator: str) -> list[_Fields]:
        """The objects in the list under `name`."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._problem(name, "is not a list of objects")
            return []
        if len(value) > MOST_ITEMS:
            self._problem(name, f"has more than {MOST_ITEMS} lines")
            return []
        spelled = f"{name.removesuffix('s')}{separator}" if separator == "_" else f"{name}[]{separator}"
        return [_Fields(each, spelled, self._problems) for each in value]

    def end(self) -> None:
        """Whatever was not taken is not known here."""
        for name in self._left:
            shown = name if re.fullmatch(r"[A-Za-z][A-Za-z_]{0,30}", name) else "(a name not shown)"
            self._problem(shown, "is not a field of this format")

    def _problem(self, name: str, why: str) -> None:
        problem = f"{self._prefix}{name} {why}"
        if problem not in self._problems:
            self._problems.append(problem)


class _Wrong(ValueError):
    """Why a value is not taken, without the value."""


def label(longest: int) -> Callable[[Any], str]:
    """One line of text."""

    def read(value: Any) -> str:
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else None
        if text is None:
            raise _Wrong("is not text")
        if not text:
            raise _Wrong("is blank")
        if len(text) > longest:
            raise _Wrong(f"is longer than {longest} characters")
        if not text.isprintable():
            raise _Wrong("has a line break or a control character")
        return text

    return read


def moment(value: Any) -> datetime:
    """ISO 8601; without an offset it is UTC, without a time it is midnight."""
    try:
        at = datetime.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise _Wrong("is not an ISO 8601 date") from None
    if not 1990 <= at.year <= 2100:
        raise _Wrong("is not between 1990 and 2100")
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def choice(values: Sequence[str], fold: Callable[[str], str]) -> Callable[[Any], str]:
    """One of `values`, in any case."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or fold(value.strip()) not in values:
            raise _Wrong(f"is not one of {', '.join(values)}")
        return fold(value.strip())

    return read


_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def yes_or_no(value: Any) -> bool:
    """A truth value, or a word for one."""
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() not in _WORDS:
        raise _Wrong("is not one of true, false, yes, no, 1, 0")
    return _WORDS[str(value).strip().lower()]


def tracking(value: Any) -> tuple[str, ...]:
    """Parcel numbers: a list, or words between blanks, commas or semicolons."""
    words = re.split(r"[\s,;]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(words, list) or len(words) > 50:
        raise _Wrong("is not a list of at most 50 parcel numbers")
    return tuple(label(80)(word) for word in words)


def mail_address(value: Any) -> str:
    """A bare address: RFC 5321 lengths, no display name, no quoted local part."""
    if not isinstance(value, str) or not re.fullmatch(
        r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,253}", value.strip()
    ):
        raise _Wrong("is not an e-mail address")
    address = value.strip()
    if not address.isprintable() or len(address) > 254 or "." in (address[0], address[-1]) or ".." in address:
        raise _Wrong("is not an e-mail address")
    return address


def locale(value: Any) -> str:
    """A language tag such as `de` or `pt-BR`; an underscore is taken for the dash."""
    tag = value.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", tag):
        raise _Wrong("is not a language tag such as de or pt-BR")
    return str(tag)


def currency_code(value: Any) -> str:
    """Three letters (ISO 4217)."""
    code = value.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise _Wrong("is not a currency of three letters")
    return str(code)


def quantity(value: Any) -> int:
    """A whole number from 1 to a million."""
    text = "" if isinstance(value, bool) else str(value).strip()
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= 1_000_000:
        raise _Wrong("is not a whole number from 1 to 1000000")
    return int(text)


def price(digits: int) -> Callable[[Any], int]:
    """A price such as `29.99`, into its minor unit."""

    def read(value: Any) -> int:
        text = "" if isinstance(value, bool) else str(value).strip()
        try:
            amount = Decimal(text) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", text) else None
        except InvalidOperation:
            amount = None
        if amount is None or amount.scaleb(digits) % 1:
            raise _Wrong(f"is not a price with at most {digits} digits after the point")
        return int(amount.scaleb(digits))

    return read
