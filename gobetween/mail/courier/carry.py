"""One copy's try: from the parcel to what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from gobetween.actions.copies import Parcel, Spoilt
from gobetween.actions.deliver import Outcome, State
from gobetween.mail.courier.letters import Blocked, Finished, finished
from gobetween.mail.courier.line import BadRecipient, Line, LineError, Reply
from gobetween.mail.courier.pace import retry_after
from gobetween.mail.courier.road import Road
from gobetween.mail.ledger import Ledger
from gobetween.mail.verp import return_path

POISON_TRIES = 3
LOGIN_CODES = frozenset({530, 535, 538})
"""The next hop wants a log-in: our settings are wrong, not the copy."""

log = structlog.get_logger("mail.courier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """What every try needs; `dot` lets one message of the process at a time stand between final dot and ledger."""

    road: Road
    ledger: Ledger
    dot: asyncio.Lock
    clock: Callable[[], datetime]
    selector: str
    state_dir: Path
    give_up: timedelta

    async def carry(self, parcel: Parcel) -> Outcome:
        """Compose, sign and send; returns what to settle. A next hop that is down is waited for."""
        letter = await self._letter(parcel)
        if isinstance(letter, Outcome):
            return letter
        try:
            return await self._handed_over(parcel, letter.raw)
        except BadRecipient as bad:
            return self._failed(parcel.delivery, bad.reason)

    def spoilt(self, spoilt: Spoilt) -> Outcome:
        """A delivery that could not even be loaded."""
        if spoilt.reason != "poison":
            return self._failed(spoilt.delivery, spoilt.reason)
        return self._poison(spoilt.delivery, spoilt.attempts)

    async def _letter(self, parcel: Parcel) -> Finished | Outcome:
        """The finished letter; large ones are made in a thread, so that the other lines go on meanwhile."""
        try:
            letter = await asyncio.to_thread(self._finish, parcel) if parcel.files else self._finish(parcel)
        except Exception as error:
            log.error("poison", delivery=parcel.delivery, error=type(error).__name__)
            return self._poison(parcel.delivery, parcel.attempts)
        if isinstance(letter, Blocked) or letter.leaks:
            blocked = isinstance(letter, Blocked)
            log.critical(
                "blocked" if blocked else "stripped", delivery=parcel.delivery, leaks=list(letter.leaks), alarm=True
            )
        return self._failed(parcel.delivery, "gate") if isinstance(letter, Blocked) else letter

    def _finish(self, parcel: Parcel) -> Finished | Blocked:
        return finished(parcel, selector=self.selector, state_dir=self.state_dir, now=self.clock())

    async def _handed_over(self, parcel: Parcel, raw: bytes) -> Outcome:
        line = await self.road.line()
        while True:
            used = line.uses > 0
            try:
                refused = await self._begun(line, parcel, raw)
            except LineError:
                line.drop()
                if not used:
                    return self._deferred(parcel, "connection-lost")
                line = await self.road.fresh()
                continue
            if refused is None:
                return await self._finished(line, parcel)
            if not _closes(refused):
                self.road.give_back(line)
                return self._refused(parcel, refused)
            line.drop()
            if not used and refused.code == 421:
                return self._deferred(parcel, refused.reason)
            if refused.code in LOGIN_CODES:
                await self.road.rest(refused.reason)
            line = await self.road.fresh()

    async def _begun(self, line: Line, parcel: Parcel, raw: bytes) -> Reply | None:
        sender = return_path(parcel.delivery, parcel.domain, self.clock())
        try:
            return await line.begin(sender, parcel.recipient, raw)
        except BadRecipient:
            self.road.give_back(line)
            raise

    async def _finished(self, line: Line, parcel: Parcel) -> Outcome:
        """The final dot, alone. What is sent is noted before anybody else may send.

        From the reply to the outcome in the courier's hands nothing waits: a ledger is never cut in between.
        """
        async with self.dot:
            try:
                reply = await line.finish()
            except LineError:
                line.drop()
                return self._deferred(parcel, "reply-lost")
            now = self.clock()
            if reply.is_positive:
                self._note(parcel.delivery, now)
        if _closes(reply):
            line.drop()
        else:
            self.road.give_back(line)
        if reply.is_positive:
            return Outcome(delivery=parcel.delivery, state=State.SENT, at=now)
        return self._refused(parcel, reply)

    def _note(self, delivery: int, now: datetime) -> None:
        try:
            self.ledger.add(delivery, now)
        except OSError as error:
            log.error("unnoted", delivery=delivery, error=type(error).__name__)

    def _refused(self, parcel: Parcel, reply: Reply) -> Outcome:
        if reply.is_permanent:
            return self._failed(parcel.delivery, reply.reason)
        return self._deferred(parcel, reply.reason)

    def _deferred(self, parcel: Parcel, reason: str) -> Outcome:
        """Again later, unless the copy is too old for that."""
        now = self.clock()
        if now - parcel.created_at >= self.give_up:
            return self._failed(parcel.delivery, "gave-up")
        due_at = now + retry_after(parcel.attempts + 1)
        return Outcome(delivery=parcel.delivery, state=State.WAITING, at=now, reason=reason, due_at=due_at)

    def _poison(self, delivery: int, attempts: int) -> Outcome:
        """Tried a few times, for a file may be missing only for now."""
        if attempts + 1 >= POISON_TRIES:
            return self._failed(delivery, "poison")
        now = self.clock()
        return Outcome(
            delivery=delivery, state=State.WAITING, at=now, reason="poison", due_at=now + retry_after(attempts + 1)
        )

    def _failed(self, delivery: int, reason: str) -> Outcome:
        return Outcome(delivery=delivery, state=State.FAILED, at=self.clock(), reason=reason)


def _closes(reply: Reply) -> bool:
    """Whether this reply speaks of the connection rather than of the copy."""
    return reply.code == 421 or reply.code in LOGIN_CODES
