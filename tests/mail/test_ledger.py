"""The ledger remembers what was sent, through a kill."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from gobetween.mail.ledger import Ledger, open_ledger, slots

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def opened(folder: Path, slot: int = 0) -> Ledger:
    ledger = open_ledger(folder, slot)
    assert ledger is not None
    return ledger


def test_what_was_added_is_there_after_a_restart(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.add(7, NOON)
    first.add(8, NOON)
    first.close()
    second = opened(tmp_path)
    assert second.sent() == {7: NOON, 8: NOON}
    second.close()


def test_a_child_killed_after_adding_leaves_its_line_and_lets_go_of_the_lock(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, datetime, gobetween.mail.ledger as ledger
ledger.open_ledger(pathlib.Path({str(tmp_path)!r}), 0).add(5, datetime.datetime.fromisoformat("{NOON.isoformat()}"))
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    ledger = opened(tmp_path)
    assert ledger.sent() == {5: NOON}
    ledger.close()


def test_two_couriers_cannot_hold_one_ledger(tmp_path: Path) -> None:
    first = opened(tmp_path)
    assert open_ledger(tmp_path, 0) is None
    other = opened(tmp_path, 1)
    assert slots(tmp_path) == [0, 1]
    other.close()
    first.close()
    again = opened(tmp_path)
    again.close()


def test_only_what_is_kept_stays(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    for delivery in range(5):
        ledger.add(delivery, NOON)
    ledger.keep([(3, NOON)])
    ledger.add(9, NOON)
    assert ledger.sent() == {3: NOON, 9: NOON}
    ledger.close()


def test_a_line_cut_short_is_not_believed_and_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "0.ledger").write_bytes(b"3 1772452800\n12")
    ledger = opened(tmp_path)
    ledger.add(4, NOON)
    assert ledger.sent() == {3: NOON, 4: NOON}
    ledger.close()
