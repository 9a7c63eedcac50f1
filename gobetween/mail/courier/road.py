"""The way to the next hop: lines to it, and one pause for all when it is down."""

from __future__ import annotations

import asyncio

import structlog

from gobetween.mail.courier.line import Line, Route, Unwilling, connect
from gobetween.mail.courier.pace import Pace

log = structlog.get_logger("mail.courier")


class Road:
    """Opens lines one at a time. While the next hop is down, one caller tries and the others wait behind it."""

    __slots__ = ("_idle", "_lock", "_pace", "_route", "is_blocked")

    def __init__(self, route: Route, pace: Pace) -> None:
        self._route = route
        self._pace = pace
        self._lock = asyncio.Lock()
        self._idle: list[Line] = []
        self.is_blocked = False

    async def line(self) -> Line:
        """A kept line if there is one, else a new one, however long that takes."""
        while self._idle:
            line = self._idle.pop()
            if not line.is_stale and asyncio.get_running_loop().time() - line.used_at < self._pace.idle_line:
                return line
            line.drop()
        return await self.fresh()

    async def fresh(self) -> Line:
        """A new line, however long that takes: pauses double from one to sixty seconds."""
        async with self._lock:
            pause = self._pace.first_pause
            while True:
                try:
                    line = await connect(self._route)
                except Unwilling as trouble:
                    self._block(str(trouble), pause)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, self._pace.longest_pause)
                    continue
                self._unblock()
                return line

    def give_back(self, line: Line) -> None:
        """Keep a line for the next copy."""
        line.used_at = asyncio.get_running_loop().time()
        self._idle.append(line)

    async def rest(self, why: str) -> None:
        """The next hop takes our connections but not our mail: all wait the longest pause."""
        async with self._lock:
            self._block(why, self._pace.longest_pause)
            await asyncio.sleep(self._pace.longest_pause)

    async def hang_up(self, *, idle_only: bool = False) -> None:
        """Close the kept lines; with `idle_only` those that nobody used for a while."""
        now = asyncio.get_running_loop().time()
        old = [line for line in self._idle if not idle_only or now - line.used_at >= self._pace.idle_line]
        self._idle = [line for line in self._idle if line not in old]
        await asyncio.gather(*(line.close() for line in old))

    def _block(self, why: str, pause: float) -> None:
        if not self.is_blocked:
            log.warning("paused", reason=why, seconds=pause)
        self.is_blocked = True

    def _unblock(self) -> None:
        if self.is_blocked:
            log.info("resumed")
        self.is_blocked = False
