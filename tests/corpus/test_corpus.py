"""Hostile, malformed, huge and everyday letters, each with its fate: `letters/NNN-name.eml` beside its `.json`.

The expectation names the trap the letter sets, the outcome and reason, words the reader must still get, words nobody
may see, files that survive and reasons for what was left out. What leaks is sought by a reader of the corpus' own.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gobetween.mime.letter import Hidden, Mailbox
from gobetween.mime.relay import Relayed, relay
from tests.corpus.expected import Expected
from tests.corpus.generated import GENERATED
from tests.corpus.reading import read, words
from tests.corpus.telling import faults, own_ids, tell_tales
from tests.corpus.traps import TRAPS

LETTERS = Path(__file__).parent / "letters"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ALIAS_FROM = Mailbox(address="aaaabbbbccccdddd@marketplace.example")
ALIAS_TO = Mailbox(address="bbbbccccddddeeee@marketplace.example")
MOST_SECONDS = 2.0
STORED = sorted(path.stem for path in LETTERS.glob("*.eml"))


def stored(stem: str) -> tuple[bytes, Expected]:
    """A letter with the line ends it came with (files without any CR stand for CRLF), and its expectation."""
    raw = (LETTERS / f"{stem}.eml").read_bytes()
    told = json.loads((LETTERS / f"{stem}.json").read_text(encoding="utf-8"))
    return raw if b"\r" in raw else raw.replace(b"\n", b"\r\n"), Expected(**told)


def passed(raw: bytes, expected: Expected) -> Relayed:
    hidden = Hidden(addresses=frozenset(expected.addresses), names=frozenset(expected.names))
    return relay(raw, hidden_extra=hidden, alias_from=ALIAS_FROM, alias_to=ALIAS_TO, now=NOW)


@pytest.mark.parametrize("stem", STORED)
def test_each_letter_meets_its_fate_and_tells_nobody(stem: str) -> None:
    check(*stored(stem))


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_what_is_too_large_to_keep_meets_its_fate_too(name: str) -> None:
    check(*GENERATED[name]())


def check(raw: bytes, expected: Expected) -> None:
    start = time.process_time()
    result = passed(raw, expected)
    seconds = time.process_time() - start

    assert (result.outcome, result.reason) == (expected.outcome, expected.reason)
    assert bool(result.raw) == (result.outcome == "relayed")
    if result.raw:
        assert unsaid(result.raw, expected) == []
        assert (
            sorted(tell_tales(result.raw, addresses=expected.addresses, names=expected.names, ids=own_ids(raw))) == []
        )
        assert [word for word in expected.never if word.lower() in everything(result.raw)] == []
        assert list(faults(result.raw)) == []
        assert sorted(piece.name for piece in read(result.raw).walk() if piece.name) == sorted(expected.files)
    assert sorted(drop.reason for drop in result.dropped) == sorted(expected.dropped)
    assert seconds < MOST_SECONDS


def unsaid(copy: bytes, expected: Expected) -> list[str]:
    """Words the reader should have got and did not, in plain text or subject, and in the HTML where there is one."""
    pieces = list(read(copy).walk())
    plain = " ".join(piece.text for piece in pieces if piece.kind == "text/plain")
    html = " ".join(piece.text for piece in pieces if piece.kind == "text/html")
    shown = " ".join(f"{words(pieces[0].first('subject'))} {plain}".split())
    missing = [said for said in expected.words if said not in shown]
    return missing + [said for said in expected.html if said not in html]


def everything(copy: bytes) -> str:
    """Every field, and everything written in any part."""
    pieces = list(read(copy).walk())
    fields = (f"{name}: {words(value)}" for piece in pieces for name, value in piece.fields)
    return "\n".join([*fields, *(piece.text for piece in pieces if not piece.pieces), copy.decode("ascii")]).lower()


def test_every_trap_is_set_at_least_twice() -> None:
    count = Counter(stored(stem)[1].trap for stem in STORED)

    assert {trap: count[trap] for trap in TRAPS if count[trap] < 2} == {}
    assert set(count) <= set(TRAPS)


def test_the_same_letter_again_is_the_same_copy() -> None:
    for stem in STORED:
        raw, expected = stored(stem)
        if expected.twin:
            again = passed(*stored(expected.twin))
            assert again.raw == passed(raw, expected).raw


def test_the_corpus_stays_small_and_whole() -> None:
    assert len(STORED) >= 170
    assert {path.stem for path in LETTERS.glob("*.json")} == set(STORED)
    assert sum(path.stat().st_size for path in LETTERS.iterdir()) < 2_000_000
