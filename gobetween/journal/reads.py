"""Reading the journal: what was noted about a subject, and the proof that nothing was touched since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from gobetween.journal.chain import genesis, link
from gobetween.journal.models import Entry, Head

CHUNK = 2000
Digests = Callable[[Sequence[str]], Mapping[str, str]]
"""From subjects to the digests of their content as it is now; what is gone is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbroken:
    """Every entry is as it was noted. Kept elsewhere, `digest` (hex) proves later that nothing was cut off."""

    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """`number` is the first entry that is not as it was noted, `why` one sentence about it."""

    number: int
    why: str


_Row = tuple[int, int, str, str, str, bytes]
"""Number, microseconds, kind, subject, facts as text, digest."""


def marketplaces() -> list[str]:
    """Who has a journal: the marketplaces with a head or an entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT marketplace FROM journal_head UNION SELECT DISTINCT marketplace FROM journal_entry")
        return sorted(name for (name,) in cursor.fetchall())


def has_digest(marketplace: str, digest: bytes) -> bool:
    """Whether an entry bears this digest; in an unbroken chain everything up to it is then as it was."""
    return Entry.objects.filter(marketplace=marketplace, digest=digest).exists()


def verify(
    marketplace: str, *, digests: Digests | None = None, progress: Callable[[int], None] | None = None
) -> Unbroken | Broken:
    """Walk the whole chain; `digests` also compares the content of what entries tell of. Writers may go on meanwhile.

    `progress` is told the number of entries walked, now and then.
    """
    head = Head.objects.filter(marketplace=marketplace).first()
    last, expected = (head.number, bytes(head.digest)) if head else (0, genesis(marketplace))
    digest = genesis(marketplace)
    count = 0
    with transaction.atomic():
        for rows in _stream(marketplace, last):
            digest, broken = _follow(rows, count, digest, digests)
            if broken is not None:
                return broken
            count += len(rows)
            if progress is not None:
                progress(count)
    return _end(marketplace, count, digest, (last, expected))


def _follow(rows: Sequence[_Row], count: int, previous: bytes, digests: Digests | None) -> tuple[bytes, Broken | None]:
    """The digest after `rows`, or the first of them that does not hang on what came before."""
    contents: dict[int, tuple[str, str]] = {}
    broken: Broken | None = None
    for expected, (number, at, kind, subject, text, digest) in enumerate(rows, start=count + 1):
        facts = json.loads(text)
        if number != expected or link(number, at, kind, subject, facts, previous=previous) != digest:
            broken = _broken(number, expected)
            break
        previous = digest
        if "content" in facts:
            contents[number] = (subject, facts["content"])
    return previous, _content_broken(contents, digests) or broken


def _broken(number: int, expected: int) -> Broken:
    if number < expected:
        return Broken(number=number, why="it was inserted")
    if number > expected:
        return Broken(number=expected, why="it is missing")
    return Broken(number=number, why="it was altered, or is not the entry that stood here")


def _content_broken(contents: Mapping[int, tuple[str, str]], digests: Digests | None) -> Broken | None:
    if digests is None or not contents:
        return None
    present = digests([subject for subject, _ in contents.values()])
    for number, (subject, noted) in contents.items():
        if subject not in present:
            return Broken(number=number, why=f"what it tells of is gone ({subject})")
        if present[subject] != noted:
            return Broken(number=number, why=f"what it tells of was altered ({subject})")
    return None


def _end(marketplace: str, count: int, digest: bytes, head: tuple[int, bytes]) -> Unbroken | Broken:
    """The chain must end where its head says."""
    last, expected = head
    if count < last:
        return Broken(number=count + 1, why=f"it is missing: the journal was cut off, its head counts {last}")
    if digest != expected:
        return Broken(number=last, why="the head of the journal names another digest")
    beyond = Entry.objects.raw(_BEYOND, [marketplace])
    if beyond:
        return Broken(number=beyond[0].number, why="it stands beyond the head of the journal")
    return Unbroken(count=count, digest=digest.hex())


def _stream(marketplace: str, last: int) -> Iterator[list[_Row]]:
    """The entries up to `last` in chunks from a cursor on the server: memory does not grow with the journal."""
    connection.ensure_connection()
    with connection.connection.cursor(name="journal_verify") as cursor:
        cursor.execute(_ENTRIES, [marketplace, last])
        while rows := cursor.fetchmany(CHUNK):
            yield rows


_ENTRIES = """
    SELECT number, (extract(epoch FROM at) * 1000000)::bigint, kind, subject, facts::text, digest FROM journal_entry
    WHERE marketplace = %s AND number <= %s ORDER BY number
"""
_BEYOND = """
    SELECT entry.id, entry.number FROM journal_entry AS entry LEFT JOIN journal_head AS head USING (marketplace)
    WHERE entry.marketplace = %s AND entry.number > coalesce(head.number, 0) ORDER BY entry.number LIMIT 1
"""
