"""The few verbs that change the record, each for a whole batch. For `actions` alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from gobetween.conversations.models import Attachment, Conversation, Delivery, Message
from gobetween.kit.rows import insert


def open_all(conversations: Sequence[Conversation]) -> None:
    """Insert new conversations; their ids are set."""
    insert(conversations)


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
