"""One kept-open SMTP connection to the next hop (RFC 5321), pipelined where it is offered (RFC 2920).

Our own and not a library's because the courier must hold the final dot apart from the rest of a transaction: only one
message of a process may be between its dot and the ledger. docs/decisions/0006 has the reasons and the figures.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field

COMMAND_SECONDS = 120.0
DOT_SECONDS = 300.0
"""Patience for the reply to the final dot; RFC 5321 section 4.5.3.2.6 asks for ten minutes, a stall for less."""

_AT_ONCE = 32_768
_LINE_LIMIT = 16_384
_REPLY_LINES = 200
_INJECTION_SECONDS = 0.01
_MAILBOX = re.compile(r"[^\s<>\x00-\x1f\x7f]{1,64}@[^\s<>@\x00-\x1f\x7f]{1,253}")
"""No address may end its own command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The next hop, how to log in there, and the name we say."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    hostname: str = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply's code and enhanced status (RFC 2034), "" without one; its text may name a mailbox and is not kept."""

    code: int
    status: str = ""

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300

    @property
    def is_permanent(self) -> bool:
        return self.code >= 500

    @property
    def reason(self) -> str:
        """`smtp-550-5.1.1`, or `smtp-550`."""
        return f"smtp-{self.code}-{self.status}" if self.status else f"smtp-{self.code}"


class LineError(Exception):
    """The connection is of no more use. The text names no address."""


class Unwilling(LineError):
    """The next hop does not let us begin: no answer, a refusing greeting, no TLS, no log-in."""


