"""A courier killed in mid-stream: every copy arrives, and one kill doubles at most one, under the same Message-ID."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gobetween.conversations.models import Delivery
from gobetween.kit.config import current
from gobetween.mail.courier.desk import Desk
from tests.mail.courier.outbox import Say
from tests.mail.courier.smarthost import Session, Smarthost

COPIES = 40
RUN = "from gobetween.mail import courier; courier.run(slot=0)"


@contextmanager
def courier(state: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A courier in a process of its own on the tests' database."""
    database = connection.settings_dict["NAME"]
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "DATABASE_URL": _named(current().database_url, database),
        "GOBETWEEN_STATE_DIR": str(state),
        "GOBETWEEN_SMARTHOST_PORT": str(port),
        "GOBETWEEN_COURIER_BATCH": "8",
    }
    child = subprocess.Popen([sys.executable, "-c", RUN], env=environ)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(20)


def _named(url: str, database: str) -> str:
    """The same server, another database."""
    head, mark, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{database}{mark}{query}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the reply", "at any time"])
def test_a_killed_courier_loses_nothing_and_doubles_at_most_one(say: Say, tmp_path: Path, moment: str) -> None:
    names = {say().internet_message_id for _ in range(COPIES)}
    kills = [5, 17, 30]
    done = asyncio.run(_killed_at(kills, tmp_path, moment))
    found = Counter(
        line[13:-1] for raw in done for line in raw.decode().split("\r\n") if line.startswith("Message-ID: <")
    )
    assert found.keys() == names
    assert sum(found.values()) - COPIES <= 3
    assert set(Delivery.objects.values_list("state", "claimed_by")) == {("sent", "")}


async def _killed_at(kills: list[int], state: Path, moment: str) -> list[bytes]:
    """Run couriers one after the other, each but the last killed after so many letters; returns what arrived."""
    children = list[subprocess.Popen[bytes]]()
    dead = asyncio.Event()

    async def hook(session: Session, verb: str) -> str | None:
        if verb == "DOT" and kills and len(smarthost.letters) >= kills[0]:
            kills.pop(0)
            if moment == "before the reply":
                smarthost.keep(session)
            children[-1].send_signal(signal.SIGKILL)
            dead.set()
            if moment == "before the reply":
                raise EOFError
        return None

    desk = Desk()
    async with Smarthost(hook=hook) as smarthost:
        for _ in range(len(kills) + 1):
            dead.clear()
            with courier(state, smarthost.port) as child:
                children.append(child)
                async with asyncio.timeout(30):
                    while not dead.is_set() and await desk.ask(_waiting):
                        await asyncio.sleep(0.02)
        await desk.close()
        return [letter.raw for letter in smarthost.letters]


def _waiting() -> int:
    return Delivery.objects.filter(state="waiting").count()
