"""What Linux lets a process say about itself: name, life-line to its parent, who is there."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def fork(child: Callable[[], object], *, name: str, when_orphaned: signal.Signals = signal.SIGTERM) -> int:
    """Run `child` in a new process and session; returns its pid. It gets `when_orphaned` should this process die.

    Call it from the main thread only: Linux watches the thread that forked, not the process.
    """
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        _as_child(child, name, parent, when_orphaned)
    return pid


def _as_child(child: Callable[[], object], name: str, parent: int, when_orphaned: signal.Signals) -> NoReturn:
    code = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.setsid()  # Ctrl-C goes to the supervisor alone, which ends its children in order
        call_it(name)
        die_with_parent(when_orphaned)
        if os.getppid() == parent:
            child()
            code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback  # only on the way down

        traceback.print_exc()
    finally:
        os._exit(code)


def die_with_parent(number: signal.Signals) -> None:
    """Ask the kernel for signal `number` when the parent ends, however it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def call_it(name: str) -> None:
    """Name this process for `ps -o comm` and `top` (15 bytes at most)."""
    _libc.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent died, so that none is left running."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def alive(pid: int) -> bool:
    """Whether a process `pid` runs (as any user); one that ended and only waits to be reaped does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b") ")[2][:1] not in b"ZX"


def command_lines() -> Iterator[tuple[int, str]]:
    """Every process that can be seen, with its command line (or the title it gave itself)."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            raw = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        yield int(folder.name), raw.replace(b"\0", b" ").decode(errors="replace").strip()


def children() -> list[int]:
    """The children of this process, adopted ones too; empty where the kernel does not tell."""
    try:
        return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]
    except OSError:
        return []
