"""`gobetween held …`: messages that wait for a person, and what that person decides. Shows no real address."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem

NUMBER = typer.Argument(help="The number of the message, as `gobetween held list` shows it.")
NOT_ALLOWED = "not-allowed"


def list_() -> None:
    """Print every held message as CSV, oldest first; those whose files are just being looked at too."""
    with roles.world():
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["message", "since", "conversation", "order_number", "author", "reason", "subject", "rules"])
        writer.writerows(_listed())


def release(message: Annotated[int, NUMBER]) -> None:
    """Let a held message go on to the other party."""
    with roles.world():
        from gobetween.actions.release import release  # models load only after Django

        _told(release(message, by="operator", now=datetime.now(UTC)), "released")


def refuse(
    message: Annotated[int, NUMBER],
    reason: Annotated[str, typer.Option(help="Told to the author; without it the rule that held it.")] = "",
) -> None:
    """Refuse a held message; its author is told."""
    with roles.world():
        from gobetween.actions.release import refuse  # models load only after Django

        why = reason or _reason(message)
        _told(refuse(message, why, by="operator", now=datetime.now(UTC)), "refused")


def _listed() -> Iterator[tuple[Any, ...]]:
    from gobetween.conversations.models import Message  # models load only after Django

    held = Message.objects.filter(state=Message.State.HELD).select_related("conversation__order").order_by("id")
    for message in held.iterator():
        conversation = message.conversation
        yield (
            message.pk,
            message.created_at.isoformat(timespec="seconds"),
            conversation.ref,
            conversation.order.number if conversation.order else "",
            message.author,
            message.reason,
            message.subject,
            " ".join(sorted({finding["rule"] for finding in message.findings})),
        )


def _reason(number: int) -> str:
    """The rule that held it; of what could only not be seen, that it is not allowed."""
    from gobetween.conversations.models import Message  # models load only after Django

    message = Message.objects.filter(pk=number).first()
    rules = {finding["rule"] for finding in message.findings} if message else set()
    return message.reason if message and message.reason in rules else NOT_ALLOWED


def _told(done: bool, word: str) -> None:
    if not done:
        raise Problem("This message is not held (any more).")
    print(word)
