"""A family of processes: what dies comes back, all go together, nothing is left."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gobetween.kit import processes, supervise

SECONDS = 15.0


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Callable[..., int]]:
    """Starts a supervisor with children that write their pids into `tmp_path`; kills what a failed test leaves."""
    started: list[int] = []

    def start(**work: Callable[[], object]) -> int:
        children = [
            supervise.role(name, lambda name=name, run=run: _introduced(tmp_path, name, run), rank=rank, patience=1.0)
            for rank, (name, run) in enumerate(work.items())
        ]
        started.append(processes.fork(lambda: supervise.watch(children), name="family"))
        return started[-1]

    yield start
    for pid in started:
        if processes.alive(pid):
            os.kill(pid, signal.SIGKILL)


def _introduced(folder: Path, name: str, run: Callable[[], object]) -> None:
    with (folder / name).open("a") as book:
        book.write(f"{os.getpid()}\n")
    run()


def _sleep() -> None:
    time.sleep(60)


def _deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def _pids(folder: Path, name: str, at_least: int = 1) -> list[int]:
    def enough() -> list[int] | None:
        return pids if len(pids := _read(folder / name)) >= at_least else None

    return _until(enough)


def _read(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def _until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def _gone(*pids: int) -> None:
    _until(lambda: None if any(map(processes.alive, pids)) else True)


def test_a_killed_child_comes_back_at_once(tmp_path: Path, family: Callable[..., int]) -> None:
    top = family(worker=_sleep)
    [first] = _pids(tmp_path, "worker")
    begun = time.monotonic()
    os.kill(first, signal.SIGKILL)
    second = _pids(tmp_path, "worker", 2)[1]
    assert time.monotonic() - begun < 1.0
    os.kill(top, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(os.waitpid(top, 0)[1]) == 0
    _gone(second)


def test_a_child_that_cannot_live_is_not_started_in_a_frenzy(tmp_path: Path, family: Callable[..., int]) -> None:
    top = family(worker=lambda: None)
    _pids(tmp_path, "worker", 4)
    time.sleep(0.7)
    assert len(_read(tmp_path / "worker")) <= 7
    os.kill(top, signal.SIGTERM)
    os.waitpid(top, 0)


def test_children_end_when_the_supervisor_is_killed(tmp_path: Path, family: Callable[..., int]) -> None:
    top = family(worker=_sleep, other=_sleep)
    children = [*_pids(tmp_path, "worker"), *_pids(tmp_path, "other")]
    os.kill(top, signal.SIGKILL)
    os.waitpid(top, 0)
    _gone(*children)


def test_a_child_that_will_not_go_is_made_to(tmp_path: Path, family: Callable[..., int]) -> None:
    top = family(worker=_deaf)
    [pid] = _pids(tmp_path, "worker")
    time.sleep(0.2)  # until it is deaf
    begun = time.monotonic()
    os.kill(top, signal.SIGINT)
    assert os.waitstatus_to_exitcode(os.waitpid(top, 0)[1]) == 0
    assert time.monotonic() - begun < 3.0
    _gone(pid)


def test_grandchildren_are_not_left_behind(tmp_path: Path, family: Callable[..., int]) -> None:
    def run() -> None:
        if os.fork() == 0:
            _introduced(tmp_path, "grandchild", _deaf)
        time.sleep(60)

    top = family(worker=run)
    [grandchild] = _pids(tmp_path, "grandchild")
    os.kill(top, signal.SIGTERM)
    os.waitpid(top, 0)
    _gone(grandchild)
