"""Files of orders, read line by line: CSV (one line an item) and JSON Lines (one line an order)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from gobetween.marketplace.grouping import ORDER, Bad, Good, Group
from gobetween.marketplace.rows import BadRow, order_row

LONGEST = 1024 * 1024
"""Longest line taken, bytes."""

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
    group = Group()
    for line in lines:
        row = line if isinstance(line, Bad) else _csv_row(line, columns, delimiter)
        if not group.takes(row):
            yield from group.close()
            group = Group()
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
