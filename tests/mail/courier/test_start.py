"""A courier begins with its own ledger and those that nobody holds any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from gobetween.mail.courier import instance_id, ledgers_of
from gobetween.mail.ledger import open_ledger


def test_a_machine_has_one_name_however_many_ask(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(lambda _: instance_id(tmp_path / "state"), range(4)))
    assert len(names) == 1
    assert names == {instance_id(tmp_path / "state")}
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["instance"]


def test_what_a_dead_courier_left_is_taken_over_and_the_living_are_left_alone(tmp_path: Path) -> None:
    dead, alive = open_ledger(tmp_path, 1), open_ledger(tmp_path, 2)
    assert dead is not None
    assert alive is not None
    dead.add(7, datetime.now(UTC))
    dead.close()
    found = ledgers_of(tmp_path, 0, "host")
    assert found.keys() == {"host/0", "host/1"}
    assert found["host/1"].sent().keys() == {7}
    for ledger in (alive, *found.values()):
        ledger.close()
