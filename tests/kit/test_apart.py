"""Work that may hang, burst or die does so in a process of its own, and the next question starts another."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from gobetween.kit import processes
from gobetween.kit.apart import Apart, Crashed, Interrupted, Overrun


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart("tests.kit.obedient", memory=1 << 30)
    yield made
    made.close()


def test_it_answers_question_after_question_from_one_process(apart: Apart) -> None:
    assert not apart.running
    first = apart.ask(b"pid", seconds=20)
    assert first == apart.ask(b"pid", seconds=20) != str(os.getpid()).encode()
    large = b"say " + b"x" * 3_000_000
    assert apart.ask(large, seconds=20) == large[4:]


@pytest.mark.parametrize(("order", "told"), [(b"spin", Overrun), (b"die", Crashed), (b"burst", Crashed)])
def test_what_hangs_dies_or_bursts_is_said_and_the_next_question_is_answered(
    apart: Apart, order: bytes, told: type[Exception]
) -> None:
    pid = int(apart.ask(b"pid", seconds=20))
    with pytest.raises(told):
        apart.ask(order, seconds=1)
    assert not processes.alive(pid)
    assert apart.ask(b"say well", seconds=20) == b"well"


def test_who_only_waits_is_killed_by_the_clock(apart: Apart) -> None:
    apart.ask(b"pid", seconds=20)
    begin = time.monotonic()
    with pytest.raises(Overrun):
        apart.ask(b"sleep", seconds=0.1)
    assert time.monotonic() - begin < 5


def test_it_ends_when_we_are_told_to_stop(apart: Apart) -> None:
    with pytest.raises(Interrupted):
        apart.ask(b"sleep", seconds=20, stopped=lambda: True)
    assert not apart.running


def test_what_it_prints_harms_no_answer(apart: Apart) -> None:
    assert apart.ask(b"print", seconds=20) == b"printed"
