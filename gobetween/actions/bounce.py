"""What came back to the return path of a copy: the delivery is marked, the author is told, once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from gobetween.actions import notices
from gobetween.conversations.models import Delivery
from gobetween.journal import writes as journal
from gobetween.journal.writes import Note
from gobetween.mime.letter import Bounce

OPEN = (Delivery.State.WAITING, Delivery.State.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A letter to a return path that reports on its delivery; `bounce` is None when it says nothing readable."""

    delivery: int
    bounce: Bounce | None


def bounced(delivery_id: int, bounce: Bounce | None, *, now: datetime) -> None:
    """One report, as `bounced_all`."""
    bounced_all([Returned(delivery=delivery_id, bounce=bounce)], now=now)


def bounced_all(batch: Sequence[Returned], *, now: datetime) -> None:
    """Mark what came back for good and tell its authors; a report of a delay is noted, an unknown delivery ignored."""
    with transaction.atomic():
        reports = {returned.delivery: returned.bounce for returned in sorted(batch, key=_finality)}
        rows = list(_locked(reports.keys()))
        final = [row for row in rows if _is_final(reports[row.id]) and row.state in OPEN]
        for row in final:
            _mark(row, reports[row.id], now)
        late = [row for row in rows if not _is_final(reports[row.id])]
        notices.undelivered({row.message_id for row in final}, now=now)
        journal.note_all(
            [_note(row, "delivery.bounced", reports[row.id]) for row in final]
            + [_note(row, "delivery.delayed", reports[row.id]) for row in late],
            now,
        )


def _finality(returned: Returned) -> bool:
    """Final reports last: of several about one delivery they count."""
    return _is_final(returned.bounce)


def _is_final(bounce: Bounce | None) -> bool:
    """A report nobody can read is taken as final: mail to a return path is hardly ever anything else."""
    return bounce is None or (bounce.permanent and not bounce.delayed)


def _locked(deliveries: Collection[int]) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(id__in=deliveries).select_related("message__pair")
    return rows.select_for_update(of=("self",)).order_by("id")


def _mark(row: Delivery, bounce: Bounce | None, now: datetime) -> None:
    row.state, row.reason, row.done_at = Delivery.State.BOUNCED, _reason(bounce), now
    row.claimed_by, row.claimed_until = "", None
    row.save(update_fields=["state", "reason", "done_at", "claimed_by", "claimed_until"])


def _reason(bounce: Bounce | None) -> str:
    """`bounced-5.1.1`: the enhanced status only, for the diagnostic may name the mailbox."""
    status = bounce.status if bounce else ""
    digits = status.split(".")
    known = len(digits) == 3 and all(part.isdigit() and len(part) <= 3 for part in digits)
    return f"bounced-{status}" if known else "bounced"


def _note(row: Delivery, kind: str, bounce: Bounce | None) -> Note:
    facts: dict[str, object] = {"message": row.message_id, "reason": _reason(bounce)}
    return Note(marketplace=row.message.pair.marketplace_id, kind=kind, subject=f"delivery:{row.id}", facts=facts)
