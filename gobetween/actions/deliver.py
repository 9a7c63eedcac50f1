"""Copies on their way out: claimed for a while, then settled for good. Every verb takes a batch and may be repeated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from gobetween.actions import notices
from gobetween.actions.copies import Parcel, Spoilt, parcels
from gobetween.conversations.models import Delivery
from gobetween.journal import writes as journal
from gobetween.journal.writes import Note

State = Delivery.State
NOTED = {State.SENT: "delivery.sent", State.WAITING: "delivery.deferred", State.FAILED: "delivery.failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one try: SENT, FAILED for good (`reason`), or WAITING for the next one (`reason`, `due_at`)."""

    delivery: int
    state: Delivery.State
    at: datetime
    reason: str = ""
    due_at: datetime | None = None


class _Settled(NamedTuple):
    delivery: int
    message: int
    state: str
    reason: str
    attempts: int
    marketplace: str


def claim(*, claimed_by: str, limit: int, lease: timedelta, now: datetime) -> list[Parcel | Spoilt]:
    """Take up to `limit` due deliveries for `lease`, oldest first; nobody else gets them meanwhile.

    Leases run by the database's clock, the one all couriers share: a jump of a machine's own frees no claim.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [claimed_by, lease.total_seconds(), now, limit])
        ids = [row[0] for row in cursor.fetchall()]
    return parcels(ids) if ids else []


def settle(outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Record outcomes in one transaction, with journal entries and notices. What is settled already stays as it is."""
    if not outcomes:
        return
    with transaction.atomic():
        settled = _update(outcomes)
        notices.undelivered({row.message for row in settled if row.state == State.FAILED}, now=now)
        journal.note_all([_note(row) for row in settled], now)


def extend(deliveries: Collection[int], *, claimed_by: str, lease: timedelta) -> None:
    """Keep claims alive for another `lease` from now."""
    _mine(claimed_by).filter(id__in=deliveries).update(claimed_until=Now() + lease)


def release(deliveries: Collection[int] | None = None, *, claimed_by: str) -> None:
    """Give claims back untried, or all that `claimed_by` holds: others may take them at once."""
    rows = _mine(claimed_by) if deliveries is None else _mine(claimed_by).filter(id__in=deliveries)
    rows.update(claimed_by="", claimed_until=None)


def forget(in_hand: Collection[int], *, claimed_by: str) -> None:
    """Give back all that `claimed_by` holds but these."""
    _mine(claimed_by).exclude(id__in=in_hand).update(claimed_by="", claimed_until=None)


def _mine(claimed_by: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(claimed_by=claimed_by, state=State.WAITING)


def _update(outcomes: Sequence[Outcome]) -> list[_Settled]:
    last = {outcome.delivery: outcome for outcome in outcomes}.values()
    columns: list[Any] = [
        [outcome.delivery for outcome in last],
        [str(outcome.state) for outcome in last],
        [outcome.reason[:60] for outcome in last],
        [outcome.due_at for outcome in last],
        [None if outcome.state == State.WAITING else outcome.at for outcome in last],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, columns)
        return [_Settled(*row) for row in cursor.fetchall()]


def _note(row: _Settled) -> Note:
    facts: dict[str, object] = {"message": row.message, "attempts": row.attempts}
    if row.reason:
        facts["reason"] = row.reason
    return Note(
        marketplace=row.marketplace, kind=NOTED[State(row.state)], subject=f"delivery:{row.delivery}", facts=facts
    )


_CLAIM = """
    UPDATE conversations_delivery SET claimed_by = %s, claimed_until = now() + make_interval(secs => %s) WHERE id IN (
        SELECT id FROM conversations_delivery
        WHERE state = 'waiting' AND due_at <= %s AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
_SETTLE = """
    UPDATE conversations_delivery d
    SET state = new.state, reason = new.reason, attempts = d.attempts + 1, due_at = COALESCE(new.due_at, d.due_at),
        done_at = new.done_at, claimed_by = '', claimed_until = NULL
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[])
             AS new (id, state, reason, due_at, done_at), conversations_message m, aliases_pair p
    WHERE d.id = new.id AND d.state = 'waiting' AND m.id = d.message_id AND p.id = m.pair_id
    RETURNING d.id, d.message_id, d.state, d.reason, d.attempts, p.marketplace_id
"""
