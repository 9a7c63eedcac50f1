"""`python -m bench.fuzz --seconds 300`: each letter follows from its number, so `--first N --letters 1` shows it again.

With atheris installed (it is no dependency) `--atheris` lets coverage choose the bytes instead.
"""

from __future__ import annotations

import importlib
import itertools
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from random import Random
from typing import Annotated

import typer

from gobetween.mime.letter import Hidden, Mailbox
from gobetween.mime.relay import Relayed, relay
from tests.corpus.expected import BEA, SAM
from tests.corpus.spoiling import SEEDS, spoilt
from tests.corpus.telling import faults, tell_tales

NAMES = ("Bea Buyer", "Sam Seller")
HIDDEN = Hidden(addresses=frozenset({BEA, SAM}), names=frozenset(NAMES))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ALIAS_FROM = Mailbox(address="aaaabbbbccccdddd@marketplace.example")
ALIAS_TO = Mailbox(address="bbbbccccddddeeee@marketplace.example")
SLOW = 2.0
"""CPU seconds no letter of this size may need."""
_SHOWN = 20


def main(
    seconds: Annotated[float, typer.Option(help="How long.")] = 20.0,
    first: Annotated[int, typer.Option(help="Number of the first letter.")] = 0,
    letters: Annotated[int | None, typer.Option(help="At most so many.")] = None,
    guided: Annotated[bool, typer.Option("--atheris", help="Guided by coverage, until interrupted.")] = False,
) -> None:
    """Fuzz, print the table, and fail when anything was found."""
    if guided:
        _guided()
        return
    found: list[str] = []
    fates: Counter[str] = Counter()
    slowest = (0.0, 0)
    begun = time.monotonic()
    for number in itertools.islice(itertools.count(first), letters):
        if time.monotonic() - begun > seconds:
            break
        fate, spent, wrong = _one(_letter(number))
        fates[fate] += 1
        slowest = max(slowest, (spent, number))
        found += [f"letter {number}: {what}" for what in wrong]
    _tell(fates, slowest, found, time.monotonic() - begun)
    raise typer.Exit(1 if found else 0)


def _letter(number: int) -> bytes:
    chance = Random(number)
    return spoilt(chance.choice(SEEDS), chance.choice(SEEDS), chance)


def _one(raw: bytes) -> tuple[str, float, list[str]]:
    """The fate of one letter, its CPU seconds, and what is wrong with it."""
    start = time.process_time()
    try:
        result = relay(raw, hidden_extra=HIDDEN, alias_from=ALIAS_FROM, alias_to=ALIAS_TO, now=NOW)
    except Exception as error:  # whatever it is, it is a finding
        return "raised", time.process_time() - start, [f"raised {type(error).__name__}"]
    seconds = time.process_time() - start
    slow = [f"slow: {seconds:.1f} s"] if seconds > SLOW else []
    return f"{result.outcome} {result.reason}".strip(), seconds, [*slow, *_wrong(result)]


def _wrong(result: Relayed) -> list[str]:
    if not result.raw:
        return [] if result.outcome != "relayed" else ["relayed without a copy"]
    tales = tell_tales(result.raw, addresses=(BEA, SAM), names=NAMES, ids=())
    return [*sorted(tales), *faults(result.raw)]


def _tell(fates: Counter[str], slowest: tuple[float, int], found: list[str], seconds: float) -> None:
    letters = sum(fates.values())
    print(f"{letters:,} spoilt letters in {seconds:.0f} s ({letters / max(seconds, 0.001):,.0f}/s)")
    for fate, count in fates.most_common():
        print(f"  {count:8,}  {fate}")
    print(f"slowest: letter {slowest[1]}, {slowest[0]:.3f} s of CPU")
    print(f"found: {len(found)}")
    for line in found[:_SHOWN]:
        print(f"  {line}")


def _guided() -> None:
    """Bytes chosen by coverage (atheris), judged the same way."""
    try:
        atheris = importlib.import_module("atheris")
    except ImportError as missing:
        raise typer.BadParameter("atheris is not installed") from missing

    def judge(raw: bytes) -> None:
        wrong = _one(raw)[2]
        if wrong:
            raise AssertionError("; ".join(wrong))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0]], judge)
    atheris.Fuzz()


if __name__ == "__main__":
    typer.run(main)
