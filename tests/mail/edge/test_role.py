"""The edge as processes: several on one port, and a clean end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair
from gobetween.kit.config import current
from gobetween.mail.models import Intake
from tests.mail.edge.house import Talk

pytestmark = pytest.mark.django_db(transaction=True)
START = "import django; django.setup(); from gobetween.mail.edge import run; run(slot=0)"


def url() -> str:
    settings: dict[str, Any] = connection.settings_dict
    return f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}" + (
        f"&port={settings['PORT']}" if settings["PORT"] else ""
    )


@pytest.fixture
def processes() -> Iterator[tuple[int, list[subprocess.Popen[bytes]]]]:
    """Two edges on one port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {
        "DATABASE_URL": url(),
        "GOBETWEEN_KEYS": current().keys,
        "GOBETWEEN_SMTP_PORT": str(port),
        "GOBETWEEN_TRUST_LOOPBACK": "1",
    }
    both = [subprocess.Popen([sys.executable, "-c", START], env=environ, stderr=subprocess.PIPE) for _ in range(2)]
    try:
        yield port, both
    finally:
        for each in both:
            each.kill()
            each.communicate()


def connected(port: int) -> Talk:
    for _ in range(200):
        try:
            return Talk(port)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("no edge came up")


def test_processes_share_a_port_and_go_down_in_good_order(
    processes: tuple[int, list[subprocess.Popen[bytes]]], pair: Pair
) -> None:
    port, both = processes
    alias = aliases.address_of(pair, "seller", domain="marketplace.example")  # type: ignore[arg-type]
    open_transaction = connected(port)
    open_transaction.begin(alias)
    time.sleep(1.0)
    for each in both:
        each.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    assert open_transaction.letter(b"From: bea@home.example\r\n\r\nx\r\n").startswith("250")
    assert open_transaction.said().startswith("421 4.3.2")
    open_transaction.close()
    for each in both:
        _, errors = each.communicate(timeout=10)
        assert each.returncode == 0, errors.decode()
        assert b"bea@" not in errors
    assert Intake.objects.count() == 1
    with pytest.raises(ConnectionRefusedError):
        Talk(port)
