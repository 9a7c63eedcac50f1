"""Reading files of orders: what is right is taken, what is wrong is named by line, and no value is ever shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.marketplace.files import LONGEST, UnreadableFile, read
from gobetween.marketplace.grouping import Bad, Good
from gobetween.marketplace.rows import BadRow, ItemRow, OrderRow, PartyRow, ReturnRow, order_row

HEADER = "order_number,placed_at,buyer_ref,buyer_address,seller_ref,seller_address,item_title,item_quantity,item_price"
ROW = "1,2026-01-02,B1,bea@home.example,S1,sam@lamps.example,Lamp,1,9.99"
PRICE = "items[].price is not a price with at most {} digits after the point"
MINIMAL: dict[str, Any] = {
    "number": "1",
    "placed_at": "2026-01-02",
    "buyer": {"ref": "B1", "address": "bea@home.example"},
    "seller": {"ref": "S1", "address": "sam@lamps.example"},
    "items": [{"title": "Lamp", "price": "9.99"}],
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_all_its_dialects(tmp_path: Path, end: str, start: bytes, delimiter: str) -> None:
    text = end.join([HEADER, ROW, "", ROW.replace("1,", "2,", 1)]).replace(",", delimiter)
    good = _read(tmp_path, "o.csv", start + text.encode())
    assert [(each.lines, each.order.number) for each in good if isinstance(each, Good)] == [((2,), "1"), ((4,), "2")]


def test_lines_of_one_order_are_its_items(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("Lamp,1,9.99", '"Bulb, ""warm""",3,0.50'), ROW.replace("1,", "2,", 1)]
    first, second = _read(tmp_path, "o.csv", "\n".join([HEADER, *rows]))
    assert isinstance(first, Good) and isinstance(second, Good)
    assert first.lines == (2, 3)
    assert first.order.items == (
        ItemRow(title="Lamp", quantity=1, price=999),
        ItemRow(title='Bulb, "warm"', quantity=3, price=50),
    )


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    [from_csv] = _read(tmp_path, "o.csv", f"{HEADER}\n{ROW}\n")
    [from_json] = _read(tmp_path, "o.jsonl", json.dumps(MINIMAL))
    assert isinstance(from_csv, Good) and isinstance(from_json, Good)
    assert from_csv.order == from_json.order


def test_everything_an_order_can_say() -> None:
    assert order_row(
        MINIMAL
        | {
            "placed_at": "2026-01-02T10:00:00+02:00",
            "shipped_at": "2026-01-03T00:00:00Z",
            "fulfilment": "afn",
            "gift": "yes",
            "custom": True,
            "tracking": "DHL1; DHL2",
            "buyer": {"ref": 7, "name": "Bea Buyer", "address": "bea@home.example", "locale": "de_AT"},
            "items": [{"title": "Lamp", "price": 1500, "currency": "jpy", "quantity": "2", "sku": "L"}],
            "returns": [{"opened_at": "2026-02-01", "reason": "broken", "state": "REFUNDED"}],
        }
    ) == OrderRow(
        number="1",
        placed_at=datetime(2026, 1, 2, 8, tzinfo=UTC),
        shipped_at=datetime(2026, 1, 3, tzinfo=UTC),
        fulfilment="AFN",
        status="shipped",
        gift=True,
        custom=True,
        tracking=("DHL1", "DHL2"),
        buyer=PartyRow(ref="7", name="Bea Buyer", address="bea@home.example", locale="de-AT"),
        seller=PartyRow(ref="S1", address="sam@lamps.example"),
        items=(ItemRow(title="Lamp", price=1500, currency="JPY", quantity=2, sku="L"),),
        returns=(ReturnRow(opened_at=datetime(2026, 2, 1, tzinfo=UTC), reason="broken", state="refunded"),),
    )


def test_all_that_is_wrong_with_a_line_is_told_at_once(tmp_path: Path) -> None:
    row = "1,yesterday,,not-an-address,S1,also not,Lamp,0,9.999"
    [bad, good] = _read(tmp_path, "o.csv", f"{HEADER}\n{row}\n{ROW.replace('1,', '2,', 1)}")
    assert isinstance(good, Good)
    assert bad == Bad(
        line=2,
        why="placed_at is not an ISO 8601 date; buyer_ref is missing; buyer_address is not an e-mail address; "
        "seller_address is not an e-mail address; item_quantity is not a whole number from 1 to 1000000; "
        "item_price is not a price with at most 2 digits after the point",
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"number": ""}, "number is missing"),
        ({"number": "x" * 61}, "number is longer than 60 characters"),
        ({"number": "a\u0085b"}, "number has a line break or a control character"),
        ({"number": ["1"]}, "number is not text"),
        ({"placed_at": None}, "placed_at is missing"),
        ({"placed_at": "1026-01-01"}, "placed_at is not between 1990 and 2100"),
        ({"placed_at": 20260102}, "placed_at is not an ISO 8601 date"),
        ({"status": "lost"}, "status is not one of unshipped, shipped, delivered, cancelled"),
        ({"gift": "maybe"}, "gift is not one of true, false, yes, no, 1, 0"),
        ({"buyer": "Bea"}, "buyer is not an object; buyer.ref is missing"),
        ({"buyer": {"ref": "B", "locale": "german"}}, "buyer.locale is not a language tag such as de or pt-BR"),
        ({"buyer": {"ref": "B", "phone": "1"}}, "buyer.phone is not a field of this format"),
        ({"items": [{"title": "L", "price": "1,00"}]}, PRICE.format(2)),
        ({"items": [{"title": "L", "price": "1.5", "currency": "JPY"}]}, PRICE.format(0)),
        ({"items": [{"title": "L", "price": -1}]}, PRICE.format(2)),
        ({"items": [{"title": "L", "quantity": True}]}, "items[].quantity is not a whole number from 1 to 1000000"),
        ({"items": "L"}, "items is not a list of objects"),
        ({"returns": [{}]}, "returns[].opened_at is missing"),
        ({"tracking": 5}, "tracking is not a list of at most 50 parcel numbers"),
        ({"gifts": True}, "gifts is not a field of this format"),
        ({"bea@home.example": 1}, "(a name not shown) is not a field of this format"),
    ],
)  # fmt: skip
def test_what_can_be_wrong_with_an_order(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadRow) as bad:
        order_row(MINIMAL | change)
    assert str(bad.value) == why


