"""The whole service on a scratch folder: `gobetween serve` with its own PostgreSQL; one buyer and some sellers."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import psycopg

from bench.family import answers, family, free_ports, until
from bench.load import AUTHORITY, BUYER, DOMAIN, SELLER
from gobetween.kit import postgres

PAIRS = 40
COUNTS = """
    SELECT (SELECT count(*) FROM conversations_message WHERE state = 'posted'),
           (SELECT count(*) FROM conversations_delivery WHERE state = 'sent'),
           (SELECT count(*) FROM mail_intake)
"""
OFF = str(10**6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the database says: messages posted, copies sent, letters still waiting to be settled."""

    posted: int
    sent: int
    waiting: int


@dataclass(slots=True)
class Gobetween:
    """A running service that hands its copies to `smarthost_port`. `settings` are further `GOBETWEEN_` settings.

    `aliases` are those of the sellers, one after the other: every load goes to a pair that had little mail so far.
    """

    smarthost_port: int
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    aliases: Iterator[str] = field(default_factory=lambda: iter(()))
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
    )
    web_port: int = 0
    metrics_port: int = 0
    first_start: float = 0.0
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port, self.web_port, self.metrics_port = free_ports(3)

    def __enter__(self) -> Gobetween:
        begun = time.monotonic()
        self.start()
        self.first_start = time.monotonic() - begun
        orders = Path(self.folder.name) / "orders.jsonl"
        orders.write_text("".join(json.dumps(_order(number)) + "\n" for number in range(PAIRS)))
        self.command("marketplace", "open", "bench", "--domain", DOMAIN)
        self.command("import", "orders", str(orders))
        rows = list(csv.DictReader(self.command("alias", "list").splitlines()))
        self.aliases = cycle(row["seller_alias"] for row in rows)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.folder.cleanup()

    @property
    def state(self) -> Path:
        return Path(self.folder.name) / "state"

    @property
    def pid(self) -> int:
        """The supervisor, root of all our processes."""
        assert self._process is not None
        return self._process.pid

    @property
    def environ(self) -> dict[str, str]:
        """Real identity checks, as behind a mail server that writes Authentication-Results; no limit for a pair."""
        wanted = {
            "state_dir": str(self.state),
            "smtp_port": str(self.port),
            "web_port": str(self.web_port),
            "metrics_port": str(self.metrics_port),
            "smarthost_port": str(self.smarthost_port),
            "trusted_upstreams": "127.0.0.0/8",
            "trusted_authserv_id": AUTHORITY,
            "pair_hourly_limit": OFF,
            **self.settings,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GOBETWEEN_", "DATABASE"))}
        return clean | {f"GOBETWEEN_{name.upper()}": value for name, value in wanted.items()}

    def start(self) -> None:
        """Return when the door is open."""
        with (Path(self.folder.name) / "log").open("ab") as log:
            argv = [sys.executable, "-m", "gobetween", "serve"]
            self._process = subprocess.Popen(argv, env=self.environ, stdout=log, stderr=log)
        until(self._is_open, 90, "the service")

    def stop(self) -> None:
        """End all of it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    def command(self, *words: str) -> str:
        """What a `gobetween` command prints."""
        argv = [sys.executable, "-m", "gobetween", *words]
        done = subprocess.run(argv, env=self.environ, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"gobetween {words[0]}: {done.stderr.strip()}")
        return done.stdout

    def counts(self) -> Counts:
        """What is on record now."""
        with psycopg.connect(postgres.url(self.state)) as connection:
            posted, sent, waiting = connection.execute(COUNTS).fetchone() or (0, 0, 0)
        return Counts(posted=posted, sent=sent, waiting=waiting)

    def statements(self) -> int:
        """Transactions the database ended so far, in every session (pushed out within a second)."""
        with psycopg.connect(postgres.url(self.state)) as connection:
            row = connection.execute("SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database").fetchone()
        return int(row[0]) if row else 0

    def _is_open(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError((Path(self.folder.name) / "log").read_text(errors="replace")[-2000:])
        return answers(self.port) and answers(self.web_port)

    def family(self) -> list[int]:
        """All living processes of the service."""
        return family(self.pid)


def _order(number: int) -> dict[str, object]:
    return {
        "number": f"302-1111111-{number:07}",
        "placed_at": "2026-03-02",
        "buyer": {"ref": "B-BEA", "name": "Bea Buyer", "address": BUYER},
        "seller": {"ref": f"S-{number}", "name": f"Sam's Lamps {number}", "address": f"{number}.{SELLER}"},
        "items": [{"title": "Desk lamp", "price": "29.99"}],
    }
