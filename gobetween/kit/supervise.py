"""Keeps a family of child processes running: what dies is started again at once, and all end in order."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from gobetween.kit import processes
from gobetween.kit.problems import Problem

log = structlog.get_logger("supervise")

STEADY_SECONDS = 5.0  # a child that lived this long did not fail to start
WATCHED = (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One process to keep running. Lower ranks stop first, all of a rank together."""

    name: str
    start: Callable[[], int]
    rank: int = 0
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 2.0


@dataclass(slots=True)
class Life:
    """What has become of a child. `falls` counts the quick deaths in a row."""

    child: Child
    pid: int = 0
    born_at: float = 0.0
    falls: int = 0
    due_at: float = 0.0


def role(name: str, run: Callable[[], object], *, rank: int, patience: float) -> Child:
    """A child that runs a function of this program in a fork of this process."""
    return Child(name=name, rank=rank, patience=patience, start=lambda: processes.fork(run, name=f"gb-{name}"))


def settle_memory() -> None:
    """Before the first fork: keep the collector off what the children share, so that it stays shared."""
    gc.collect()
    gc.freeze()


def watch(children: Iterable[Child], *, adopted: dict[str, int] | None = None) -> None:
    """Run `children` until SIGINT or SIGTERM, then end them in order. `adopted` names those that run already.

    Call it from the main thread of a process that has no other: the children are forks of it.
    """
    lives = [Life(child, pid=(adopted or {}).get(child.name, 0), born_at=time.monotonic()) for child in children]
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    processes.adopt_orphans()
    try:
        _keep(lives)
    finally:
        _end(lives)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _keep(lives: list[Life]) -> None:
    while True:
        now = time.monotonic()
        for life in lives:
            if not life.pid and life.due_at <= now:
                _begin(life, now)
        if _heard(min([STEADY_SECONDS, *(life.due_at - now for life in lives if not life.pid)])):
            return
        _reap(lives)


def _heard(seconds: float) -> bool:
    """Wait for a signal; whether it asks us to end."""
    heard = signal.sigtimedwait(WATCHED, max(seconds, 0.0))
    return heard is not None and heard.si_signo != signal.SIGCHLD


def _begin(life: Life, now: float) -> None:
    life.born_at = now
    try:
        life.pid = life.child.start()
    except (Problem, OSError) as error:
        _fell(life, now)
        log.error("cannot start", role=life.child.name, why=str(error))


def _reap(lives: list[Life]) -> None:
    """Take leave of every child that ended, those we adopted too, and see when it may start again."""
    while dead := _ended():
        pid, status = dead
        life = next((each for each in lives if each.pid == pid), None)
        if life is None:
            continue
        now = time.monotonic()
        life.pid = 0
        _fell(life, now)
        log.warning(
            "died", role=life.child.name, status=os.waitstatus_to_exitcode(status), again_in=round(life.due_at - now, 2)
        )


def _fell(life: Life, now: float) -> None:
    """At once the first times; only one that keeps dying young waits, at most five seconds."""
    life.falls = life.falls + 1 if now - life.born_at < STEADY_SECONDS else 1
    life.due_at = now + (min(0.25 * 2 ** (life.falls - 4), STEADY_SECONDS) if life.falls > 3 else 0.0)


def _ended() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _end(lives: list[Life]) -> None:
    for rank in sorted({life.child.rank for life in lives}):
        _end_rank([life for life in lives if life.child.rank == rank])
    for pid in processes.children():
        _kill(pid, signal.SIGKILL)
    while _ended():
        pass


def _end_rank(lives: list[Life]) -> None:
    for life in lives:
        _kill(life.pid, life.child.stop_with)
    until = time.monotonic() + max(life.child.patience for life in lives)
    while any(life.pid for life in lives) and time.monotonic() < until:
        signal.sigtimedwait((signal.SIGCHLD,), 0.05)
        while dead := _ended():
            for life in lives:
                life.pid = 0 if life.pid == dead[0] else life.pid
    for life in lives:
        if life.pid:
            log.warning("killed", role=life.child.name, after=life.child.patience)
            _kill(life.pid, signal.SIGKILL)


def _kill(pid: int, number: signal.Signals) -> None:
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
