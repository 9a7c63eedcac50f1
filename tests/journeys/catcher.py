"""The next hop of the stories: takes what the service sends, keeps the raw bytes, and misbehaves when told to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Caught:
    """One letter as it arrived: envelope and bytes, dots unstuffed."""

    sender: str
    recipient: str
    raw: bytes

    @cached_property
    def mail(self) -> EmailMessage:
        return BytesParser(policy=policy.default).parsebytes(self.raw)

    def header(self, name: str) -> str:
        return str(self.mail.get(name, "")).strip()

    @property
    def id(self) -> str:
        return self.header("Message-ID")

    @property
    def references(self) -> list[str]:
        return self.header("References").split()

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None, "a copy without plain text"
        return str(body.get_content())

    @property
    def answer_to(self) -> str:
        """Where a mail program sends the answer."""
        field = self.mail["Reply-To"] or self.mail["From"]
        return str(field.addresses[0].addr_spec)


Mood = Callable[["Catcher", Caught], str]
"""Says the reply to a letter; it keeps the letter itself (`catcher.keep`) or not. An empty reply cuts the line."""


def kind(catcher: Catcher, caught: Caught) -> str:
    """Takes everything."""
    catcher.keep(caught)
    return "250 2.0.0 caught"


@dataclass
class Catcher:
    """An SMTP server on a free port of the loopback. With a `folder` each letter is a file there as well."""

    port: int
    folder: Path | None = None
    mood: Mood = kind
    letters: list[Caught] = field(default_factory=list)
    tries: int = 0
    _controller: Controller | None = None

    def up(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def down(self) -> None:
        """Stop listening; open lines are cut."""
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    def keep(self, caught: Caught) -> None:
        if self.folder is not None:
            (self.folder / f"{len(self.letters):06d}.eml").write_bytes(caught.raw)
        self.letters.append(caught)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.tries += 1
        sender = envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            reply = self.mood(self, Caught(sender, recipient, bytes(envelope.content)))
        if not reply:
            server.transport.abort()
        return reply or "451 cut"

    def to(self, address: str) -> list[Caught]:
        """All that came for a mailbox, in order."""
        return [caught for caught in list(self.letters) if caught.recipient.lower() == address.lower()]

    def wait(self, address: str, count: int = 1, *, seconds: float = 30.0) -> list[Caught]:
        """The letters of a mailbox as soon as there are `count`."""
        until = time.monotonic() + seconds
        while len(self.to(address)) < count and time.monotonic() < until:
            time.sleep(0.02)
        found = self.to(address)
        assert len(found) >= count, f"{len(found)} of {count} letters came"
        return found
