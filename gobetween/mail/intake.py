"""The post role: takes acknowledged letters from the intake, has them settled, and lets the intake forget them."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate

import structlog
from django.db import connection, transaction
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from gobetween.actions.bounce import Returned, bounced_all
from gobetween.actions.post import post
from gobetween.actions.submissions import Settled, Submission
from gobetween.aliases.models import Side
from gobetween.conversations.models import Message
from gobetween.conversations.reads import Context, context_of
from gobetween.kit import metrics
from gobetween.kit.bell import Bell
from gobetween.kit.config import current
from gobetween.kit.sealing import unseal
from gobetween.mail.models import Intake
from gobetween.mime.letter import Automatic, Letter, Unreadable
from gobetween.mime.parse import parse

log = structlog.get_logger("mail.intake")
SILENCE = 1.0
"""Longest wait between two looks at the intake, seconds; a notification ends it at once."""
BATCH_BYTES = 4 * 1024 * 1024
"""Large letters go on in small batches: the couriers need not wait for all, and the memory stays small."""
TRIES = 3
PAUSE = timedelta(seconds=20)
POISON = Unreadable(reason="unreadable", sentence="The letter could not be read.")


def run(*, slot: int) -> None:
    """Settle what comes in until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    bell = Bell("intake")
    log.info("started", slot=slot)
    while not stop.is_set():
        try:
            if not work(now=timezone.now()):
                bell.wait(SILENCE)
        except (OperationalError, InterfaceError) as broken:
            log.warning("database-away", error=type(broken).__name__)
            connection.close()
            stop.wait(0.5)
    bell.close()
    log.info("stopped", slot=slot)


def work(*, now: datetime) -> int:
    """Settle one batch; the number of letters taken from the intake. One poisoned letter does not stop the others."""
    try:
        return _settle_batch(current().post_batch, now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        log.error("batch-failed", error=type(fault).__name__)
        return _one_by_one(now)


def _settle_batch(size: int, now: datetime) -> int:
    """Claim, settle, forget, in one transaction: killed at any point, the letters are still waiting."""
    with transaction.atomic():
        rows = _claim(size, now)
        if rows:
            _settle(rows, now)
            Intake.objects.filter(id__in=[row.id for row in rows]).delete()
    return len(rows)


def _claim(size: int, now: datetime) -> list[Intake]:
    """The oldest letters due, no more than `BATCH_BYTES` together unless a single one is larger."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, size])
        due = cursor.fetchall()
    so_far = accumulate(bytes_ for _, bytes_ in due)
    chosen = [
        each for at, ((each, _), total) in enumerate(zip(due, so_far, strict=True)) if not at or total <= BATCH_BYTES
    ]
    return list(Intake.objects.filter(id__in=chosen).select_related("letter").order_by("due_at", "id"))


_DUE = """
    SELECT intake.id, letter.size
    FROM mail_intake AS intake JOIN conversations_letter AS letter ON letter.id = intake.letter_id
    WHERE intake.due_at <= %s ORDER BY intake.due_at, intake.id LIMIT %s FOR UPDATE OF intake SKIP LOCKED
"""


def _settle(rows: Sequence[Intake], now: datetime) -> None:
    """Bounces mark their copy; everything else is a submission."""
    copies = context_of([row.number for row in rows if row.target == Intake.Target.BOUNCE])
    batch: list[Submission] = []
    reports: list[Returned] = []
    for row in rows:
        raw, letter = _read(row)
        if row.target == Intake.Target.ALIAS:
            batch.append(_submission(row, raw, letter))
        elif row.number in copies:
            _sort_returned(row, letter, copies[row.number], batch, reports)
    if reports:
        bounced_all(reports, now=now)
    for settled in post(batch, now=now) if batch else ():
        _count(settled)
    metrics.BATCH.labels(role="post").observe(len(rows))


def _read(row: Intake) -> tuple[bytes, Letter | Unreadable]:
    """The letter; one that failed again and again (its key is gone, or it is poison) is settled without its content."""
    if row.attempts >= TRIES:
        return b"", POISON
    raw = unseal(row.letter.raw_sealed, purpose="letter")
    return raw, parse(raw, envelope_sender=_opened(row.from_sealed))


def _submission(row: Intake, raw: bytes, letter: Letter | Unreadable) -> Submission:
    return Submission(
        key=_key(row, raw, letter),
        channel=Message.Channel.MAIL,
        pair=row.number,
        to=Side(row.side),
        serial=row.serial,
        suffix=row.suffix,
        letter=letter,
        letter_id=row.letter_id,
        author_address="" if letter is POISON else _opened(row.author_sealed) or "",
    )


def _opened(sealed: bytes | memoryview | None) -> str | None:
    return None if sealed is None else unseal(sealed, purpose="envelope").decode("utf-8", "replace")


def _sort_returned(
    row: Intake, letter: Letter | Unreadable, copy: Context, batch: list[Submission], reports: list[Returned]
) -> None:
    """A letter to a copy's return path: a bounce reports on the copy, an auto-reply is recorded, all else forgotten."""
    if isinstance(letter, Unreadable) or letter.automatic is None:
        log.info("forgotten", reason="not-automatic", delivery=row.number)
    elif letter.automatic == Automatic.BOUNCE:
        reports.append(Returned(delivery=row.number, bounce=letter.bounce))
    else:
        batch.append(
            Submission(
                key=f"returned-{row.letter_id}",
                channel=Message.Channel.MAIL,
                pair=copy.pair,
                to=Side.SELLER if copy.recipient == Side.BUYER else Side.BUYER,
                suffix=copy.ref,
                letter=letter,
                letter_id=row.letter_id,
            )
        )


def _key(row: Intake, raw: bytes, letter: Letter | Unreadable) -> str:
    """The same letter to the same alias has the same key; without a Message-ID nothing tells a retry from a twin."""
    if not isinstance(letter, Letter) or not letter.message_id:
        return f"intake-{row.id}"
    told = f"{row.number}|{row.side}|{letter.message_id}|".encode("utf-8", "surrogatepass")
    content = raw.partition(b"\r\n\r\n")[2]
    return hashlib.sha256(told + hashlib.sha256(content).digest()).hexdigest()


def _one_by_one(now: datetime) -> int:
    """After a failed batch: each letter alone; one that fails waits and is tried again, at last without its content."""
    due = list(
        Intake.objects.filter(due_at__lte=now)
        .order_by("due_at", "id")
        .values_list("id", flat=True)[: current().post_batch]
    )
    for number in due:
        try:
            with transaction.atomic():
                rows = list(
                    Intake.objects.select_for_update(skip_locked=True, of=("self",))
                    .filter(id=number)
                    .select_related("letter")
                )
                if rows:
                    _settle(rows, now)
                    rows[0].delete()
        except (OperationalError, InterfaceError):
            raise
        except Exception as fault:
            log.error("letter-failed", intake=number, error=type(fault).__name__)
            _postpone(number, now)
    return len(due)


def _postpone(number: int, now: datetime) -> None:
    for row in Intake.objects.filter(id=number):
        row.attempts += 1
        row.due_at = now + PAUSE * row.attempts
        row.save(update_fields=["attempts", "due_at"])


def _count(settled: Settled) -> None:
    metrics.POSTED.labels(state=str(settled.state)).inc()
    if settled.reason:
        log.info("not-posted", reason=settled.reason, message=settled.message)
