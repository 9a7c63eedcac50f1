"""Bea asks, Sam answers, twice, each from their own mail program; neither sees the other's address."""

from __future__ import annotations

from functools import partial

import pytest

from tests.journeys import clients, talk
from tests.journeys.catcher import Catcher
from tests.journeys.clients import CLIENTS
from tests.journeys.service import Couple, Running


@pytest.mark.parametrize("client", clients.params())
def test_two_rounds_from_real_mail_programs(service: Running, catcher: Catcher, couple: Couple, client: str) -> None:
    told = talk.two_rounds(couple, catcher, partial(CLIENTS[client], service.smtp_port))
    talk.assert_masked(told, couple)
    talk.assert_threaded(told)
    talk.assert_whole(told)
    service.until_idle()
    assert _on_record(service, couple) == [
        ("buyer", "posted", "sent"),
        ("seller", "posted", "sent"),
        ("buyer", "posted", "sent"),
        ("seller", "posted", "sent"),
    ]


def test_the_record_is_one_conversation_about_the_order(service: Running, catcher: Catcher, couple: Couple) -> None:
    talk.two_rounds(couple, catcher, partial(CLIENTS["python"], service.smtp_port))
    service.until_idle()
    found = service.rows(
        "SELECT c.id, o.number, count(m.id) FROM conversations_conversation c"
        " JOIN marketplace_order o ON o.id = c.order_id JOIN conversations_message m ON m.conversation_id = c.id"
        " WHERE o.number = %s GROUP BY c.id, o.number",
        couple.order,
    )
    assert [row[1:] for row in found] == [(couple.order, 4)]
    assert "unbroken" in service.command("verify")


def _on_record(service: Running, couple: Couple) -> list[tuple[str, ...]]:
    return service.rows(
        "SELECT m.author, m.state, d.state FROM conversations_message m"
        " JOIN conversations_delivery d ON d.message_id = m.id"
        " JOIN conversations_conversation c ON c.id = m.conversation_id"
        " JOIN marketplace_order o ON o.id = c.order_id WHERE o.number = %s ORDER BY m.id",
        couple.order,
    )
