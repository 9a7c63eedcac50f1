"""A short soak: three kills under load. The long one is `make soak`."""

from __future__ import annotations

import random

from tests.faults import killing
from tests.faults.soak import soak


def test_three_kills_under_load_lose_and_double_nothing() -> None:
    fine, report = soak(3, sessions=6, seed=7, rest=0.05)
    assert fine, report
    assert "unbroken" in report


def test_every_kind_of_process_is_killed_in_a_long_run() -> None:
    chosen = killing.choose(30, random.Random(1))
    assert set(chosen) == set(killing.KINDS)
    assert len(chosen) == 30
