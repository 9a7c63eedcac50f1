"""Noting what happened: entries are only ever added, each chained to the one before it in its marketplace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gobetween.journal.chain import genesis, link, microseconds, spelled
from gobetween.journal.kinds import KINDS

Heads = dict[str, tuple[int, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to be noted: `facts` is JSON of ids, counts, reasons, digests: never a text, a name or an address."""

    marketplace: str
    kind: str
    subject: str
    facts: Mapping[str, object] = field(default_factory=dict)


def note_all(notes: Sequence[Note], now: datetime) -> None:
    """Append `notes` in order. Call it last in a transaction: it locks the heads of the chains until the commit."""
    if not notes:
        return
    _check(notes)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        heads = _locked({note.marketplace for note in notes}, cursor)
        at = microseconds(now)
        rows = [_chained(note, heads, at) for note in notes]
        cursor.execute(_APPEND, [spelled(rows), now, spelled(_moved(heads))])


def _check(notes: Sequence[Note]) -> None:
    unknown = {note.kind for note in notes} - KINDS.keys()
    if unknown:
        raise ValueError(f"not a kind of entry: {', '.join(sorted(unknown))}")
    if any(isinstance(value, float) for note in notes for value in note.facts.values()):
        raise TypeError("facts hold no fractions: a database spells them in its own way")


def _locked(marketplaces: set[str], cursor: Any) -> Heads:
    """The last number and digest of each chain, locked in one order so that writers cannot dead-lock."""
    names = sorted(marketplaces)
    cursor.execute(_LOCK, [names])
    heads = {name: (number, bytes(digest)) for name, number, digest in cursor.fetchall()}
    missing = [name for name in names if name not in heads]
    if not missing:
        return heads
    cursor.execute(_BEGIN, [missing, [genesis(name) for name in missing]])
    return _locked(marketplaces, cursor)


def _chained(note: Note, heads: Heads, at: int) -> dict[str, object]:
    """The row of `note`; moves its head on."""
    number, previous = heads[note.marketplace]
    number += 1
    digest = link(number, at, note.kind, note.subject, note.facts, previous=previous)
    heads[note.marketplace] = (number, digest)
    return {
        "marketplace": note.marketplace,
        "number": number,
        "kind": note.kind,
        "subject": note.subject,
        "facts": note.facts,
        "digest": digest.hex(),
    }


def _moved(heads: Heads) -> list[dict[str, object]]:
    return [{"marketplace": name, "number": number, "digest": digest.hex()} for name, (number, digest) in heads.items()]


_LOCK = """
    SELECT marketplace, number, digest FROM journal_head WHERE marketplace = ANY(%s) ORDER BY marketplace FOR UPDATE
"""
_BEGIN = """
    INSERT INTO journal_head (marketplace, number, digest) SELECT name, 0, digest
    FROM unnest(%s::text[], %s::bytea[]) AS new (name, digest) ON CONFLICT DO NOTHING
"""
_APPEND = """
    WITH added AS (
        INSERT INTO journal_entry (marketplace, number, kind, subject, facts, digest, at)
        SELECT marketplace, number, kind, subject, facts, decode(digest, 'hex'), clock.at
        FROM jsonb_to_recordset(%s::jsonb)
            AS new (marketplace text, number bigint, kind text, subject text, facts jsonb, digest text),
            (SELECT %s::timestamptz AS at) AS clock
    ), moved AS (
        UPDATE journal_head SET number = new.number, digest = decode(new.digest, 'hex')
        FROM jsonb_to_recordset(%s::jsonb) AS new (marketplace text, number bigint, digest text)
        WHERE journal_head.marketplace = new.marketplace
    )
    SELECT pg_notify('journal', '')
"""
