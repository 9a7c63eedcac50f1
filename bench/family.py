"""A tree of processes as the kernel accounts for it: processor time, memory."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


class Late(RuntimeError):
    """Something did not happen in time."""


def family(root: int) -> list[int]:
    """`root` and everything below it that lives."""
    found, waiting = list[int](), [root]
    while waiting:
        pid = waiting.pop()
        with suppress(OSError):
            waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
            found.append(pid)
    return found


def name_of(pid: int) -> str:
    """What `ps` calls it."""
    return Path(f"/proc/{pid}/comm").read_text().strip()


def spent(root: int) -> float:
    """Seconds of processor time, user and system, of the whole family, children that ended and were waited for too."""
    return sum(_spent(pid, with_gone=True) for pid in family(root))


def spent_by_name(root: int) -> dict[str, float]:
    """As `spent`, by name; of the living only."""
    sums: dict[str, float] = {}
    for pid in family(root):
        with suppress(OSError):
            sums[name_of(pid)] = sums.get(name_of(pid), 0.0) + _spent(pid, with_gone=False)
    return sums


def _spent(pid: int, *, with_gone: bool) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11 : 15 if with_gone else 13])) / TICK


def memory(pid: int) -> tuple[int, int]:
    """(PSS, RSS) in bytes: shared pages counted by halves, and in full."""
    with suppress(OSError):
        lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
        sizes = {words[0]: int(words[1]) * 1024 for words in lines}
        return sizes["Pss:"], sizes["Rss:"]
    return 0, 0


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that are free now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def answers(port: int) -> bool:
    """Whether something listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def until(happened: Callable[[], bool], seconds: float, what: str, *, every: float = 0.01) -> None:
    """Wait for it. Raises `Late`."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise Late(f"{what} not within {seconds:.0f} s")
        time.sleep(every)
