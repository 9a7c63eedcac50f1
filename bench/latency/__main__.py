"""`python -m bench.latency`: single letters through an idle relay, from DATA to delivered."""

from __future__ import annotations

import smtplib
import statistics
import time
from math import inf
from typing import Annotated

import typer

from bench.latency.sink import TimingSink
from bench.load import BUYER, letter
from bench.service import Gobetween
from bench.table import mark_below, show

PAUSE = 0.1
"""Seconds between a delivery and the next letter: the relay is idle again."""
TARGET = 50.0


def main(count: Annotated[int, typer.Option(help="Letters measured.")] = 200) -> None:
    """Measure and print; ends with an error when a letter does not arrive."""
    with TimingSink() as sink, Gobetween(sink.port) as service:
        to = next(service.aliases)
        taken = [_one(service.port, sink, to) for _ in range(count + 10)][10:]
    taken.sort()
    p50, p99 = statistics.median(taken), taken[int(len(taken) * 0.99) - 1]
    rows = [
        [f"p50 ({mark_below(p50, TARGET, 0.0)})", f"{p50:.1f}"],
        [f"p99 ({mark_below(p99, inf, TARGET)})", f"{p99:.1f}"],
        ["slowest", f"{taken[-1]:.1f}"],
    ]
    title = f"an idle relay, DATA to delivered, {count} single letters of 2 KB; floor p50, goal p99 < {TARGET:.0f} ms"
    show(title, ["", "ms"], rows)


def _one(port: int, sink: TimingSink, to: str) -> float:
    """Milliseconds from the DATA command to the end of the copy at the next hop."""
    time.sleep(PAUSE)
    content = letter(2_048, to).replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example") as client:
        client.ehlo()
        client.mail(BUYER)
        client.rcpt(to)
        begun = time.perf_counter()
        code, _ = client.data(content)
        if code != 250:
            raise SystemExit(f"a letter was refused with {code}")
        return (sink.arrival() - begun) * 1000


if __name__ == "__main__":
    typer.run(main)
