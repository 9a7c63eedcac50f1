"""What a courier has sent and the database does not know yet: a file that outlives a kill.

One line a copy, `delivery seconds`, written with one `write` right after the next hop said 250. The lock file beside
it tells whether its courier lives; whoever gets the lock may settle what the ledger says. Not flushed to the disk:
it guards against the death of a process, not of the machine.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path


class Ledger:
    """The ledger of one courier, locked while it is open. `open_ledger` makes it."""

    __slots__ = ("_fd", "_lock", "length", "path")

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock
        self._fd = _append_to(path)
        self.length = len(self.sent())

    def add(self, delivery: int, at: datetime) -> None:
        """Note a copy as sent. `OSError` when the disk is full: the copy counts as sent all the same."""
        os.write(self._fd, _line(delivery, at))
        self.length += 1

    def sent(self) -> dict[int, datetime]:
        """Every delivery noted, and when it was sent; a line cut short is not one."""
        return dict(_entries(self.path.read_bytes()))

    def keep(self, unsettled: Sequence[tuple[int, datetime]]) -> None:
        """Forget all but these, in one step: a kill leaves the old ledger or the new one."""
        self.length = len(unsettled)
        if not unsettled:
            os.ftruncate(self._fd, 0)
            return
        draft = self.path.with_suffix(".draft")
        draft.write_bytes(b"".join(_line(delivery, at) for delivery, at in unsettled))
        draft.replace(self.path)
        os.close(self._fd)
        self._fd = _append_to(self.path)

    def close(self) -> None:
        """Let go of the file and the lock."""
        os.close(self._fd)
        os.close(self._lock)


def open_ledger(folder: Path, slot: int) -> Ledger | None:
    """The ledger of `slot`, or None while another process holds it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / f"{slot}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return Ledger(folder / f"{slot}.ledger", lock)


def slots(folder: Path) -> list[int]:
    """Every slot that ever had a ledger here."""
    found = list[int]()
    for path in folder.glob("*.ledger"):
        with suppress(ValueError):
            found.append(int(path.stem))
    return sorted(found)


def _append_to(path: Path) -> int:
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if not _whole(path.read_bytes()):
        os.write(fd, b"\n")
    return fd


def _whole(content: bytes) -> bool:
    return not content or content.endswith(b"\n")


def _line(delivery: int, at: datetime) -> bytes:
    return b"%d %d\n" % (delivery, at.timestamp())


def _entries(content: bytes) -> Iterator[tuple[int, datetime]]:
    for line in content.split(b"\n")[:-1]:
        words = line.split()
        if len(words) == 2 and all(word.isdigit() for word in words):
            yield int(words[0]), datetime.fromtimestamp(int(words[1]), UTC)
