"""One load through one relay: how long until the sink has all of it, and what it cost."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.family import spent, until
from bench.load import Load, Sink, letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one load came to: letters a second end to end, milliseconds of processor time a letter."""

    rate: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A relay under test: where it listens, whom to write to, where its mail arrives, the root of its processes."""

    name: str
    port: int
    aliases: Iterator[str]
    sink: Sink
    pid: Callable[[], int]
    is_idle: Callable[[], bool]

    def run(self, size: int, count: int) -> Round:
        """Send `count` letters and wait until the sink has them all. Raises `Late` when one is lost."""
        to = next(self.aliases)
        with tempfile.NamedTemporaryFile(suffix=".eml") as file:
            Path(file.name).write_bytes(letter(size, to))
            load = Load(file=Path(file.name), to=to, count=count)
            before, wanted, begun = spent(self.pid()), self.sink.count + count, time.monotonic()
            load.run(self.port)
            until(
                lambda: self.sink.count >= wanted, 120, f"{self.name}: all of {count} letters at the sink", every=0.002
            )
            seconds = time.monotonic() - begun
        until(self.is_idle, 60, f"{self.name}: everything settled", every=0.1)
        if self.sink.count != wanted:
            raise RuntimeError(f"{self.name}: {self.sink.count - wanted} letters arrived twice")
        return Round(rate=count / seconds, cost=(spent(self.pid()) - before) / count * 1000)


def by_turns(relays: Sequence[Relay], *, size: int, count: int, rounds: int) -> dict[str, Round]:
    """The median round of each relay, by its name; they take turns, so that a change of the machine meets all."""
    done: dict[str, list[Round]] = {relay.name: [] for relay in relays}
    for _ in range(rounds):
        for relay in relays:
            done[relay.name].append(relay.run(size, count))
    return {name: _median(each) for name, each in done.items()}


def _median(rounds: Sequence[Round]) -> Round:
    return Round(
        rate=statistics.median(each.rate for each in rounds), cost=statistics.median(each.cost for each in rounds)
    )
