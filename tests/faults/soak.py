"""Kill processes of a loaded service at random and count what is left: `python -m tests.faults.soak`."""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from gobetween.kit import postgres
from tests.faults.killing import Kill, choose, kill
from tests.faults.load import Load
from tests.journeys.catcher import Catcher
from tests.journeys.conftest import house
from tests.journeys.service import ROOT, Running

SETTINGS = {
    "GOBETWEEN_PAIR_HOURLY_LIMIT": "1000000",
    "GOBETWEEN_EDGE_PROCESSES": "2",
    "GOBETWEEN_POST_PROCESSES": "2",
    "GOBETWEEN_COURIER_PROCESSES": "2",
    "GOBETWEEN_MAX_CONNECTIONS_PER_ADDRESS": "200",
}
BETWEEN = 10
"""Letters that must be acknowledged between two kills: the service has come back."""
RECOVERY = 90.0


def soak(kills: int, *, sessions: int, seed: int, rest: float) -> tuple[bool, str]:
    """Whether every promise held, and the report."""
    chance = random.Random(seed)
    with house(sessions, **SETTINGS) as (service, catcher, couples):
        catcher.folder = service.folder / "arrived"
        catcher.folder.mkdir()
        begun = time.monotonic()
        load = Load(service, couples, sessions, service.folder / "acknowledged", rest)
        load.book.touch()
        load.start()
        assert load.wait(BETWEEN, RECOVERY), "no letter was acknowledged"
        done = [_one(service, load, kind, chance) for kind in choose(kills, chance)]
        load.stop()
        took = time.monotonic() - begun
        service.until_idle(180)
        fine, counted = _audited(service, catcher, load)
        head = f"{kills} kills in {took:.0f} s under {sessions} sessions, seed {seed}"
        return fine, "\n".join([head, *_table(done), "", counted, *_tries(load), _verified(service)])


def _one(service: Running, load: Load, kind: str, chance: random.Random) -> Kill:
    time.sleep(chance.uniform(0.1, 1.0))
    before, begun = load.acknowledged, time.monotonic()
    starts = kill(service, kind, chance)
    assert load.wait(before + BETWEEN, RECOVERY), f"no letter was taken {RECOVERY:.0f} s after killing {kind}"
    return Kill(kind, time.monotonic() - begun, starts)


def _audited(service: Running, catcher: Catcher, load: Load) -> tuple[bool, str]:
    url = postgres.url(service.folder / "state")
    words = [str(load.book), str(catcher.folder), url, str(service.folder / "kills")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.audit", *words], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    return done.returncode == 0 and not load.refused, done.stdout + done.stderr


def _table(kills: list[Kill]) -> Iterator[str]:
    yield f"{'killed':<12} {'times':>5} {'median s':>9} {'worst s':>9}   until ten more letters had their 250"
    for kind in sorted({each.kind for each in kills}):
        took = [each.recovered for each in kills if each.kind == kind]
        yield f"{kind:<12} {len(took):>5} {statistics.median(took):>9.2f} {max(took):>9.2f}"
    if vain := sum(max(0, each.starts - 1) for each in kills):
        yield f"the service was started {vain} times in vain after its supervisor was killed"


def _tries(load: Load) -> Iterator[str]:
    yield "answers heard: " + ", ".join(f"{answer} ({times})" for answer, times in load.tries.most_common())
    yield from (f"WRONG: refused for good: {answer}" for answer in sorted(set(load.refused)))


def _verified(service: Running) -> str:
    return "journal: " + service.command("verify", fine=(0, 1)).strip()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=30)
    asked.add_argument("--sessions", type=int, default=20)
    asked.add_argument("--seed", type=int, default=0, help="0: another one each time")
    asked.add_argument("--rest", type=float, default=0.05, help="pause of a session between two letters, seconds")
    asked.add_argument("--out", type=Path, help="write the report there as well")
    given = asked.parse_args()
    seed = given.seed or random.SystemRandom().randrange(1, 1_000_000)
    fine, report = soak(given.kills, sessions=given.sessions, seed=seed, rest=given.rest)
    print(report)
    print("All promises held." if fine else "A PROMISE WAS BROKEN.")
    if given.out:
        given.out.write_text(report + "\n")
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
