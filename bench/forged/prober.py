"""A client too cheap to be the limit: a session is one write, then reading until the other end closes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import cast

import uvloop

from bench.load import BUYER

AT_ONCE = 10


class _Probe(asyncio.Protocol):
    """Banner, then everything at once (PIPELINING), then the answers."""

    def __init__(self, recipients: Sequence[str], done: asyncio.Future[bytes]) -> None:
        said = "".join(f"RCPT TO:<{each}>\r\n" for each in recipients)
        self._words = f"EHLO prober.example\r\nMAIL FROM:<{BUYER}>\r\n{said}QUIT\r\n".encode()
        self._done = done
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)  # uvloop's are none by descent

    def data_received(self, chunk: bytes) -> None:
        if not self._heard:
            self._transport.write(self._words)
        self._heard += chunk

    def connection_lost(self, error: Exception | None) -> None:
        self._done.set_result(self._heard)


def probe(port: int, sessions: Sequence[Sequence[str]], *, expected: bytes) -> float:
    """Seconds that all sessions take, ten at a time. Raises SystemExit when a recipient gets another answer."""
    return uvloop.run(_probed(port, sessions, expected))


async def _probed(port: int, sessions: Sequence[Sequence[str]], expected: bytes) -> float:
    waiting = iter(sessions)
    begun = time.perf_counter()
    await asyncio.gather(*(_one_after_the_other(port, waiting, expected) for _ in range(AT_ONCE)))
    return time.perf_counter() - begun


async def _one_after_the_other(port: int, sessions: Iterator[Sequence[str]], expected: bytes) -> None:
    loop = asyncio.get_running_loop()
    for recipients in sessions:
        done: asyncio.Future[bytes] = loop.create_future()
        await loop.create_connection(lambda given=recipients, end=done: _Probe(given, end), "127.0.0.1", port)  # type: ignore[misc]
        answers = (await done).splitlines()[-1 - len(recipients) : -1]
        if not all(answer.startswith(expected) for answer in answers):
            raise SystemExit(f"a recipient was answered with {answers}")
