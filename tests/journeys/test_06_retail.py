"""A thousand orders of five hundred buyers, and a first letter about each of them: none lost, none doubled."""

from __future__ import annotations

import csv
import io
import smtplib
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys import letters
from tests.journeys.catcher import Caught
from tests.journeys.conftest import house
from tests.journeys.reading import leaks
from tests.journeys.retail import FOLDER, SELLERS, Retail
from tests.journeys.service import DOMAIN, Party, Running

SESSIONS = 8
MOST_SECONDS = 120.0
"""Half of it on two cores that do nothing else; this is the wall."""
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="NO RETAIL DATA: set SHARED_DATA; nothing imported")

Line = tuple[str, Party, str]
"""Order number, buyer, alias of the seller."""


def test_a_thousand_orders_are_imported_and_written_about() -> None:
    retail = Retail()
    assert (len(retail.orders), len(retail.users)) == (1000, 500)
    with house(0) as (service, catcher, _):
        begun = time.monotonic()
        lines = _imported(service, retail)
        with ThreadPoolExecutor(SESSIONS) as pool:
            sent = sum(pool.map(lambda part: _write_all(service, part), [lines[n::SESSIONS] for n in range(SESSIONS)]))
        service.until_idle(60)
        took = time.monotonic() - begun
        assert sent == len(lines) == 1000
        _assert_on_record(service, lines)
        _assert_delivered(lines, catcher.letters)
        assert "unbroken" in service.command("verify")
    assert took < MOST_SECONDS, f"{took:.1f} seconds"


def _imported(service: Running, retail: Retail) -> list[Line]:
    """Import twice (the second time changes nothing); one line an order, to the seller of its first item."""
    service.command("marketplace", "open", "retail", "--domain", DOMAIN, "--name", "Retail")
    path = service.folder / "orders.jsonl"
    retail.write(path)
    first = service.command("import", "orders", str(path))
    assert f"{SELLERS} new sellers; 0 bad lines" in first
    again = service.command("import", "orders", str(path))
    assert "0 created, 0 updated" in again and "0 new buyers, 0 new sellers; 0 bad lines" in again
    assert service.rows("SELECT count(DISTINCT number) FROM marketplace_order") == [(1000,)]
    listed = csv.DictReader(io.StringIO(service.command("alias", "list")))
    aliases = {(row["order_number"], row["seller_ref"]): row["seller_alias"] for row in listed}
    return [_line(retail, order, aliases) for order in retail.orders.values()]


def _line(retail: Retail, order: dict[str, Any], aliases: dict[tuple[str, str], str]) -> Line:
    number = order["order_id"]
    return number, retail.buyer(order), aliases[number, retail.seller(order["items"][0]).ref]


def _write_all(service: Running, lines: list[Line]) -> int:
    """Over one connection; the number of letters that got 250."""
    with smtplib.SMTP("127.0.0.1", service.smtp_port, timeout=60, local_hostname="client.example") as client:
        for number, buyer, alias in lines:
            client.sendmail(buyer.address, [alias], _first_letter(number, buyer, alias))
    return len(lines)


def _first_letter(number: str, buyer: Party, alias: str) -> bytes:
    text = f"Hello,\n\nwhen will my order {number} arrive?\n\nThank you\n{buyer.name}\n{buyer.address}\n"
    return letters.simple(buyer, alias, text, subject=f"Order {number}")


def _assert_on_record(service: Running, lines: list[Line]) -> None:
    """One message, one copy, in a conversation about that very order."""
    rows = service.rows(
        "SELECT o.number, m.state, m.text, d.state FROM conversations_message m"
        " JOIN conversations_conversation c ON c.id = m.conversation_id JOIN marketplace_order o ON o.id = c.order_id"
        " JOIN conversations_delivery d ON d.message_id = m.id"
    )
    assert Counter(number for number, *_ in rows) == Counter(number for number, _, _ in lines)
    assert {(state, carried) for _, state, _, carried in rows} == {("posted", "sent")}
    assert [number for number, _, text, _ in rows if f"order {number} arrive" not in text] == []


def _assert_delivered(lines: list[Line], caught: list[Caught]) -> None:
    subjects = Counter(each.header("Subject") for each in caught)
    assert subjects == Counter(f"Order {number}" for number, _, _ in lines)
    assert len({each.id for each in caught}) == len(lines)
    buyers = {f"Order {number}": buyer for number, buyer, _ in lines}
    for each in caught:
        buyer = buyers[each.header("Subject")]
        assert leaks(each.raw, [buyer.address, buyer.address.partition("@")[0], buyer.name]) == []
