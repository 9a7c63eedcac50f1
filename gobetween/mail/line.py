"""The edge's one open line to PostgreSQL: opened when needed, cut when it hangs, left in peace when it broke."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import psycopg
from django.db import connection as django_connection

HANG_SECONDS = 20.0
CONNECT_SECONDS = 5
BACK_OFF = (0.1, 0.25, 0.5, 1.0)
"""Seconds without a new attempt after each failure in a row."""

Connection = psycopg.AsyncConnection[Any]
Connect = Callable[[], Awaitable[Connection]]


async def connect() -> Connection:
    """A connection of our own to Django's database; every statement is a transaction."""
    parameters = django_connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    return await psycopg.AsyncConnection.connect(**parameters, autocommit=True, connect_timeout=CONNECT_SECONDS)


class Line:
    """One connection, used by one at a time."""

    def __init__(self, connect: Connect = connect, *, hang_seconds: float = HANG_SECONDS) -> None:
        self._connect = connect
        self._hang_seconds = hang_seconds
        self._connection: Connection | None = None
        self._lock = asyncio.Lock()
        self._failures = 0
        self._retry_at = 0.0

    @contextlib.asynccontextmanager
    async def use(self) -> AsyncIterator[Connection]:
        """The connection, for as long as `hang_seconds`. Raises `psycopg.Error` or `OSError` when there is none.

        After any exception inside, the connection is given up: nobody knows what state it is in.
        """
        loop = asyncio.get_running_loop()
        async with self._lock:
            try:
                connection = await self._open()
                watchdog = loop.call_later(self._hang_seconds, _cut, connection)
                try:
                    yield connection
                finally:
                    watchdog.cancel()
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError):
                self._back_off(loop.time())
                await self.drop()
                raise
            except BaseException:
                await self.drop()
                raise

    async def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a small statement answers."""
        async with self.use() as connection:
            return await (await connection.execute(statement)).fetchall()

    async def drop(self) -> None:
        """Close the connection; the next `use` opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _open(self) -> Connection:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        if asyncio.get_running_loop().time() < self._retry_at:
            raise psycopg.OperationalError("backing off")
        self._connection = await self._connect()
        self._failures = 0
        return self._connection

    def _back_off(self, now: float) -> None:
        if now >= self._retry_at:
            self._retry_at = now + BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
            self._failures += 1


def _cut(connection: Connection) -> None:
    """End a wait that no time-out of libpq would end: the waiter sees the connection as lost."""
    with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
