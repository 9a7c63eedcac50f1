"""`kill -9` of one process of the service, chosen by chance among the kinds that run."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.service import Running

KINDS = ("postmaster", "courier", "edge", "post", "backend", "supervisor", "web", "scan")
"""In the order in which a short run takes them."""


@dataclass(frozen=True)
class Kill:
    """One kill, and how long it took until letters were acknowledged again, seconds."""

    kind: str
    recovered: float
    starts: int = 0


def choose(count: int, chance: random.Random) -> list[str]:
    """So many kinds: each as often as any other, in a random order; a short run takes the gravest first."""
    rounds = [list(KINDS) for _ in range(-(-count // len(KINDS)))]
    chosen = [kind for each in rounds for kind in each][:count]
    chance.shuffle(chosen)
    return chosen


def kill(service: Running, kind: str, chance: random.Random) -> int:
    """Kill one process of `kind`; how often the service had to be started again (by hand, when its top was killed)."""
    pids = _wait_for(service, kind)
    os.kill(chance.choice(pids), signal.SIGKILL)
    with (service.folder / "kills").open("a") as book:
        book.write(f"{time.time():.6f} {kind}\n")
    if kind != "supervisor":
        return 0
    assert service.process is not None
    service.process.wait(10)
    return service.start_again()


def _wait_for(service: Running, kind: str, seconds: float = 30.0) -> list[int]:
    end = time.monotonic() + seconds
    while not (pids := of_kind(service, kind)):
        assert time.monotonic() < end, f"no {kind} is there to be killed"
        time.sleep(0.05)
    return pids


def of_kind(service: Running, kind: str) -> list[int]:
    """The processes of that kind that run."""
    assert service.process is not None
    top = service.process.pid
    if kind == "supervisor":
        return [top]
    found = {pid: (name, _parent(pid)) for pid, name in service.family().items() if pid != top}
    match kind:
        case "postmaster":
            return [pid for pid, (name, parent) in found.items() if name == "postgres" and parent == top]
        case "backend":
            return [pid for pid, (name, parent) in found.items() if name == "postgres" and parent != top]
        case _:
            return [pid for pid, (name, _) in found.items() if name.startswith(f"gb-{kind}")]


def _parent(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
    return 0
