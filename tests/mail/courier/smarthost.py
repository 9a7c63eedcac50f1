"""An independent next hop on a free port of the loopback: it keeps what it took and misbehaves when told to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

Hook = Callable[["Session", str], Awaitable[str | None]]
"""Given the verb (`CONNECT`, `EHLO`, `MAIL` … `DOT`), says another reply than the usual, or None."""


@dataclass
class Letter:
    """What was taken: envelope and content, dots unstuffed."""

    sender: str
    recipient: str
    raw: bytes


@dataclass
class Session:
    """One connection."""

    writer: asyncio.StreamWriter
    mail: str = ""
    rcpt: str = ""
    content: bytes = b""

    def hang_up(self) -> None:
        self.writer.transport.abort()


async def usual(session: Session, verb: str) -> str | None:
    """Nothing unusual."""
    return None


@dataclass
class Smarthost:
    """A small SMTP server; `async with` starts and stops it. `hook` decides about its replies."""

    hook: Hook = usual
    extensions: tuple[str, ...] = ("PIPELINING", "SIZE 30000000", "8BITMIME")
    port: int = 0
    certificate: Path | None = None
    letters: list[Letter] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    connections: int = 0
    between: int = 0
    most_between: int = 0
    _server: asyncio.Server | None = None
    writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def __aenter__(self) -> Smarthost:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.down()

    async def down(self) -> None:
        """Stop listening and cut every connection."""
        assert self._server is not None
        self._server.close()
        for writer in self.writers:
            writer.transport.abort()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._server.wait_closed()

    async def up(self) -> None:
        """Listen again on the same port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.add(writer)
        session = Session(writer)
        with suppress(OSError, EOFError):
            await self._say(session, "CONNECT", "220 smarthost.example ESMTP")
            while line := await reader.readline():
                if not await self._answer(session, reader, line.rstrip(b"\r\n").decode()):
                    break
        self.writers.discard(writer)
        writer.close()

    async def _answer(self, session: Session, reader: asyncio.StreamReader, line: str) -> bool:
        verb = line.split(" ")[0].upper()
        self.verbs.append(line)
        if verb == "EHLO":
            lines = ["smarthost.example", *self.extensions]
            text = "\r\n".join(f"250{' ' if n == len(lines) else '-'}{one}" for n, one in enumerate(lines, 1))
            await self._say(session, verb, text)
        elif verb == "MAIL":
            session.rcpt = ""
            session.mail = _path(line) if await self._say(session, verb, "250 2.1.0 fine") else ""
        elif verb == "RCPT":
            usual = "250 2.1.5 fine" if session.mail else "503 MAIL first"
            session.rcpt = _path(line) if await self._say(session, verb, usual) else ""
        elif verb == "STARTTLS":
            await self._encrypt(session)
        elif verb == "DATA":
            await self._content(session, reader)
        elif verb == "QUIT":
            await self._say(session, verb, "221 bye")
            return False
        else:
            await self._say(session, verb, "250 fine")
        return True

    async def _encrypt(self, session: Session) -> None:
        if not await self._say(session, "STARTTLS", "220 go on") or self.certificate is None:
            return
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        await session.writer.start_tls(context)

    async def _content(self, session: Session, reader: asyncio.StreamReader) -> None:
        if not session.rcpt:
            await self._say(session, "DATA", "503 nobody to send to")
            return
        if not await self._say(session, "DATA", "354 go on"):
            return
        content = b""
        while (line := await reader.readline()) != b".\r\n":
            if not line:
                raise EOFError
            content += line[1:] if line.startswith(b".") else line
        session.content = content
        self.between += 1
        self.most_between = max(self.most_between, self.between)
        try:
            await self._say(session, "DOT", "250 2.0.0 taken", before=self.keep)
        finally:
            self.between -= 1

    def keep(self, session: Session) -> None:
        self.letters.append(Letter(session.mail, session.rcpt, session.content))

    async def _say(
        self, session: Session, verb: str, text: str, before: Callable[[Session], None] | None = None
    ) -> bool:
        """The usual reply or the hook's; whether it was a positive one."""
        text = await self.hook(session, verb) or text
        positive = text[:1] in "23"
        if positive and before is not None:
            before(session)
        session.writer.write(text.encode() + b"\r\n")
        await session.writer.drain()
        return positive


def _path(line: str) -> str:
    return line[line.index("<") + 1 : line.index(">")]
