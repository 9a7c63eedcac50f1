"""`python -m bench.startup`: how long `gobetween serve` takes to an open door, on a folder that is there already."""

from __future__ import annotations

import statistics
import time
from typing import Annotated

import typer

from bench.load import Sink
from bench.service import Gobetween
from bench.table import mark_below, show

FLOOR, GOAL = 5.0, 2.0


def main(starts: Annotated[int, typer.Option(help="Starts after the first; the median counts.")] = 5) -> None:
    """Start, stop, start again; print."""
    with Sink() as sink, Gobetween(sink.port) as service:
        again = list[float]()
        for _ in range(starts):
            service.stop()
            begun = time.monotonic()
            service.start()
            again.append(time.monotonic() - begun)
    second = statistics.median(again)
    rows = [
        [f"again ({mark_below(second, FLOOR, GOAL)})", f"{second:.2f}"],
        ["slowest again", f"{max(again):.2f}"],
        ["first ever, database made", f"{service.first_start:.2f}"],
    ]
    show(f"start to web and SMTP answering; floor {FLOOR:.0f} s, goal {GOAL:.0f} s", ["", "seconds"], rows)


if __name__ == "__main__":
    typer.run(main)
