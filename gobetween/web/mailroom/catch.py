"""The demo's smarthost: takes every outgoing mail and puts it into the mailbox it is for."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from pathlib import Path

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session

from gobetween.kit.config import current
from gobetween.web.mailroom import maildir

log = structlog.get_logger("web.mailroom")
HOST = "127.0.0.1"
CLOSED = ".closed.example"
"""Mailboxes at `closed.example` do not exist: mail to them is refused for good, so that the demo can show it."""


class Catcher:
    """Keeps each letter before it says 250."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take every address but those of the closed domain."""
        if f".{address.rpartition('@')[2].lower()}".endswith(CLOSED):
            return "550 5.1.1 There is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Every recipient gets a file of their own."""
        content = envelope.original_content or b""
        for address in dict.fromkeys(envelope.rcpt_tos):
            await asyncio.to_thread(maildir.keep, self.root, address, content)
        log.info("kept", recipients=len(envelope.rcpt_tos), size=len(content))
        return "250 2.0.0 Kept"


def root() -> Path:
    """The folder of all mailboxes."""
    return current().state_dir / "mailroom"


def run(*, slot: int) -> None:
    """The role: catch mail until SIGTERM or SIGINT. One process is enough; any other slot just waits."""
    asyncio.run(serve(port=current().mailroom_port if slot == 0 else None))


async def serve(*, port: int | None) -> None:
    """Listen on loopback until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if port is None:
        await stop.wait()
        return
    server = await listen(port, root())
    log.info("listening", port=port)
    async with server:
        await stop.wait()


async def listen(port: int, folder: Path) -> asyncio.Server:
    """A catcher on `port` (0: any free one) that keeps mail under `folder`."""
    limit = current().max_size * 2
    protocol = partial(
        SMTP,
        Catcher(folder),
        hostname="mailroom.localhost",
        ident="mailroom",
        data_size_limit=limit,
        enable_SMTPUTF8=True,
    )
    return await asyncio.get_running_loop().create_server(protocol, HOST, port)
