"""The courier at work: one task claims, several carry, one settles, one keeps the claims alive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from gobetween.actions import deliver
from gobetween.actions.copies import Parcel
from gobetween.actions.deliver import Outcome, State
from gobetween.kit import metrics
from gobetween.kit.config import Config
from gobetween.mail.courier.carry import Carrier
from gobetween.mail.courier.desk import AWAY, Desk, Error
from gobetween.mail.courier.line import Route
from gobetween.mail.courier.pace import Pace
from gobetween.mail.courier.road import Road
from gobetween.mail.ledger import Ledger

SETTLED_AT_ONCE = 256
"""Most outcomes in one transaction."""

PACE = Pace()

LEDGER_LINES = 5000
"""A longer ledger is shortened even while copies are being sent."""

log = structlog.get_logger("mail.courier")


def wall_clock() -> datetime:
    """Now."""
    return datetime.now(UTC)


class Courier:
    """One process's courier. `work` runs until it is told to stop; `wake` makes it look for due copies at once."""

    def __init__(
        self,
        config: Config,
        *,
        name: str,
        ledgers: Mapping[str, Ledger],
        clock: Callable[[], datetime] = wall_clock,
        pace: Pace = PACE,
    ) -> None:
        """`ledgers` by the name of their courier: our own, and those that dead couriers left behind."""
        self.name = name
        self.config = config
        self.clock = clock
        self.pace = pace
        self.ledgers = ledgers
        self.ledger = ledgers[name]
        self.desk = Desk()
        self.road = Road(route(config), pace)
        self.carrier = Carrier(
            road=self.road,
            ledger=self.ledger,
            dot=asyncio.Lock(),
            clock=clock,
            selector=config.dkim_selector,
            state_dir=config.state_dir,
            give_up=timedelta(hours=config.give_up_hours),
        )
        self.queue: asyncio.Queue[Parcel] = asyncio.Queue()
        self.held: dict[int, float] = {}
        self.unsettled: dict[int, Outcome] = {}
        self.stuck: dict[int, Outcome] = {}
        self.busy = 0
        self.in_doubt = False
        self.stopping = False
        self.wake = asyncio.Event()
        self.hungry = asyncio.Event()
        self.news = asyncio.Event()

    async def work(self, stop: asyncio.Event) -> None:
        """Carry copies until `stop`; then finish what is being sent, settle it and give the rest back.

        Raises what breaks one of the tasks: the supervisor starts a new courier, which begins with the ledger.
        """
        living, stopped = asyncio.create_task(self._live()), asyncio.create_task(stop.wait())
        await asyncio.wait((living, stopped), return_when=asyncio.FIRST_COMPLETED)
        self.stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pace.grace):
                while self.busy and not living.done():
                    await asyncio.sleep(0.01)
        stopped.cancel()
        living.cancel()
        try:
            with suppress(asyncio.CancelledError):
                await living
        finally:
            await self._close()

    async def _live(self) -> None:
        for name, ledger in self.ledgers.items():
            await self._settle_ledger(name, ledger)
        async with asyncio.TaskGroup() as group:
            for work in (self._claiming, self._settling, self._keeping):
                group.create_task(work())
            for _ in range(self.config.courier_connections):
                group.create_task(self._carrying())

    async def _settle_ledger(self, name: str, ledger: Ledger) -> None:
        """What an earlier life sent is settled before anything is claimed; its other claims are free again."""
        sent = ledger.sent()
        outcomes = [Outcome(delivery=delivery, state=State.SENT, at=at) for delivery, at in sent.items()]
        await self._insist(partial(deliver.settle, outcomes, now=self.clock()))
        await self._insist(partial(deliver.release, claimed_by=name))
        ledger.keep([])
        if ledger is not self.ledger:
            ledger.close()
        if outcomes:
            log.info("recovered", copies=len(outcomes))

    async def _claiming(self) -> None:
        """Keep the queue filled while the road is free; rest when nothing is due."""
        limit = self.config.courier_batch
        while not self.stopping:
            self.wake.clear()
            taken = 0 if self.road.is_blocked else await self._claimed(limit)
            if taken < limit:
                await _set_or_late(self.wake, self.pace.poll)
            while self.queue.qsize() > limit // 2:
                self.hungry.clear()
                await self.hungry.wait()

    async def _claimed(self, limit: int) -> int:
        lease = timedelta(seconds=self.pace.lease)
        claim = partial(deliver.claim, claimed_by=self.name, limit=limit, lease=lease, now=self.clock())
        until = asyncio.get_running_loop().time() + self.pace.lease
        try:
            await self._clear_up()
            batch = await self.desk.ask(claim)
        except Error as error:
            log.warning("database away", error=type(error).__name__)
            self.in_doubt = True
            return 0
        for each in batch:
            if any(each.delivery in mine for mine in (self.held, self.unsettled, self.stuck)):
                continue
            if isinstance(each, Parcel):
                self.held[each.delivery] = until
                self.queue.put_nowait(each)
            else:
                self._tell(self.carrier.spoilt(each))
        return len(batch)

    async def _clear_up(self) -> None:
        """A claim may have been made although its answer was lost: such copies would lie until their lease ends."""
        if self.in_doubt:
            await self.desk.ask(partial(deliver.forget, self._in_hand(), claimed_by=self.name))
            self.in_doubt = False

    def _in_hand(self) -> list[int]:
        return [*self.held, *self.unsettled, *self.stuck]

    async def _carrying(self) -> None:
        """One line's work. A claim too near its end is left for whoever claims next."""
        while not self.stopping:
            parcel = await self.queue.get()
            if self.queue.qsize() <= self.config.courier_batch // 2:
                self.hungry.set()
            left = self.held[parcel.delivery] - asyncio.get_running_loop().time()
            if left < self.pace.lease / 4 or self.stopping:
                self.held.pop(parcel.delivery)
                continue
            self.busy += 1
            try:
                self._tell(await self.carrier.carry(parcel))
            finally:
                self.busy -= 1

    def _tell(self, outcome: Outcome) -> None:
        self.held.pop(outcome.delivery, None)
        self.unsettled[outcome.delivery] = outcome
        self.news.set()
        if outcome.state == State.SENT:
            metrics.DELIVERED.inc()
        else:
            metrics.DELIVERY_FAILED.labels(reason=outcome.reason).inc()
            log.info(
                "failed" if outcome.state == State.FAILED else "deferred",
                delivery=outcome.delivery,
                reason=outcome.reason,
            )

    async def _settling(self) -> None:
        """Settle what was told, many to a transaction, for as long as it takes."""
        while True:
            await self.news.wait()
            if len(self.unsettled) < SETTLED_AT_ONCE:
                await asyncio.sleep(self.pace.gather)
            self.news.clear()
            await self._settle()
            if self.unsettled:
                self.news.set()

    async def _settle(self) -> None:
        """Settle the oldest outcomes, as many as fit into one transaction."""
        outcomes = list(self.unsettled.values())[:SETTLED_AT_ONCE]
        try:
            await self._insist(partial(deliver.settle, outcomes, now=self.clock()))
        except Exception as error:
            await self._settle_singly(outcomes, error)
        metrics.BATCH.labels(role="courier").observe(len(outcomes))
        for outcome in outcomes:
            self.unsettled.pop(outcome.delivery, None)
        self._shorten_ledger()
        if any(outcome.state == State.FAILED for outcome in outcomes):
            self.wake.set()

    def _shorten_ledger(self) -> None:
        """When all is settled, or when it grew long: to settle twice is harmless, to rewrite costs a millisecond."""
        if self.unsettled and self.ledger.length < LEDGER_LINES:
            return
        still = (*self.stuck.values(), *self.unsettled.values())
        self.ledger.keep([(each.delivery, each.at) for each in still if each.state == State.SENT])

    async def _settle_singly(self, outcomes: list[Outcome], why: Exception) -> None:
        """One of them broke the batch: it alone stays unsettled (and unsent) until the next life of this courier."""
        log.error("batch broken", error=type(why).__name__)
        for outcome in outcomes:
            try:
                await self._insist(partial(deliver.settle, [outcome], now=self.clock()))
            except Exception as error:
                log.error("stuck", delivery=outcome.delivery, error=type(error).__name__)
                self.stuck[outcome.delivery] = outcome

    async def _insist(self, question: Callable[[], None]) -> None:
        """Ask until the database answers."""
        while True:
            try:
                return await self.desk.ask(question)
            except AWAY as error:
                log.warning("database away", error=type(error).__name__)
                await asyncio.sleep(self.pace.database_pause)

    async def _keeping(self) -> None:
        """Extend claims well before they end; hang up lines that nobody uses."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.pace.lease / 4)
            await self.road.hang_up(idle_only=True)
            mine, until = self._in_hand(), loop.time() + self.pace.lease
            if not mine:
                continue
            lease = timedelta(seconds=self.pace.lease)
            with suppress(Error):
                await self.desk.ask(partial(deliver.extend, mine, claimed_by=self.name, lease=lease))
                self.held.update((delivery, until) for delivery in mine if delivery in self.held)

    async def _close(self) -> None:
        """Settle once more, give back what was not tried, hang up. With the database away the ledger remembers."""
        try:
            async with asyncio.timeout(self.pace.grace):
                while self.unsettled:
                    await self._settle()
                await self.desk.ask(partial(deliver.release, claimed_by=self.name))
        except (TimeoutError, *AWAY):
            log.warning("unsettled", copies=len(self.unsettled))
        await self.road.hang_up()
        await self.desk.close()


def route(config: Config) -> Route:
    """The next hop: the smarthost, or the demo's mailroom."""
    if config.demo:
        return Route(host="127.0.0.1", port=config.mailroom_port, hostname=config.hostname)
    return Route(
        host=config.smarthost,
        port=config.smarthost_port,
        user=config.smarthost_user,
        password=config.smarthost_password,
        starttls=config.smarthost_starttls,
        hostname=config.hostname,
    )


async def _set_or_late(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
