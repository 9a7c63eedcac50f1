"""The whole service as a stranger would run it: `python -m gobetween serve` on free ports and a folder of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString
from urllib.request import urlopen

import psycopg

from gobetween.kit import postgres, processes

ROOT = Path(__file__).parents[2]
DOMAIN = "market.example"
READY = 90.0
"""Longest start on a busy machine, seconds."""


@dataclass(frozen=True)
class Party:
    """Somebody with a real address that the other side must never see."""

    ref: str
    name: str
    address: str
    alias: str = ""

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]

    @property
    def mailbox(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Address, its halves, and the family name."""
        return (self.address, *self.address.split("@"), self.name.split()[-1])


@dataclass(frozen=True)
class Couple:
    """A buyer and a seller with an order between them. Write to `seller.alias` to reach the seller."""

    buyer: Party
    seller: Party
    shop: str
    order: str


class Ended(AssertionError):
    """The service ended while it was starting."""


@dataclass
class Running:
    """One service. `settings` are the environment variables beyond ports and folders."""

    folder: Path
    smarthost_port: int
    settings: dict[str, str] = field(default_factory=dict)
    smtp_port: int = 0
    lmtp_port: int = 0
    web_port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.smtp_port, self.lmtp_port, self.web_port = free_ports(3)
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def environ(self) -> dict[str, str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GOBETWEEN_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
        }
        return {
            **clean,
            "PYTHONPATH": str(ROOT),
            "GOBETWEEN_STATE_DIR": str(self.folder / "state"),
            "GOBETWEEN_SMTP_PORT": str(self.smtp_port),
            "GOBETWEEN_LMTP_PORT": str(self.lmtp_port),
            "GOBETWEEN_WEB_PORT": str(self.web_port),
            "GOBETWEEN_METRICS_PORT": "0",
            "GOBETWEEN_SMARTHOST_PORT": str(self.smarthost_port),
            "GOBETWEEN_LOG_FORMAT": "json",
            **self.settings,
        }

    def start(self) -> None:
        """Return when the service says that it is ready."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gobetween", "serve"],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                preexec_fn=lambda: processes.die_with_parent(signal.SIGTERM),
            )
        until(self._ready, READY, lambda: f"the service did not come up: {self.log[-2000:]}")

    def start_again(self) -> int:
        """Start it after its top was killed, as an init system would: until it stays; the number of starts."""
        for number in range(1, 11):
            with suppress(Ended):
                self.start()
                return number
            time.sleep(0.5)
        raise AssertionError(f"the service does not start again: {self.log[-2000:]}")

    def _ready(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise Ended(self.log[-2000:])
        with suppress(OSError), urlopen(f"http://127.0.0.1:{self.web_port}/readyz", timeout=5) as page:
            return page.status == 200 and answers(self.smtp_port)
        return False

    def stop(self) -> None:
        """End it as Ctrl-C does; nothing of it may be left."""
        if self.process is None:
            return
        family = self.family()
        self.process.terminate()
        self.process.wait(30)
        self.process = None
        until(lambda: not any(map(processes.alive, family)), 10, lambda: "something was left running")

    def family(self) -> dict[int, str]:
        """Every living process of the service with its name; the supervisor first."""
        assert self.process is not None
        found: dict[int, str] = {}
        waiting = [self.process.pid]
        while waiting:
            pid = waiting.pop(0)
            with suppress(OSError):
                waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
                if processes.alive(pid):
                    found[pid] = Path(f"/proc/{pid}/comm").read_text().strip()
        return found

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def command(self, *words: str, fine: Sequence[int] = (0,)) -> str:
        """Run a `gobetween` command beside the service; what it printed."""
        return self._run([sys.executable, "-m", "gobetween", *words], fine)

    def script(self, code: str) -> str:
        """Run Python with the service's settings and models; what it printed."""
        lines = "\n".join(f"    {line}" for line in code.strip().splitlines())
        return self._run([sys.executable, "-c", f"from gobetween.cli import roles\nwith roles.world():\n{lines}\n"])

    def _run(self, words: list[str], fine: Sequence[int] = (0,)) -> str:
        done = subprocess.run(words, cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=180)
        assert done.returncode in fine, done.stderr[-2000:]
        return done.stdout

    def rows(self, query: LiteralString, *values: Any) -> list[tuple[Any, ...]]:
        """What the tables say, without the program's own eyes."""
        with psycopg.connect(postgres.url(self.folder / "state"), autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def waiting(self) -> tuple[int, int]:
        """Letters that are not settled yet, copies that are not sent yet."""
        [counts] = self.rows(
            "SELECT (SELECT count(*) FROM mail_intake) + (SELECT count(*) FROM conversations_scan),"
            " (SELECT count(*) FROM conversations_delivery WHERE state = 'waiting')"
        )
        return int(counts[0]), int(counts[1])

    def until_idle(self, seconds: float = 30.0) -> None:
        """Return when nothing waits any more."""
        until(self._idle, seconds, lambda: f"still waiting: {self.waiting()}")

    def _idle(self) -> bool:
        with suppress(psycopg.OperationalError):
            return self.waiting() == (0, 0)
        return False

    def send(self, raw: bytes, *, sender: str, to: str) -> None:
        """Hand over a letter; raises what smtplib raises when it is refused."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=60, local_hostname="client.example") as client:
            client.sendmail(sender, [to], raw, mail_options=["BODY=8BITMIME"])


def until(done: Any, seconds: float, why: Any) -> None:
    """Return when `done()`; fail with `why()` after `seconds`."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, why()
        time.sleep(0.05)


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


SYLLABLES = ("Quill", "Ober", "Marsh", "Tarn", "Vex", "Wynd", "Zorb", "Lind", "Kest", "Hawt")


def _party(ref: str, given: str, number: int, tail: str) -> Party:
    name = f"{given} {SYLLABLES[number % 10]}{SYLLABLES[number // 10 % 10].lower()}{tail}"
    local = name.lower().replace(" ", ".")
    return Party(ref=ref, name=name, address=f"{local}@{local.partition('.')[2]}-{given.lower()}.example")


def cast(count: int) -> list[Couple]:
    """Couples whose names and domains no other word contains."""
    return [
        Couple(
            buyer=_party(f"B-{number}", "Bea", number, "feather"),
            seller=_party(f"S-{number}", "Sam", number, "minster"),
            shop=f"Lamp House {number}",
            order=f"302-1111111-{number:07d}",
        )
        for number in range(count)
    ]


def settle_in(service: Running, couples: Iterable[Couple]) -> list[Couple]:
    """Open a marketplace, import an order of each couple, hire the seller; the couples with their aliases."""
    couples = list(couples)
    service.command("marketplace", "open", "market", "--domain", DOMAIN, "--name", "Market")
    orders = service.folder / "orders.jsonl"
    orders.write_text("".join(json.dumps(_order(each)) + "\n" for each in couples), encoding="utf-8")
    service.command("import", "orders", str(orders))
    people = {each.seller.ref: each.seller.name for each in couples}
    service.script(f"""
from django.utils import timezone
from gobetween.actions.hire import hire
from gobetween.marketplace.models import Seller
for ref, name in {people!r}.items():
    seller = Seller.objects.select_related("marketplace").get(ref=ref)
    hire(seller.marketplace, name=name, role="owner", seller=seller, now=timezone.now())
""")
    listed = {row["order_number"]: row for row in csv.DictReader(io.StringIO(service.command("alias", "list")))}
    return [_known(each, listed[each.order]) for each in couples]


def _order(couple: Couple) -> dict[str, Any]:
    return {
        "number": couple.order,
        "placed_at": "2026-11-20T10:00:00Z",
        "buyer": {"ref": couple.buyer.ref, "name": couple.buyer.name, "address": couple.buyer.address},
        "seller": {"ref": couple.seller.ref, "name": couple.shop, "address": couple.seller.address},
        "items": [{"title": "Desk lamp", "price": "29.99"}],
    }


def _known(couple: Couple, row: dict[str, str]) -> Couple:
    return Couple(
        buyer=_with_alias(couple.buyer, row["buyer_alias"]),
        seller=_with_alias(couple.seller, row["seller_alias"]),
        shop=couple.shop,
        order=couple.order,
    )


def _with_alias(party: Party, alias: str) -> Party:
    return Party(ref=party.ref, name=party.name, address=party.address, alias=alias)
