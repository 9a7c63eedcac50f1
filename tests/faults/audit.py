"""Counts, and does nothing else: what was acknowledged, what is on record, what was delivered.

    python -m tests.faults.audit BOOK FOLDER DATABASE_URL KILLS

`BOOK` holds a token a line, `FOLDER` the letters that arrived, `KILLS` lines of seconds since 1970 and what was killed.
Knows nothing of the program but three tables.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

TOKEN = re.compile(rb"token[0-9a-f]{16}")
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Counted:
    """The figures; `wrong` says which of them break a promise."""

    acknowledged: int
    on_record: int
    beyond: int
    lost_from_record: int
    doubled_on_record: int
    delivered: int
    undelivered: int
    doubled: int
    doubled_with_other_id: int
    waiting: int
    failed: int
    kills: int
    doubled_by: Counter[str]
    most_by_one_kill: int

    @property
    def wrong(self) -> list[str]:
        promises = {
            "a letter that got 250 is not on record": self.lost_from_record,
            "a letter is on record twice": self.doubled_on_record,
            "a letter that got 250 was not delivered": self.undelivered,
            "a double copy has another Message-ID": self.doubled_with_other_id,
            "something still waits": self.waiting,
            "a delivery failed": self.failed,
            "one kill doubled more than one copy": self.most_by_one_kill > 1,
        }
        return [said for said, broken in promises.items() if broken]

    def rows(self) -> Iterator[tuple[str, int]]:
        yield "acknowledged with 250", self.acknowledged
        yield "on record", self.on_record
        yield "  of these never acknowledged", self.beyond
        yield "  missing", self.lost_from_record
        yield "  twice", self.doubled_on_record
        yield "delivered", self.delivered
        yield "  missing", self.undelivered
        yield "  double copies, same Message-ID", self.doubled
        yield from ((f"    by killing {kind}", number) for kind, number in sorted(self.doubled_by.items()))
        yield "    most by one kill", self.most_by_one_kill
        yield "  double copies, other Message-ID", self.doubled_with_other_id
        yield "still waiting", self.waiting
        yield "failed", self.failed
        yield "kills", self.kills


def count(book: Path, folder: Path, database_url: str, kills: Path) -> Counted:
    """Read all of it and compare."""
    acknowledged = set(book.read_bytes().split())
    record, waiting, failed = _record(database_url)
    arrived = _arrived(folder)
    ids = {token: {copy.message_id for copy in each} for token, each in arrived.items()}
    killed = _killed(kills)
    by = Counter(_cause(each, killed) for each in arrived.values() for _ in each[len({c.message_id for c in each}) :])
    return Counted(
        acknowledged=len(acknowledged),
        on_record=len(record),
        beyond=len(record.keys() - acknowledged),
        lost_from_record=len(acknowledged - record.keys()),
        doubled_on_record=sum(times - 1 for times in record.values()),
        delivered=len(arrived),
        undelivered=len(acknowledged - arrived.keys()),
        doubled=sum(len(each) - len(ids[token]) for token, each in arrived.items()),
        doubled_with_other_id=sum(len(each) - 1 for each in ids.values()),
        waiting=waiting,
        failed=failed,
        kills=len(killed),
        doubled_by=Counter(kind for (_, kind), times in by.items() for _ in range(times)),
        most_by_one_kill=max(by.values(), default=0),
    )


def _record(database_url: str) -> tuple[Counter[bytes], int, int]:
    with psycopg.connect(database_url) as connection:
        texts = connection.execute("SELECT text FROM conversations_message WHERE state = 'posted'").fetchall()
        states = dict(connection.execute("SELECT state, count(*) FROM conversations_delivery GROUP BY 1").fetchall())
        [[intake]] = connection.execute("SELECT count(*) FROM mail_intake").fetchall()
    tokens = Counter(token for [text] in texts for token in set(TOKEN.findall(text.encode())))
    return tokens, intake + states.get("waiting", 0), states.get("failed", 0) + states.get("bounced", 0)


@dataclass(frozen=True)
class Copy:
    """One letter that arrived, and when."""

    message_id: bytes
    at: float


def _arrived(folder: Path) -> dict[bytes, list[Copy]]:
    """The copies of each token, in the order of their arrival."""
    found: dict[bytes, list[Copy]] = defaultdict(list)
    for path in sorted(folder.glob("*.eml")):
        raw = path.read_bytes()
        for token in set(TOKEN.findall(raw)):
            found[token] += [Copy(each, path.stat().st_mtime) for each in MESSAGE_ID.findall(raw)[:1]]
    return found


def _killed(path: Path) -> list[tuple[float, str]]:
    return [(float(line.split()[0]), line.split()[1]) for line in path.read_text().splitlines()]


def _cause(copies: list[Copy], killed: list[tuple[float, str]]) -> tuple[float, str]:
    """The kill that came next after the first copy: one in flight may land just after it."""
    return next((kill for kill in killed if kill[0] >= copies[0].at - 0.05), (0.0, "nothing"))


def main(words: list[str]) -> int:
    counted = count(Path(words[0]), Path(words[1]), words[2], Path(words[3]))
    for name, number in counted.rows():
        print(f"{name:<34} {number:>8}")
    for wrong in counted.wrong:
        print(f"WRONG: {wrong}")
    return 1 if counted.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
