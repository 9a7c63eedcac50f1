"""An edge in a thread of its own, on free ports, and a client that speaks to it byte by byte."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gobetween.kit.config import Config
from gobetween.mail.admission import Recipient, Refusal
from gobetween.mail.edge import tls
from gobetween.mail.edge.connection import Connection, Listener
from gobetween.mail.edge.crowd import Crowd
from gobetween.mail.edge.dialogue import Manners
from gobetween.mail.edge.examine import examine
from gobetween.mail.gather import Heard
from gobetween.mail.models import Intake

ALIAS = "sam@marketplace.example"
OTHER = "eve@marketplace.example"


class Talk:
    """A client that sends exactly what it is told and reads whole replies."""

    def __init__(self, port: int, *, greeted: bool = True) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._read = self.socket.makefile("rb")
        self.banner = self.said() if greeted else ""

    def send(self, raw: bytes) -> None:
        self.socket.sendall(raw)

    def said(self) -> str:
        """The next reply, its lines joined; empty when the other side has closed."""
        lines = []
        while True:
            try:
                line = self._read.readline().decode()
            except ConnectionError:
                return ""
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                return "\n".join(lines)

    def ask(self, *commands: str) -> str:
        """The reply to the last of the commands, sent one after another."""
        answer = ""
        for command in commands:
            self.send(command.encode() + b"\r\n")
            answer = self.said()
        return answer

    def begin(self, *recipients: str) -> str:
        """Everything before the letter; the reply to DATA."""
        return self.ask(
            "EHLO home.example",
            "MAIL FROM:<bea@home.example>",
            *(f"RCPT TO:<{r}>" for r in recipients or (ALIAS,)),
            "DATA",
        )

    def letter(self, raw: bytes) -> str:
        """The reply to a letter sent with its end."""
        self.send(raw + b".\r\n")
        return self.said()

    def is_closed(self) -> bool:
        return self.said() == ""

    def close(self) -> None:
        self._read.close()
        self.socket.close()


class Desk:
    """What stands behind the dialogue in tests of the dialogue: keeps letters, knows two recipients."""

    def __init__(self) -> None:
        self.letters: list[Heard] = []
        self.refusals: dict[int, Refusal] = {}
        self.gate: asyncio.Event | None = None
        self.notes: list[str] = []
        self.config = Config(hostname="mx.marketplace.example", max_size=100_000)

    def find(self, address: str) -> Recipient | None:
        numbers = {ALIAS: 1, OTHER: 2}
        number = numbers.get(address.lower())
        return Recipient(target=Intake.Target.ALIAS, number=number, side="seller") if number else None

    async def take(self, heard: Heard) -> list[Refusal | None]:
        if self.gate is not None:
            await self.gate.wait()
        verdicts = [self.refusals.get(recipient.number) for recipient in heard.recipients]
        if heard.together and any(verdicts):
            verdicts = [next(filter(None, verdicts))] * len(verdicts)
        if not all(verdicts):
            self.letters.append(heard)
        return verdicts


@contextmanager
def in_a_loop() -> Iterator[Callable[[Awaitable[Any]], Any]]:
    """A running event loop in a thread; gives a function that runs a coroutine there and waits for it."""
    import uvloop

    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class House:
    """Opens dialogues with one desk behind them, and clients to them."""

    def __init__(self, stack: ExitStack, state: Path) -> None:
        self.desk = Desk()
        self.run = stack.enter_context(in_a_loop())
        self._stack = stack
        self._state = state
        self.crowd: Crowd
        self.listener: Listener

    def open(self, *, lmtp: bool = False, tls_on: bool = False, **settings: Any) -> int:
        """A listening port with these settings."""
        self.desk.config = replace(self.desk.config, state_dir=self._state, demo=tls_on, **settings)
        port: int = self.run(self._listen(lmtp))
        return port

    def client(self, **settings: Any) -> Talk:
        """A client at a new port with these settings."""
        return self.talk(self.open(**settings))

    def talk(self, port: int, *, greeted: bool = True) -> Talk:
        talk = Talk(port, greeted=greeted)
        self._stack.callback(talk.close)
        return talk

    async def _listen(self, lmtp: bool) -> int:
        context = tls.context(self.desk.config)
        self.crowd = Crowd(self.desk.config)
        self.listener = Listener(
            manners=Manners(config=self.desk.config, find=self.desk.find, lmtp=lmtp, offers_tls=context is not None),
            crowd=self.crowd,
            take=self.desk.take,
            examine=examine,
            note=self.desk.notes.append,
            tls=context,
        )
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Connection(self.listener), "127.0.0.1", 0)
        self._stack.callback(lambda: self.run(_shut(server)))
        port: int = server.sockets[0].getsockname()[1]
        return port


async def _shut(server: asyncio.Server) -> None:
    server.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(stack, tmp_path)


@pytest.fixture
def desk(house: House) -> Desk:
    return house.desk
