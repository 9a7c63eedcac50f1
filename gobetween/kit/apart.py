"""A process of this program's own for work that may hang, burst or be tricked: no keys, no database, no network use.

It answers one question at a time, in bytes, and can be killed at any moment: the next question starts another.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gobetween.kit import processes

ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")
"""All that the process sees of our environment: settings and keys stay behind."""
SLICE = 0.2
"""Seconds between two looks at the clocks."""
PATIENCE = 3.0
_SIZE = struct.Struct(">Q")


class Overrun(Exception):
    """No answer in time; the process was killed."""


class Crashed(Exception):
    """The process died over the question."""


class Interrupted(Exception):
    """We were told to stop while it was thinking; the process was killed."""


class Apart:
    """Asks `answer(question: bytes) -> bytes` of a module, in a process with at most `memory` bytes of address space.

    Not for use by several threads. The process starts with the first question.
    """

    def __init__(self, module: str, *, memory: int) -> None:
        self._module = module
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self.used_at = 0.0

    @property
    def running(self) -> bool:
        return self._process is not None

    def ask(self, question: bytes, *, seconds: float, stopped: Callable[[], bool] = lambda: False) -> bytes:
        """The answer. Raises `Overrun`, `Crashed` or `Interrupted`; then the process is gone.

        `seconds` are of the processor, so that a busy machine fails nothing; the clock may show `PATIENCE` times that.
        """
        until, begun = time.monotonic() + seconds * PATIENCE, self._spent()

        def check() -> None:
            if stopped():
                raise Interrupted
            if time.monotonic() > until or self._spent() - begun > seconds:
                raise Overrun

        try:
            line = self._open()
            line.settimeout(seconds * PATIENCE)
            line.sendall(_SIZE.pack(len(question)) + question)
            (size,) = _SIZE.unpack(_received(line, _SIZE.size, check))
            return _received(line, size, check)
        except TimeoutError:
            self.close()
            raise Overrun from None
        except (OSError, EOFError):
            self.close()
            raise Crashed from None
        except BaseException:
            self.close()
            raise
        finally:
            self.used_at = time.monotonic()

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
        self._line = self._process = None

    def _spent(self) -> float:
        """Seconds of the processor that the process has used."""
        if self._process is None:
            return 0.0
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _open(self) -> socket.socket:
        if self._line is None:
            self._line, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    _command(self._module, self._memory, theirs.fileno(), os.getpid()),
                    env={name: os.environ[name] for name in KEPT if name in os.environ}
                    | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
        return self._line


def _command(module: str, memory: int, line: int, parent: int) -> Sequence[str]:
    return (sys.executable, "-m", __name__, module, str(memory), str(line), str(parent))


def _received(line: socket.socket, size: int, check: Callable[[], None]) -> bytes:
    """So many bytes, with a check between slices of waiting. Raises `EOFError`, and what the check raises."""
    got = bytearray()
    line.settimeout(SLICE)
    while len(got) < size:
        check()
        with contextlib.suppress(TimeoutError):
            piece = line.recv(min(size - len(got), 1 << 20))
            if not piece:
                raise EOFError
            got += piece
    return bytes(got)


def _answering(module: str, memory: int, line: int, parent: int) -> None:
    """The process itself: limits first, then the module, then one answer after the other until nobody asks."""
    processes.die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        return
    processes.call_it("gb-apart")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    answer = importlib.import_module(module).answer
    with socket.socket(fileno=line) as asked:
        while head := _read(asked, _SIZE.size):
            told = answer(_read(asked, *_SIZE.unpack(head)))
            asked.sendall(_SIZE.pack(len(told)) + told)


def _read(asked: socket.socket, size: int) -> bytes:
    """So many bytes, or nothing when nobody asks any more."""
    got = bytearray()
    while len(got) < size:
        piece = asked.recv(min(size - len(got), 1 << 20))
        if not piece:
            return b""
        got += piece
    return bytes(got)


if __name__ == "__main__":
    _answering(sys.argv[1], *map(int, sys.argv[2:5]))
