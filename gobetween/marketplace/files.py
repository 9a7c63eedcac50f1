"""Files of orders, read line by line: CSV (one line an item) and JSON Lines (one line an order)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from gobetween.marketplace.rows import BadRow, OrderRow, order_row

LONGEST = 1024 * 1024
"""Longest line taken, bytes."""

ORDER = ("number", "placed_at", "shipped_at", "delivered_at", "fulfilment", "status", "gift", "custom", "tracking")
PARTY = ("ref", "name", "address", "locale")
ITEM = ("sku", "title", "quantity", "price", "currency")
RETURN = ("state", "reason", "opened_at", "closed_at")
COLUMNS: dict[str, tuple[str, str]] = (
    {f"order_{name}" if name == "number" else name: ("", name) for name in ORDER}
    | {f"{party}_{name}": (party, name) for party in ("buyer", "seller") for name in PARTY}
    | {f"item_{name}": ("items", name) for name in ITEM}
    | {f"return_{name}": ("returns", name) for name in RETURN}
)
"""Columns of the CSV form, and the field of the JSON form each one fills."""
REQUIRED = ("order_number", "placed_at", "buyer_ref", "seller_ref", "item_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A line that was not taken, and why."""

    line: int
    why: str
    key: tuple[str, str] | None = field(default=None, repr=False, compare=False)
    """Order number and seller of the line, where they could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """An order and the lines it stands on; `bytes_read` says how far into the file that is."""

    lines: tuple[int, ...]
    order: OrderRow = field(repr=False)
    bytes_read: int = 0


class UnreadableFile(ValueError):
    """Nothing of the file can be taken; says what to do."""


def read(path: Path) -> Iterator[Good | Bad]:
    """The orders of a file and its bad lines, in order. Raises `UnreadableFile` and `OSError`."""
    with path.open("rb") as file:
        start = file.read(4)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start:
            raise UnreadableFile("the file is UTF-16 or binary: save it as UTF-8")
        file.seek(3 if start.startswith(b"\xef\xbb\xbf") else 0)
        orders = _json_lines(file) if _is_json(path, start) else _csv_lines(file)
        yield from _once(orders)


def _is_json(path: Path, start: bytes) -> bool:
    return path.suffix.lower() in (".jsonl", ".ndjson", ".json") or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        b"{"
    )


def _once(orders: Iterator[Good | Bad]) -> Iterator[Good | Bad]:
    """An order may stand in a file only once, on lines that follow each other."""
    seen: dict[tuple[str, str], int] = {}
    for each in orders:
        if isinstance(each, Bad):
            yield each
            continue
        key = (each.order.number, each.order.seller.ref)
        if key not in seen:
            seen[key] = each.lines[0]
            yield each
            continue
        for line in each.lines:
            yield Bad(line=line, why=f"the order stands on line {seen[key]} already; its lines must follow each other")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    number: int
    text: str
    end: int
    """Bytes of the file up to the end of this line."""


def _lines(file: BinaryIO) -> Iterator[_Line | Bad]:
    """Lines that are not blank, decoded."""
    number = 0
    while raw := file.readline(LONGEST + 2):
        number += 1
        if len(raw) > LONGEST:
            _skip_line(file, raw)
            yield Bad(line=number, why=f"is longer than {LONGEST} bytes")
            continue
        why = ""
        try:
            text = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            why = "is not UTF-8 (Latin-1, perhaps): save the file as UTF-8"
        if why or "\0" in text:
            yield Bad(line=number, why=why or "has a NUL character")
        elif text.strip():
            yield _Line(number=number, text=text, end=file.tell())


def _skip_line(file: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = file.readline(LONGEST)


def _json_lines(file: BinaryIO) -> Iterator[Good | Bad]:
    for line in _lines(file):
        if isinstance(line, Bad):
            yield line
            continue
        try:
            yield Good(lines=(line.number,), order=order_row(_json_object(line.text)), bytes_read=line.end)
        except BadRow as bad:
            yield Bad(line=line.number, why=str(bad))


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise BadRow(["is not JSON"]) from None
    if not isinstance(value, dict):
        raise BadRow(["is not a JSON object"])
    if not value.get("items"):
        raise BadRow(["items is missing"])
    return value


def _csv_lines(file: BinaryIO) -> Iterator[Good | Bad]:
    """Lines with one order number and one seller that follow each other are one order."""
    lines = _lines(file)
    header = next(lines, None)
    if header is None:
        raise UnreadableFile("the file is empty")
    if isinstance(header, Bad):
        raise UnreadableFile(f"line {header.line} {header.why}")
    delimiter = max(",;\t", key=header.text.count)
    columns = _columns(header, delimiter)
    group = _Group()
    for line in lines:
        row = line if isinstance(line, Bad) else _csv_row(line, columns, delimiter)
        if not group.takes(row):
            yield from group.close()
            group = _Group()
        group.add(row)
    yield from group.close()


def _columns(header: _Line, delimiter: str) -> list[str]:
    columns = [name.strip().lower() for name in next(csv.reader([header.text], delimiter=delimiter))]
    problems = [f"column {name} is missing" for name in REQUIRED if name not in columns]
    problems += [f"column {number} is not one of this format" for number, name in enumerate(columns, start=1)
                 if name not in COLUMNS]  # fmt: skip
    if len(set(columns)) < len(columns):
        problems.append("a column stands twice")
    if problems:
        raise UnreadableFile(f"line {header.number}: {'; '.join(problems)}")
    return columns


def _csv_row(line: _Line, columns: list[str], delimiter: str) -> Good | Bad:
    try:
        cells = next(csv.reader([line.text], delimiter=delimiter, strict=True))
    except csv.Error:
        return Bad(line=line.number, why="is not CSV: a quotation mark is not closed, or a field is too long")
    if len(cells) != len(columns):
        return Bad(line=line.number, why=f"has {len(cells)} fields instead of {len(columns)}")
    named = dict(zip(columns, cells, strict=True))
    try:
        order = order_row(_nested(named), separator="_")
    except BadRow as bad:
        key = (named["order_number"].strip(), named["seller_ref"].strip())
        return Bad(line=line.number, why=str(bad), key=key if all(key) else None)
    return Good(lines=(line.number,), order=order, bytes_read=line.end)


def _nested(cells: dict[str, str]) -> dict[str, Any]:
    """A line of CSV in the shape of the JSON form: one item, at most one return."""
    parts: dict[str, dict[str, str]] = {"": {}, "buyer": {}, "seller": {}, "items": {}, "returns": {}}
    for column, cell in cells.items():
        if cell.strip():
            part, name = COLUMNS[column]
            parts[part][name] = cell
    order: dict[str, Any] = {**parts[""], "buyer": parts["buyer"], "seller": parts["seller"], "items": [parts["items"]]}
    return order | ({"returns": [parts["returns"]]} if parts["returns"] else {})


class _Group:
    """The lines of one order as they come in; the order is taken only when all of them are good."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._good: list[Good] = []
        self._bad: list[Bad] = []

    def takes(self, row: Good | Bad) -> bool:
        """Whether `row` goes on with this group: the same order, or a line so bad that it names none."""
        key = _key(row)
        return key is None or self._key in (None, key)

    def add(self, row: Good | Bad) -> None:
        """A line that differs from the first one in what belongs to the order is bad."""
        self._key = self._key or _key(row)
        if isinstance(row, Good) and self._good:
            differing = _differing(self._good[0].order, row.order)
            if differing:
                why = f"{', '.join(differing)} not as on line {self._good[0].lines[0]} of the same order"
                row = Bad(line=row.lines[0], why=why, key=self._key)
        if isinstance(row, Good):
            self._good.append(row)
        else:
            self._bad.append(row)

    def close(self) -> Iterator[Good | Bad]:
        """The bad lines in order, and the order when none of its lines is among them."""
        spoilt = next((bad.line for bad in self._bad if bad.key is not None), None)
        if spoilt is not None:
            why = f"not taken, because line {spoilt} of the same order is bad"
            self._bad += [Bad(line=good.lines[0], why=why) for good in self._good]
        yield from sorted(self._bad, key=lambda bad: bad.line)
        if self._good and spoilt is None:
            yield self._whole()

    def _whole(self) -> Good:
        orders = [good.order for good in self._good]
        items = tuple(item for order in orders for item in order.items)
        returns = tuple(dict.fromkeys(each for order in orders for each in order.returns))
        return Good(
            lines=tuple(good.lines[0] for good in self._good),
            order=replace(orders[0], items=items, returns=returns),
            bytes_read=self._good[-1].bytes_read,
        )


def _key(row: Good | Bad) -> tuple[str, str] | None:
    return row.key if isinstance(row, Bad) else (row.order.number, row.order.seller.ref)


def _differing(first: OrderRow, row: OrderRow) -> list[str]:
    names = (*(name for name in ORDER if name != "number"), "buyer", "seller")
    return [name for name in names if getattr(first, name) != getattr(row, name)]
