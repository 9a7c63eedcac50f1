"""The edge as a process: opens the ports, keeps the clock, goes down in good order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
import structlog
import uvloop
from django.db import connection as django_connection

from gobetween.kit.config import Config, current
from gobetween.mail import identity
from gobetween.mail.edge import connection as client
from gobetween.mail.edge import tls
from gobetween.mail.edge.connection import Listener
from gobetween.mail.edge.crowd import Crowd
from gobetween.mail.edge.dialogue import Manners
from gobetween.mail.edge.examine import examine
from gobetween.mail.edge.recipients import CHANGED, Recipients
from gobetween.mail.edge.tally import Tally
from gobetween.mail.gather import Authenticate, Gather
from gobetween.mail.line import HANG_SECONDS, Connect, Connection, Line, connect

log = structlog.get_logger("mail.edge")

TICK_SECONDS = 1.0
LEARN_SECONDS = 30.0
DRAIN_SECONDS = 4.0
BACKLOG = 1024


def run(*, slot: int) -> None:
    """Hear mail until SIGTERM or SIGINT; then finish open transactions, at most four seconds."""
    uvloop.run(_serve(current(), slot))


async def _serve(config: Config, slot: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    edge = Edge(config=config)
    ports = await edge.open()
    log.info("listening", slot=slot, **ports)
    await edge.serve_until(stop)
    await edge.close()
    log.info("stopped", slot=slot)


@dataclass(slots=True, kw_only=True)
class Edge:
    """One process full of listeners with the one gather behind them. Port 0 turns a listener off."""

    config: Config
    connect: Connect = connect
    hang_seconds: float = HANG_SECONDS
    authenticate: Authenticate = identity.authenticate
    seen: Callable[[int, str], None] | None = None
    recipients: Recipients = field(default_factory=Recipients)
    tally: Tally = field(default_factory=Tally)
    gather: Gather = field(init=False)
    crowd: Crowd = field(init=False)
    _line: Line = field(init=False)
    listeners: list[Listener] = field(default_factory=list)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _stale: asyncio.Event = field(default_factory=asyncio.Event)

    async def open(self) -> dict[str, int]:
        """Begin to listen; the ports by their names."""
        self.crowd = Crowd(self.config)
        self._line = Line(self._connected, hang_seconds=self.hang_seconds)
        self.gather = Gather(
            config=self.config,
            authenticate=self.authenticate,
            line=self._line,
            crowd=lambda: self.crowd.connections,
            seen=self.seen or _seen,
        )
        self._tasks = [asyncio.create_task(each) for each in (self.gather.run(), self._keep_time(), self._learn())]
        wanted = {"smtp": self.config.smtp_port, "lmtp": self.config.lmtp_port}
        return {name: await self.listen(port, lmtp=name == "lmtp") for name, port in wanted.items() if port}

    async def listen(self, port: int, *, lmtp: bool) -> int:
        """Open one more port (0: a free one); its number."""
        context = tls.context(self.config)
        listener = Listener(
            manners=Manners(config=self.config, find=self.recipients.find, lmtp=lmtp, offers_tls=context is not None),
            crowd=self.crowd,
            take=self.gather.take,
            examine=examine,
            note=self.tally.note,
            tls=context,
        )
        server = await asyncio.get_running_loop().create_server(
            lambda: client.Connection(listener), self.config.smtp_host, port, reuse_port=True, backlog=BACKLOG
        )
        self.listeners.append(listener)
        self._servers.append(server)
        number: int = server.sockets[0].getsockname()[1]
        return number

    async def serve_until(self, stop: asyncio.Event) -> None:
        """Wait for `stop`. Raises what broke one of the tasks that must not end: better no edge than half of one."""
        stopped = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait([stopped, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def close(self) -> None:
        """Take no more connections, let open transactions end, commit what is there."""
        for server in self._servers:
            server.close()
        for listener in self.listeners:
            listener.closing = True
            for each in list(listener.connections):
                each.part()
        until = asyncio.get_running_loop().time() + DRAIN_SECONDS
        while self._is_busy() and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.gather.close()
        self.tally.tell()

    def _is_busy(self) -> bool:
        return any(listener.connections for listener in self.listeners)

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            now = asyncio.get_running_loop().time()
            for listener in self.listeners:
                for each in list(listener.connections):
                    each.look_at_the_clock(now)
            self.tally.tell()

    async def _learn(self) -> None:
        """Know the dead aliases: every half minute, and when the database says that one died."""
        while True:
            self._stale.clear()
            with contextlib.suppress(psycopg.Error, OSError):
                self.recipients.learn(await self._line.rows(CHANGED))
            await self._grow_stale()

    async def _grow_stale(self) -> None:
        """Wait; a notification is only read along with a query, so an idle connection is nudged."""
        until = asyncio.get_running_loop().time() + LEARN_SECONDS
        while not self._stale.is_set() and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(TICK_SECONDS)
            with contextlib.suppress(psycopg.Error, OSError):
                await self._line.rows("SELECT 1")

    async def _connected(self) -> Connection:
        connection = await self.connect()
        connection.add_notify_handler(lambda _: self._stale.set())
        await connection.execute("LISTEN aliases")
        self._stale.set()  # what was said while nobody listened
        return connection


def _seen(seller: int, address: str) -> None:
    """Record an address that wants to write for `seller`."""
    from gobetween.actions import approve_sender  # loads the whole of actions: not before it is needed

    try:
        approve_sender.seen(seller, address)
    finally:
        django_connection.close()
