"""Copies that wait, and a courier in a loop of its own to carry them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gobetween.aliases.models import Pair, Side
from gobetween.conversations.models import Conversation, Delivery, Message
from gobetween.kit import ids
from gobetween.kit.config import current
from gobetween.mail.courier.courier import Courier
from gobetween.mail.courier.pace import Pace
from gobetween.mail.ledger import open_ledger
from tests.mail.courier.smarthost import Smarthost

QUICK = Pace(poll=0.02, first_pause=0.02, longest_pause=0.1, database_pause=0.02, gather=0.001, grace=2.0)


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


@pytest.fixture
def conversation(pair: Pair, order: Any, clock: Clock) -> Conversation:
    return Conversation.objects.create(
        pair=pair, order=order, ref=ids.ref(), subject="Lamp", opened_by="buyer", created_at=clock(), latest_at=clock()
    )


Say = Callable[..., Delivery]


@pytest.fixture
def say(conversation: Conversation, clock: Clock) -> Say:
    """Record a message of one side, with one copy waiting for the other side."""

    def said(text: str = "Where is my lamp?\n", *, author: Side = Side.BUYER, **more: Any) -> Delivery:
        pair = conversation.pair
        values = {"channel": "mail", "kind": "human", "state": "posted", "subject": "Lamp", **more}
        message = Message.objects.create(
            conversation=conversation, pair=pair, key=ids.ref(), author=author, text=text, created_at=clock(), **values
        )
        seller = author == Side.BUYER
        return Delivery.objects.create(
            message=message,
            recipient=Side.SELLER if seller else Side.BUYER,
            to=pair.seller.sender_addresses.get() if seller else None,
            internet_message_id=ids.message_id(pair.marketplace.domain),
            due_at=clock(),
            created_at=clock(),
        )

    return said


Story = Callable[[Courier, Smarthost], Awaitable[None]]


@pytest.fixture
def carry(transactional_db: None, tmp_path: Path, clock: Clock) -> Callable[..., Smarthost]:
    """Run a story beside a working courier and a next hop; afterwards both are down and everything is settled."""

    def carried(story: Story, smarthost: Smarthost | None = None, *, pace: Pace = QUICK, **settings: Any) -> Smarthost:
        return asyncio.run(_carried(story, smarthost or Smarthost(), pace, settings))

    async def _carried(story: Story, smarthost: Smarthost, pace: Pace, settings: dict[str, Any]) -> Smarthost:
        async with smarthost:
            config = replace(current(), state_dir=tmp_path, smarthost_port=smarthost.port, **settings)
            ledger = open_ledger(tmp_path / "courier", 0)
            assert ledger is not None
            courier = Courier(config, name="test/0", ledgers={"test/0": ledger}, clock=clock, pace=pace)
            stop = asyncio.Event()
            work = asyncio.create_task(courier.work(stop))
            try:
                async with asyncio.timeout(20):
                    await story(courier, smarthost)
            finally:
                stop.set()
                await work
                ledger.close()
        return smarthost

    return carried


async def until(holds: Callable[[], bool]) -> None:
    """Look again and again; the story's own time-out ends a wait in vain."""
    while not holds():
        await asyncio.sleep(0.005)
