"""Letters that finish at the same time share one look-up and one commit; each is answered after it, never before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import psycopg
import structlog

from gobetween.kit import metrics, sealing
from gobetween.kit.config import Config
from gobetween.mail import admission, keep
from gobetween.mail.admission import Question, Recipient, Refusal
from gobetween.mail.identity import Identity
from gobetween.mail.keep import Admitted
from gobetween.mail.line import Connection, Line
from gobetween.mail.models import Intake

log = structlog.get_logger("mail.edge")

COMMIT_BYTES = 16 * 1024 * 1024
"""Letters of one commit together, unless a single one is larger."""
MOST_REPORTS = 16
NOT_STORED = Refusal(reason="not-stored", reply="451 4.3.0 not stored now, please send it again")
_UNASKED = Identity(reason="not-asked")


class Authenticate(Protocol):
    """`gobetween.mail.identity.authenticate`, or a stand-in."""

    def __call__(self, raw: bytes, *, client_ip: str, helo: str, mail_from: str) -> Awaitable[Identity]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A finished letter with its envelope. `together`: one reply for all recipients, so one refusal refuses all."""

    raw: bytes
    client_ip: str
    helo: str
    mail_from: str
    recipients: tuple[Recipient, ...]
    together: bool


@dataclass(slots=True)
class _Waiting:
    heard: Heard
    identity: Identity
    answered: asyncio.Future[list[Refusal | None]]
    indexes: Sequence[bytes] = ()
    verdicts: list[Refusal | None] = field(default_factory=list)

    @property
    def admitted(self) -> Admitted | None:
        """The letter with those it is stored for; an alias named twice counts once. Nothing when all are refused."""
        pairs = zip(self.heard.recipients, self.verdicts, strict=True)
        recipients = {(r.target, r.number, r.side): r for r, refusal in pairs if refusal is None}
        if not recipients:
            return None
        return Admitted(
            raw=self.heard.raw,
            author=self.identity.address,
            proof=self.identity.by,
            mail_from=self.heard.mail_from,
            recipients=list(recipients.values()),
        )


class Gather:
    """Takes letters, commits them in batches over one connection, and answers each."""

    def __init__(
        self,
        *,
        config: Config,
        authenticate: Authenticate,
        line: Line,
        crowd: Callable[[], int],
        seen: Callable[[int, str], None],
    ) -> None:
        """`crowd` counts open sessions; `seen(seller, address)` records an address to be approved (it may block)."""
        self._config = config
        self._authenticate = authenticate
        self._line = line
        self._crowd = crowd
        self._seen = seen
        self._waiting: list[_Waiting] = []
        self._arrived = asyncio.Event()
        self._latest = 0.0
        self._gap = 1.0
        self._reports: set[asyncio.Task[None]] = set()

    async def take(self, heard: Heard) -> list[Refusal | None]:
        """For each recipient nothing, once the letter is committed, or why it was refused."""
        identity = await self._identify(heard)
        loop = asyncio.get_running_loop()
        indexes = sealing.indexes(sealing.normal_address(identity.address), purpose="address") if identity.known else ()
        waiting = _Waiting(heard, identity, loop.create_future(), indexes)
        self._note_arrival(loop.time())
        self._waiting.append(waiting)
        self._arrived.set()
        return await waiting.answered

    async def run(self) -> None:
        """Commit what arrives, batch after batch, until cancelled."""
        while True:
            await self._arrived.wait()
            await self._linger()
            batch = self._next_batch()
            await self._settle(batch)

    async def close(self) -> None:
        """Give the line back."""
        for report in self._reports:
            report.cancel()
        await self._line.drop()

    async def _identify(self, heard: Heard) -> Identity:
        if all(recipient.target == Intake.Target.BOUNCE for recipient in heard.recipients):
            return _UNASKED
        return await self._authenticate(
            heard.raw, client_ip=heard.client_ip, helo=heard.helo, mail_from=heard.mail_from
        )

    def _note_arrival(self, now: float) -> None:
        """Follow the time between two letters: a moving average that forgets quickly."""
        self._gap += (min(now - self._latest, 1.0) - self._gap) / 4
        self._latest = now

    async def _linger(self) -> None:
        """Wait for company while letters come thick and fast; a letter that comes alone is committed at once."""
        patience = self._config.commit_milliseconds / 1000
        if self._gap >= patience:
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while not self._is_full() and loop.time() < until:
            self._arrived.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self._arrived.wait()
            except TimeoutError:
                return

    def _is_full(self) -> bool:
        return len(self._waiting) >= min(self._config.commit_letters, max(self._crowd(), 1))

    def _next_batch(self) -> list[_Waiting]:
        size = count = 0
        for waiting in self._waiting[: self._config.commit_letters]:
            size += len(waiting.heard.raw)
            if count and size > COMMIT_BYTES:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        if not self._waiting:
            self._arrived.clear()
        return batch

    async def _settle(self, batch: list[_Waiting]) -> None:
        """Commit and answer; when that fails for a reason in the letters, each alone, so one poisons no other."""
        try:
            await self._commit(batch)
        except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as broken:
            log.warning("not-stored", error=type(broken).__name__, letters=len(batch))
            _answer(batch, stored=False)
        except Exception as fault:
            log.error("batch-failed", error=type(fault).__name__, letters=len(batch))
            if len(batch) == 1:
                _answer(batch, stored=False)
                return
            for waiting in batch:
                await self._settle([waiting])
        else:
            _answer(batch, stored=True)

    async def _commit(self, batch: list[_Waiting]) -> None:
        async with self._line.use() as connection:
            await self._judge(connection, batch)
            admitted = [letter for each in batch if (letter := each.admitted)]
            if admitted:
                await connection.execute(keep.KEEP, keep.columns(admitted))
        metrics.BATCH.labels(role="edge").observe(len(batch))

    async def _judge(self, connection: Connection, batch: list[_Waiting]) -> None:
        questions = [Question(recipient=r, indexes=each.indexes) for each in batch for r in each.heard.recipients]
        parameters = admission.look_up(questions)
        rows = await (await connection.execute(admission.LOOK_UP, parameters)).fetchall() if parameters else []
        facts = admission.facts_of(questions, rows)
        number = 0
        for each in batch:
            each.verdicts = []
            for recipient in each.heard.recipients:
                known = facts.get(number)
                refusal = admission.judge(recipient, each.identity, known, base_url=self._config.base_url)
                if refusal and refusal.reason == "sender-pending" and known and not known.sender_state:
                    self._report(known.seller, each.identity.address)
                each.verdicts.append(refusal)
                number += 1
            if each.heard.together and (first := next(filter(None, each.verdicts), None)):
                each.verdicts = [first] * len(each.verdicts)

    def _report(self, seller: int, address: str) -> None:
        """Have an address recorded that waits for the seller's approval; off the loop, nobody waits for it.

        Dropped when many are under way: the address comes again with its next letter.
        """
        if len(self._reports) >= MOST_REPORTS:
            return
        report = asyncio.create_task(self._report_in_thread(seller, address))
        self._reports.add(report)
        report.add_done_callback(self._reports.discard)

    async def _report_in_thread(self, seller: int, address: str) -> None:
        try:
            await asyncio.to_thread(self._seen, seller, address)
        except Exception as fault:
            log.warning("not-recorded", what="pending sender", error=type(fault).__name__)


def _answer(batch: list[_Waiting], *, stored: bool) -> None:
    for each in batch:
        if each.answered.done():
            continue
        each.answered.set_result(each.verdicts if stored else [NOT_STORED] * len(each.heard.recipients))
