"""One client's connection: bytes into lines and letters, answers out, and an eye on the clock."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import cast

import structlog

from gobetween.mail.admission import Refusal
from gobetween.mail.edge import commands, replies
from gobetween.mail.edge.content import Content
from gobetween.mail.edge.crowd import Crowd
from gobetween.mail.edge.dialogue import Dialogue, Manners
from gobetween.mail.edge.replies import Answer, Then, answer
from gobetween.mail.gather import NOT_STORED, Heard

log = structlog.get_logger("mail.edge")

READ_AHEAD = 64 * 1024
"""Bytes a client may send ahead while its letter is being stored."""
LINGER_SECONDS = 5.0
"""How long a closed connection may take to fetch its last answer."""

Take = Callable[[Heard], Awaitable[list[Refusal | None]]]
Examine = Callable[[bytes], Answer | None]
Note = Callable[[str], None]


@dataclass(slots=True, kw_only=True)
class Listener:
    """What the connections of one listening port share."""

    manners: Manners
    crowd: Crowd
    take: Take
    examine: Examine
    note: Note
    tls: ssl.SSLContext | None = None
    connections: set[Connection] = field(default_factory=set)
    closing: bool = False


class State(Enum):
    """What the next byte means."""

    COMMAND = auto()
    CONTENT = auto()
    WAITING = auto()
    HANDSHAKE = auto()
    CLOSED = auto()


class Connection(asyncio.Protocol):
    """Feeds a `Dialogue` from a transport."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._dialogue = Dialogue(listener.manners)
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._state = State.COMMAND
        self._choked = False
        self._content: Content | None = None
        self._held = 0
        self._task: asyncio.Task[None] | None = None
        self._opened_at = self._heard_at = self._loop.time()

    # --- what the transport calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        peer = transport.get_extra_info("peername")
        self._address = str(peer[0]) if peer else ""
        self._listener.connections.add(self)
        turned_away = self._listener.crowd.enter(self._address)
        if turned_away or self._listener.closing:
            self._say(turned_away or replies.GOING_DOWN)
            return
        kind = b"LMTP" if self._listener.manners.lmtp else b"ESMTP"
        self._transport.write(b"220 %b %b gobetween\r\n" % (self._listener.manners.config.hostname.encode(), kind))

    def data_received(self, chunk: bytes) -> None:
        self._heard_at = self._loop.time()
        self._buffer += chunk
        if self._state is State.WAITING and len(self._buffer) > READ_AHEAD:
            self._transport.pause_reading()
            return
        self._advance()

    def pause_writing(self) -> None:
        """The client does not fetch its answers: hear no more of it until it does."""
        self._choked = True
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._choked = False
        self._go_on()

    def connection_lost(self, _: Exception | None) -> None:
        self._state = State.CLOSED
        self._release()
        self._listener.connections.discard(self)
        self._listener.crowd.leave(self._address)

    # --- what the role calls

    def look_at_the_clock(self, now: float) -> None:
        """End what is silent or has lasted too long; a letter being stored is left in peace."""
        config = self._listener.manners.config
        if self._state is State.CLOSED:
            if now - self._heard_at > LINGER_SECONDS:
                self._transport.abort()
        elif self._state is State.WAITING:
            return
        elif now - self._opened_at > config.session_seconds:
            self._say(replies.OVERTIME)
        elif now - self._heard_at > config.idle_seconds:
            self._say(replies.IDLE)

    def part(self) -> None:
        """The process goes down: end the session unless a transaction is open."""
        if self._state is State.COMMAND and self._dialogue.mail_from is None:
            self._say(replies.GOING_DOWN)

    # --- the way of the bytes

    def _advance(self) -> None:
        while self._buffer and not self._choked:
            if self._state is State.COMMAND:
                goes_on = self._command()
            elif self._state is State.CONTENT:
                goes_on = self._more_content()
            else:
                return
            if not goes_on:
                return

    def _command(self) -> bool:
        at = self._buffer.find(b"\n")
        if at < 0:
            if len(self._buffer) > commands.LONGEST_WITH_PARAMETERS:
                self._say(replies.ENDLESS_COMMAND)
            return False
        line = bytes(self._buffer[: at + 1])
        del self._buffer[: at + 1]
        if not line.endswith(b"\r\n") or line.find(b"\r") != len(line) - 2:
            self._say(replies.BARE_COMMAND)
        elif len(line) > commands.LONGEST_WITH_PARAMETERS:
            self._say(replies.ENDLESS_COMMAND)
        else:
            said = self._dialogue.hear(line[:-2])
            delay = self._dialogue.delay(said)
            if delay:
                self._pause(delay, said)
            else:
                self._say(said)
        return True

    def _more_content(self) -> bool:
        content = cast(Content, self._content)
        rest = content.feed(self._buffer)
        self._account(content.held)
        if rest is None:
            self._buffer.clear()
            if self._listener.crowd.is_out_of_room:
                content.starve()
                self._account(content.held)
            return False
        self._buffer = bytearray(rest)
        self._end_of_content(content)
        return True

    def _end_of_content(self, content: Content) -> None:
        self._content = None
        letter = content.letter()
        refusal = letter if isinstance(letter, Answer) else self._listener.examine(letter)
        if refusal is not None:
            self._conclude([refusal] * self._replies_due())
            return
        self._state = State.WAITING
        self._task = self._loop.create_task(self._hand_in(cast(bytes, letter)))

    async def _hand_in(self, letter: bytes) -> None:
        heard = Heard(
            raw=letter,
            client_ip=self._address,
            helo=self._dialogue.helo,
            mail_from=self._dialogue.mail_from or "",
            recipients=tuple(self._dialogue.recipients),
            together=not self._listener.manners.lmtp,
        )
        try:
            verdicts = await self._listener.take(heard)
        except Exception as fault:  # whatever broke: the client keeps its letter and comes again
            log.error("stumbled", error=type(fault).__name__)
            verdicts = [NOT_STORED] * len(heard.recipients)
        if self._state is State.WAITING:
            self._state = State.COMMAND
            self._conclude([_said(verdict) for verdict in verdicts[: self._replies_due()]])
            self._go_on()

    def _replies_due(self) -> int:
        """LMTP answers DATA once for every accepted recipient (RFC 2033, section 4.2)."""
        return len(self._dialogue.recipients) if self._listener.manners.lmtp else 1

    def _conclude(self, answers: list[Answer]) -> None:
        """Answer the letter and forget the transaction."""
        self._release()
        self._dialogue.forget()
        self._state = State.COMMAND
        self._listener.note("" if answers[0].accepted else answers[0].reason)
        closes = any(each.then is Then.CLOSE for each in answers)
        self._transport.write(b"".join(each.line for each in answers))
        if closes:
            self._close()
        elif self._listener.closing:
            self._say(replies.GOING_DOWN)

    def _say(self, said: Answer) -> None:
        self._transport.write(said.line)
        if said.reason:
            self._listener.note(said.reason)
        if said.then is Then.GO_ON:
            return
        if said.then is Then.DATA:
            self._state = State.CONTENT
            self._content = Content(limit=self._listener.manners.config.max_size)
        elif said.then is Then.TLS:
            self._begin_tls()
        else:
            self._close()

    def _pause(self, seconds: float, said: Answer) -> None:
        self._state = State.WAITING
        self._loop.call_later(seconds, self._say_late, said)

    def _say_late(self, said: Answer) -> None:
        if self._state is State.WAITING:
            self._state = State.COMMAND
            self._say(said)
            self._go_on()

    def _go_on(self) -> None:
        """Take up what the client sent meanwhile."""
        if self._state is State.CLOSED or self._choked:
            return
        self._transport.resume_reading()
        self._advance()

    def _close(self) -> None:
        self._state = State.CLOSED
        self._heard_at = self._loop.time()
        self._buffer.clear()
        self._release()
        self._transport.close()

    def _account(self, held: int) -> None:
        self._listener.crowd.held += held - self._held
        self._held = held

    def _release(self) -> None:
        self._content = None
        self._account(0)

    # --- TLS

    def _begin_tls(self) -> None:
        """What came in the clear behind STARTTLS must not be heard as if it came under TLS."""
        if self._buffer:
            self._say(replies.TLS_INJECTION)
            return
        self._state = State.HANDSHAKE
        self._transport.pause_reading()
        self._task = self._loop.create_task(self._shake_hands())

    async def _shake_hands(self) -> None:
        """Bytes that arrive before the new transport is in place stay in the buffer until it is."""
        context = cast(ssl.SSLContext, self._listener.tls)
        config = self._listener.manners.config
        try:
            secured = await self._loop.start_tls(
                self._transport, self, context, server_side=True, ssl_handshake_timeout=config.idle_seconds
            )
        except (OSError, ssl.SSLError):
            self._listener.note("tls-failed")
            return
        if secured is None or self._state is State.CLOSED:
            return
        self._transport = secured
        self._dialogue.begin_tls()
        self._state = State.COMMAND
        self._advance()


def _said(verdict: Refusal | None) -> Answer:
    return replies.TAKEN if verdict is None else answer(verdict.reply, reason=verdict.reason)