@pytest.mark.parametrize(
    "address",
    ["bea", "bea@", "@home", "a b@home.example", "Bea <bea@home.example>", "a@b@c", "a,b@home.example", ".a@b.example",
     "a..b@home.example", "a" * 65 + "@b.example", "a@" + "b" * 254, "a@b.example\r\nBcc: eve@x.example", 7],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_showing_it(address: Any) -> None:
    with pytest.raises(BadRow) as bad:
        order_row(MINIMAL | {"buyer": {"ref": "B", "address": address}})
    assert str(bad.value) == "buyer.address is not an e-mail address"


def test_bad_lines_of_every_kind_leave_the_others_alone(tmp_path: Path) -> None:
    lines = [
        HEADER.encode(),
        b"2" + ROW[1:].encode(),
        b"3" + ROW[1:].encode().replace(b"Lamp", "Stehlampe grün".encode("latin-1")),
        b"4" + ROW[1:].encode().replace(b"Lamp", b"La\0mp"),
        b"5" + ROW[1:].encode().replace(b"Lamp", b"x" * LONGEST),
        b'6,2026-01-02,B1,"bea@home.example,S1,,Lamp,1,1',
        b"7,2026-01-02",
        b"8" + ROW[1:].encode(),
    ]
    rows = _read(tmp_path, "o.csv", b"\n".join(lines))
    assert [each.order.number for each in rows if isinstance(each, Good)] == ["2", "8"]
    bad = {each.line: each.why for each in rows if isinstance(each, Bad)}
    assert bad == {
        3: "is not UTF-8 (Latin-1, perhaps): save the file as UTF-8",
        4: "has a NUL character",
        5: f"is longer than {LONGEST} bytes",
        6: "is not CSV: a quotation mark is not closed, or a field is too long",
        7: "has 2 fields instead of 9",
    }


@pytest.mark.parametrize(
    "text", ["{", "[]", "7", "null", '{"number": NaN}', "[" * 100_000, "{}", '{"a":' * 5000, "1" * 5000]
)
def test_json_that_is_no_order_is_a_bad_line(tmp_path: Path, text: str) -> None:
    first, second = _read(tmp_path, "o.jsonl", f"{text}\n{json.dumps(MINIMAL)}\n")
    assert isinstance(first, Bad) and first.line == 1
    assert isinstance(second, Good) and second.lines == (2,)


def test_an_order_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("9.99", "cheap"), ROW]
    assert _read(tmp_path, "o.csv", "\n".join([HEADER, *rows])) == [
        Bad(line=2, why="not taken, because line 3 of the same order is bad"),
        Bad(line=3, why="item_price is not a price with at most 2 digits after the point"),
        Bad(line=4, why="not taken, because line 3 of the same order is bad"),
    ]


def test_lines_of_one_order_must_agree(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("2026-01-02,B1", "2026-01-03,B2")]
    bad = _read(tmp_path, "o.csv", "\n".join([HEADER, *rows]))
    assert bad[1] == Bad(line=3, why="placed_at, buyer not as on line 2 of the same order")
    assert len(bad) == 2


def test_an_order_stands_in_a_file_once(tmp_path: Path) -> None:
    rows = [ROW, ROW.replace("1,", "2,", 1), ROW]
    first, second, third = _read(tmp_path, "o.csv", "\n".join([HEADER, *rows]))
    assert isinstance(first, Good) and isinstance(second, Good)
    assert third == Bad(line=4, why="the order stands on line 2 already; its lines must follow each other")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (HEADER.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00\x00\x00", "line 1 has a NUL"),
        (b"order_number,placed_at\n", "column buyer_ref is missing"),
        (f"{HEADER},{HEADER}".encode(), "a column stands twice"),
        (f"{HEADER},bea@home.example".encode(), "column 10 is not one of this format"),
    ],
)
def test_a_file_of_which_nothing_can_be_taken(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as refusal:
        _read(tmp_path, "o.csv", content)
    assert "@" not in str(refusal.value)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name, start in (("fuzz.csv", HEADER.encode() + b"\n"), ("fuzz.jsonl", b"")):
        try:
            rows = _read(folder, name, start + content)
        except UnreadableFile:
            continue
        assert all(isinstance(each, Good | Bad) for each in rows)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(MINIMAL)), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(sorted(MINIMAL)),
)
def test_no_value_breaks_an_order(value: Any, name: str) -> None:
    try:
        order_row(MINIMAL | {name: value})
    except BadRow as bad:
        assert str(bad)


def _read(folder: Path, name: str, content: bytes | str) -> list[Good | Bad]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read(path))
