"""The courier's way to the database: one thread with one connection, so that the sending never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, connection

AWAY = (OperationalError, InterfaceError)
"""The database cannot be reached, or not now: worth asking again."""

T = TypeVar("T")

__all__ = ["AWAY", "Desk", "Error"]


class Desk:
    """Runs one question after the other, each on a connection that works if there is one."""

    __slots__ = ("_thread",)

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def ask(self, question: Callable[[], T]) -> T:
        """The answer. Raises what the question raises; after `AWAY` the next one gets a new connection."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _asked, question)

    async def close(self) -> None:
        """Close the connection and end the thread."""
        await self.ask(_hung_up)
        self._thread.shutdown()


def _asked(question: Callable[[], T]) -> T:
    try:
        return question()
    except AWAY:
        connection.close()
        raise


def _hung_up() -> None:
    """`connection` means another one in each thread: it has to be looked up in the desk's own."""
    connection.close()
