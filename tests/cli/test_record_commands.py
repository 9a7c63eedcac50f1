"""Operators' commands, as they are typed: open, import, list, explain, rotate, verify."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gobetween.kit import postgres

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ORDERS = """order_number,placed_at,buyer_ref,buyer_address,seller_ref,seller_address,item_title
302-1,2026-03-02,B-BEA,bea@home.example,S-SAM,sam@lamps.example,Lamp
302-2,soon,B-BEA,bea@home.example,S-SAM,sam@lamps.example,Lamp
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The command in a state folder of its own, whose database runs."""
    state = tmp_path_factory.mktemp("state")
    state.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GOBETWEEN_", "DATABASE_URL"))}
    environment = kept | {"GOBETWEEN_STATE_DIR": str(state)}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "gobetween", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    with postgres.running(state, durable=False):
        yield call


def test_from_an_empty_folder_to_a_proof(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    refused = run("import", "orders", str(file))
    assert (refused.returncode, "marketplace open" in refused.stderr) == (2, True)
    assert run("marketplace", "open", "demo", "--domain", "marketplace.example").returncode == 0

    imported = run("import", "orders", str(file))
    assert imported.returncode == 1
    assert imported.stderr == "line 3: placed_at is not an ISO 8601 date\n"
    assert imported.stdout == "1 order: 1 created, 0 updated, 0 unchanged; 1 new buyer, 1 new seller; 1 bad line\n"

    [row] = csv.DictReader(run("alias", "list").stdout.splitlines())
    explained = run("alias", "explain", row["seller_alias"].upper().replace("@", "+c1@"))
    facts = dict(line.split(maxsplit=1) for line in explained.stdout.splitlines())
    assert (facts["side"], facts["state"], facts["buyer"], facts["seller"]) == ("seller", "alive", "B-BEA", "S-SAM")
    assert facts["conversation"] == "c1 is none of this pair"
    assert "home.example" not in explained.stdout
    assert run("alias", "explain", "a" + row["seller_alias"]).returncode == 1

    assert run("alias", "retire", row["buyer_alias"]).returncode == 0
    assert "retired" in run("alias", "explain", row["buyer_alias"]).stdout
    assert "new key" in run("keys", "rotate").stdout
    assert "1 marketplace.buyer" in run("keys", "reseal").stdout
    proof = run("verify")
    assert (proof.returncode, proof.stdout[:24]) == (0, "demo: unbroken, 4 entrie")
    kept = proof.stdout.split()[-1]
    assert run("verify", "--kept", kept).returncode == 0
    lost = run("verify", "--kept", "00" * 32)
    assert (lost.returncode, "BROKEN" in lost.stdout) == (1, True)