class BadRecipient(Exception):
    """The recipient's address cannot be said to this next hop; `reason` says why, the text names no address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Line:
    """A connection that said EHLO. `connect` makes it."""

    __slots__ = ("_ending", "_extensions", "_reader", "_writer", "used_at", "uses")

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._extensions: dict[str, str] = {}
        self._ending = b""
        self.uses = 0
        self.used_at = 0.0

    @property
    def is_stale(self) -> bool:
        """Whether the other end has hung up meanwhile, as far as one can know."""
        return self._reader.at_eof() or self._writer.is_closing()

    async def begin(self, sender: str, recipient: str, raw: bytes) -> Reply | None:
        """Everything of a transaction but the final dot; a reply means it was refused and the line is free again.

        Raises `LineError` when the connection broke (nothing was handed over) and `BadRecipient`.
        """
        commands = self._commands(sender, recipient, len(raw))
        async with _patience(COMMAND_SECONDS):
            replies = await self._ask(commands)
            refused = next((reply for reply in replies[:-1] if not reply.is_positive), None)
            if refused is None and replies[-1].code == 354:
                await self._content(_stuffed(raw))
                return None
            await self._take_back(begun=replies[-1].code == 354)
        return refused or replies[-1]

    async def finish(self) -> Reply:
        """The final dot, with the rest of the content, and its reply.

        Raises `LineError` when none came: the copy may or may not have arrived.
        """
        async with _patience(DOT_SECONDS):
            self._writer.write(self._ending)
            reply = await self._reply()
        self.uses += 1
        return reply

    async def _content(self, stuffed: bytes) -> None:
        """A small letter waits for its dot: one write and one wake-up of the next hop less."""
        if len(stuffed) > _AT_ONCE:
            self._writer.write(stuffed)
            await self._writer.drain()
            stuffed = b""
        self._ending = stuffed + b".\r\n"

    async def close(self) -> None:
        """Say goodbye without waiting for the answer."""
        with suppress(OSError, asyncio.TimeoutError, ssl.SSLError):
            self._writer.write(b"QUIT\r\n")
            self._writer.close()
            async with asyncio.timeout(1):
                await self._writer.wait_closed()

    def drop(self) -> None:
        """Hang up."""
        self._writer.transport.abort()

    def _commands(self, sender: str, recipient: str, size: int) -> list[bytes]:
        if not _MAILBOX.fullmatch(recipient):
            raise BadRecipient("address-malformed")
        mail = f"MAIL FROM:<{sender}>"
        if "SIZE" in self._extensions:
            mail += f" SIZE={size}"
        if "8BITMIME" in self._extensions:
            mail += " BODY=7BIT"
        if not recipient.isascii():
            if "SMTPUTF8" not in self._extensions:
                raise BadRecipient("address-needs-smtputf8")  # RFC 6531
            mail += " SMTPUTF8"
        return [mail.encode("ascii") + b"\r\n", f"RCPT TO:<{recipient}>\r\n".encode(), b"DATA\r\n"]

    async def _ask(self, commands: list[bytes]) -> list[Reply]:
        """The replies to a group of commands; without PIPELINING it ends at the first refusal."""
        if "PIPELINING" in self._extensions:
            self._writer.write(b"".join(commands))
            return [await self._reply() for _ in commands]
        replies = list[Reply]()
        for command in commands:
            self._writer.write(command)
            replies.append(await self._reply())
            if replies[-1].code >= 400:
                return [replies[-1], replies[-1]]
        return replies

    async def _take_back(self, *, begun: bool) -> None:
        """Free the line after a refusal. When DATA was taken all the same, hanging up alone is sure to send nothing."""
        if begun:
            self.drop()
            return
        self._writer.write(b"RSET\r\n")
        await self._reply()

    async def greet(self, route: Route) -> None:
        """Greeting, EHLO, STARTTLS and log-in as the route says. Raises `Unwilling`."""
        await self._expect(220)
        await self._hello(route)
        if route.starttls:
            await self._encrypt(route)
            await self._hello(route)
        if route.user:
            await self._log_in(route)

    async def _hello(self, route: Route) -> None:
        self._writer.write(f"EHLO {route.hostname}\r\n".encode("ascii"))
        code, lines = await self._lines()
        if code == 250:
            words = (line.upper().split(" ", 1) for line in lines[1:])
            self._extensions = {word[0]: word[-1] for word in words}
            return
        self._writer.write(f"HELO {route.hostname}\r\n".encode("ascii"))
        await self._expect(250)

    async def _encrypt(self, route: Route) -> None:
        """Insist on TLS; whatever came in before it is an injection."""
        if "STARTTLS" not in self._extensions:
            raise Unwilling("no STARTTLS offered")
        self._writer.write(b"STARTTLS\r\n")
        await self._expect(220)
        with suppress(TimeoutError):
            async with asyncio.timeout(_INJECTION_SECONDS):
                await self._reader.read(1)
            raise Unwilling("data before the TLS handshake")
        await self._writer.start_tls(ssl.create_default_context(), server_hostname=route.host)

    async def _log_in(self, route: Route) -> None:
        offered = self._extensions.get("AUTH", "")
        if "LOGIN" in offered and "PLAIN" not in offered:
            words = [b"AUTH LOGIN", _coded(route.user), _coded(route.password)]
        else:
            words = [b"AUTH PLAIN " + _coded(f"\0{route.user}\0{route.password}")]
        for number, word in enumerate(words, 1):
            self._writer.write(word + b"\r\n")
            await self._expect(235 if number == len(words) else 334)

    async def _expect(self, code: int) -> None:
        got, _ = await self._lines()
        if got != code:
            raise Unwilling(f"reply {got} where {code} was due")

    async def _reply(self) -> Reply:
        code, lines = await self._lines()
        return Reply(code=code, status=_status(code, lines[-1]))

    async def _lines(self) -> tuple[int, list[str]]:
        """A reply of any number of lines: its code and texts. Raises `LineError`."""
        texts = list[str]()
        for _ in range(_REPLY_LINES):
            line = await self._reader.readuntil(b"\n")
            code, texts = line[:3], [*texts, line[4:].decode("utf-8", "replace").strip()]
            if not code.isdigit():
                raise LineError("not an SMTP reply")
            if line[3:4] != b"-":
                return int(code), texts
        raise LineError("an endless SMTP reply")


async def connect(route: Route) -> Line:
    """A line to the next hop, ready for mail. Raises `Unwilling`."""
    line = None
    try:
        async with _patience(COMMAND_SECONDS):
            line = Line(*await asyncio.open_connection(route.host, route.port, limit=_LINE_LIMIT))
            await line.greet(route)
        return line
    except LineError as error:
        if line is not None:
            line.drop()
        raise error if isinstance(error, Unwilling) else Unwilling(str(error)) from error


class _patience:  # noqa: N801
    """A time-out, and every way a connection breaks turned into `LineError`."""

    __slots__ = ("_timeout",)

    def __init__(self, seconds: float) -> None:
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)  # type: ignore[arg-type]
        except TimeoutError as late:
            raise LineError("no answer in time") from late
        if isinstance(error, (OSError, EOFError, asyncio.LimitOverrunError, UnicodeError)):
            raise LineError(type(error).__name__) from error


def _stuffed(raw: bytes) -> bytes:
    """RFC 5321 section 4.5.2: a dot that begins a line is doubled."""
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    if b"\r\n." in raw:
        raw = raw.replace(b"\r\n.", b"\r\n..")
    return b"." + raw if raw.startswith(b".") else raw


def _status(code: int, text: str) -> str:
    """The enhanced status at the start of a reply's text when it is one and of the reply's class."""
    status = text.partition(" ")[0]
    parts = status.split(".")
    fits = len(parts) == 3 and parts[0] == str(code // 100) and all(p.isdigit() and len(p) <= 3 for p in parts)
    return status if fits else ""


def _coded(text: str) -> bytes:
    return b64encode(text.encode())
