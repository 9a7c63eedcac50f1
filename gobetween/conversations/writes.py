"""The few verbs that change the record, each for a whole batch. For `actions` alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import connection

from gobetween.conversations.models import Attachment, Conversation, Delivery, Letter, Message, Scan
from gobetween.kit.rows import insert


def open_all(conversations: Sequence[Conversation]) -> None:
    """Insert new conversations; their ids are set."""
    insert(conversations)


def keep_letters(letters: Sequence[Letter]) -> None:
    """Insert sealed originals; their ids are set."""
    insert(letters)


def add_messages(messages: Sequence[Message]) -> None:
    """Insert messages; their ids are set. A key on record already raises IntegrityError."""
    insert(messages)


def add_attachments(attachments: Sequence[Attachment]) -> None:
    """Insert the rows of attachments whose files are put."""
    insert(attachments)


def add_deliveries(deliveries: Sequence[Delivery]) -> None:
    """Insert copies that wait to go out, and wake the couriers at the commit."""
    if not deliveries:
        return
    insert(deliveries)
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY outbox")


def touch(conversations: Collection[int], now: datetime) -> None:
    """A new message stands in these conversations: they are the latest, and open again unless closed."""
    if not conversations:
        return
    rows = Conversation.objects.filter(id__in=conversations)
    rows.update(latest_at=now)
    rows.filter(state=Conversation.State.RESOLVED).update(state=Conversation.State.OPEN)


def add_scans(scans: Sequence[Scan]) -> None:
    """Insert messages whose files wait to be seen, and wake who looks at them at the commit."""
    if not scans:
        return
    insert(scans)
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY scan")


def claim_scan(claimed_by: str, *, now: datetime, until: datetime) -> Scan | None:
    """The scan that is due longest, claimed by its `attempts` until then; nothing when none is due."""
    found = Scan.objects.raw(_CLAIM_SCAN, [until, claimed_by, now])
    return next(iter(found), None)


_CLAIM_SCAN = """
    UPDATE conversations_scan SET due_at = %s, claimed_by = %s, attempts = attempts + 1
    WHERE id = (SELECT id FROM conversations_scan WHERE due_at <= %s
                ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *
"""


def finish_scan(scan: int, *, attempts: int) -> bool:
    """Whether the claim was still ours; then the scan is over, in the caller's transaction."""
    return Scan.objects.filter(id=scan, attempts=attempts).delete()[0] > 0


def settle_held(message: int, *, state: str, reason: str) -> bool:
    """Whether the message was held until now; then it is in `state`, posted without a reason."""
    held = Message.objects.filter(id=message, state=Message.State.HELD)
    return held.update(state=state, reason="" if state == Message.State.POSTED else reason) > 0


def note_findings(message: int, findings: Sequence[Mapping[str, object]]) -> None:
    """What a later look found takes the place of what the first one found."""
    Message.objects.filter(id=message).update(findings=list(findings))
