"""`python -m bench.forged`: how many forged aliases a second the edge refuses, and that it asks nobody for that."""

from __future__ import annotations

import secrets
import statistics
import time
from base64 import b32encode
from typing import Annotated

import typer

from bench.family import spent_by_name
from bench.forged.prober import probe
from bench.load import DOMAIN, Sink
from bench.service import Gobetween
from bench.table import mark, show

AT_ONCE = 5
"""Recipients of one session: as many as the edge refuses without slowing the client down."""
QUIET = 2.5
"""Seconds in which the database is watched doing nothing, to know what it does without us."""


def main(
    count: Annotated[int, typer.Option(help="Recipients a round.")] = 10_000,
    rounds: Annotated[int, typer.Option(help="Rounds of each; the median counts.")] = 3,
) -> None:
    """Measure and print; ends with an error when one is accepted or the database was asked."""
    with Sink() as sink, Gobetween(sink.port) as service:
        for each in (1, AT_ONCE):
            sessions = [[_forged() for _ in range(each)] for _ in range(count // each)]
            _measured(service, sink, sessions, rounds)


def _measured(service: Gobetween, sink: Sink, sessions: list[list[str]], rounds: int) -> None:
    ours, theirs = list[float](), list[float]()
    count = sum(map(len, sessions))
    spent, asked = spent_by_name(service.pid), service.statements()
    begun = time.monotonic()
    for _ in range(rounds):
        theirs.append(count / probe(sink.port, sessions, expected=b"250"))
        ours.append(count / probe(service.port, sessions, expected=b"550"))
    passed = time.monotonic() - begun
    queries = service.statements() - asked - _idle_statements(service) * passed
    cost = (spent_by_name(service.pid)["gb-edge"] - spent["gb-edge"]) / count / rounds * 1000
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    rows = [
        ["gobetween refuses", f"{statistics.median(ours):.0f}", f"{cost:.3f}"],
        ["smtp-sink accepts", f"{statistics.median(theirs):.0f}", ""],
        [f"ratio ({mark(ratio, 0.5, 1.0)})", f"{ratio:.2f}", ""],
    ]
    show(f"forged aliases, {len(sessions[0])} to a session, 10 sessions at once", ["", "a second", "CPU ms each"], rows)
    print(f"queries for {count * rounds} forged aliases, beyond what an idle service asks: {max(round(queries), 0)}")
    if queries > count * rounds / 100:
        raise SystemExit("the database was asked about forged aliases")


def _idle_statements(service: Gobetween) -> float:
    """Transactions a second while nothing happens."""
    time.sleep(1.1)
    before, begun = service.statements(), time.monotonic()
    time.sleep(QUIET)
    return (service.statements() - before) / (time.monotonic() - begun)


def _forged() -> str:
    """Looks like an alias, bears our domain, was never minted."""
    return f"{b32encode(secrets.token_bytes(10)).decode().lower()}@{DOMAIN}"


if __name__ == "__main__":
    typer.run(main)
