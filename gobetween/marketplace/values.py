"""Single values of a file, each read by one function; a reason why not names no value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

MINOR_DIGITS = {"BIF": 0, "CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "PYG": 0, "VND": 0, "XAF": 0, "XOF": 0} | {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip
"""Digits after the point by currency (ISO 4217) where they are not two."""


class Wrong(ValueError):
    """Why a value is not taken, without the value."""


def label(longest: int) -> Callable[[Any], str]:
    """One line of text."""

    def read(value: Any) -> str:
        text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else None
        if text is None:
            raise Wrong("is not text")
        if not text:
            raise Wrong("is blank")
        if len(text) > longest:
            raise Wrong(f"is longer than {longest} characters")
        if not text.isprintable():
            raise Wrong("has a line break or a control character")
        return text

    return read


def moment(value: Any) -> datetime:
    """ISO 8601; without an offset it is UTC, without a time it is midnight."""
    try:
        at = datetime.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise Wrong("is not an ISO 8601 date") from None
    if not 1990 <= at.year <= 2100:
        raise Wrong("is not between 1990 and 2100")
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)


def choice(values: Sequence[str], fold: Callable[[str], str]) -> Callable[[Any], str]:
    """One of `values`, in any case."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or fold(value.strip()) not in values:
            raise Wrong(f"is not one of {', '.join(values)}")
        return fold(value.strip())

    return read


_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def yes_or_no(value: Any) -> bool:
    """A truth value, or a word for one."""
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() not in _WORDS:
        raise Wrong("is not one of true, false, yes, no, 1, 0")
    return _WORDS[str(value).strip().lower()]


def tracking(value: Any) -> tuple[str, ...]:
    """Parcel numbers: a list, or words between blanks, commas or semicolons."""
    words = re.split(r"[\s,;]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(words, list) or len(words) > 50:
        raise Wrong("is not a list of at most 50 parcel numbers")
    return tuple(label(80)(word) for word in words)


def mail_address(value: Any) -> str:
    """A bare address: RFC 5321 lengths, no display name, no quoted local part."""
    if not isinstance(value, str) or not re.fullmatch(
        r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@<>\"(),:;\\\[\]]{1,253}", value.strip()
    ):
        raise Wrong("is not an e-mail address")
    address = value.strip()
    if not address.isprintable() or len(address) > 254 or "." in (address[0], address[-1]) or ".." in address:
        raise Wrong("is not an e-mail address")
    return address


def locale(value: Any) -> str:
    """A language tag such as `de` or `pt-BR`; an underscore is taken for the dash."""
    tag = value.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", tag):
        raise Wrong("is not a language tag such as de or pt-BR")
    return str(tag)


def currency_code(value: Any) -> str:
    """Three letters (ISO 4217)."""
    code = value.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise Wrong("is not a currency of three letters")
    return str(code)


def quantity(value: Any) -> int:
    """A whole number from 1 to a million."""
    text = "" if isinstance(value, bool) else str(value).strip()
    if not re.fullmatch(r"[0-9]{1,7}", text) or not 1 <= int(text) <= 1_000_000:
        raise Wrong("is not a whole number from 1 to 1000000")
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
            raise Wrong(f"is not a price with at most {digits} digits after the point")
        return int(amount.scaleb(digits))

    return read
