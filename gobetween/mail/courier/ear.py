"""Hears that something was put into the outbox."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from gobetween.kit.bell import Bell

BELL_SECONDS = 1.0
"""How soon the thread notices that it may end."""


@contextmanager
def listening(loop: asyncio.AbstractEventLoop, wake: asyncio.Event) -> Iterator[None]:
    """Set `wake` at every notification, from a thread of its own, inside the `with`."""
    done = threading.Event()

    def listen() -> None:
        bell = Bell("outbox")
        while not done.is_set():
            bell.wait(BELL_SECONDS)
            with suppress(RuntimeError):  # the loop may be closed by now
                loop.call_soon_threadsafe(wake.set)
        bell.close()

    thread = threading.Thread(target=listen, name="bell")
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
