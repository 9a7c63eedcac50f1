"""`python -m bench.memory`: what the whole service occupies at rest, after some work."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer

from bench.family import memory, name_of, until
from bench.load import Load, Sink, letter
from bench.service import Gobetween
from bench.table import mark_below, show

MB = 1_000_000
FLOOR, GOAL = 400, 250


def main(
    letters: Annotated[int, typer.Option(help="Letters relayed before.")] = 500,
    rest: Annotated[float, typer.Option(help="Seconds of rest after them.")] = 3.0,
) -> None:
    """Relay some letters, rest, measure, print."""
    with Sink() as sink, Gobetween(sink.port) as service:
        to = next(service.aliases)
        with tempfile.NamedTemporaryFile(suffix=".eml") as file:
            Path(file.name).write_bytes(letter(2_048, to))
            Load(file=Path(file.name), to=to, count=letters).run(service.port)
        until(lambda: sink.count >= letters, 60, "all letters")
        time.sleep(rest)
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for pid in service.family():
            pss, rss = memory(pid)
            for at, value in enumerate((1, pss, rss)):
                sums[name_of(pid)][at] += value
    whole = sum(each[1] for each in sums.values()) / MB
    rows = [[name, str(n), f"{pss / MB:.0f}", f"{rss / MB:.0f}"] for name, (n, pss, rss) in sorted(sums.items())]
    rows.append([f"all ({mark_below(whole, FLOOR, GOAL)})", str(sum(n for n, *_ in sums.values())), f"{whole:.0f}", ""])
    title = f"at rest after {letters} letters; floor {FLOOR} MB, goal {GOAL} MB"
    show(title, ["", "processes", "PSS MB", "RSS MB (shared counted each time)"], rows)


if __name__ == "__main__":
    typer.run(main)
