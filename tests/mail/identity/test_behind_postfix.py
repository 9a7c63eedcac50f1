"""A real Postfix in front: what it hands over by LMTP keeps DKIM whole; its header checks take out forged results."""

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP

from gobetween.kit.config import Config

Make = Callable[..., Any]
pytestmark = [
    pytest.mark.peer,
    pytest.mark.skipif(not shutil.which("postfix") or os.geteuid() != 0, reason="needs Postfix, and root to run it"),
]
PINNED = Config(trusted_upstreams="127.0.0.1", trusted_authserv_id="mx.market.example")
RESULT = "Authentication-Results: mx.market.example; dmarc=pass header.from=home.example"
MAIN = """
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = mx.market.example
inet_interfaces = 127.0.0.1
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = marketplace.example
transport_maps = inline:{{ marketplace.example=lmtp:inet:127.0.0.1:{next_hop} }}
smtpd_recipient_restrictions = permit_mynetworks, reject
disable_dns_lookups = yes
header_checks = regexp:{home}/etc/header_checks
alias_maps =
alias_database =
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Inbox:
    """An LMTP end that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(bytes(envelope.content))
        return "250 OK"

    def wait(self) -> bytes:
        until = time.monotonic() + 20
        while not self.letters and time.monotonic() < until:
            time.sleep(0.05)
        return self.letters.pop()


class Lmtp(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def inbox() -> Iterator[tuple[int, Inbox]]:
    """Postfix on a free port with its own folders; what it delivers comes to the inbox."""
    inbox = Inbox()
    lmtp = Lmtp(inbox, hostname="127.0.0.1", port=_free_port())
    lmtp.start()
    home = Path(tempfile.mkdtemp(prefix="gobetween-postfix-"))
    home.chmod(0o755)
    port = _free_port()
    for name in ("etc", "spool", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    (home / "etc/main.cf").write_text(MAIN.format(home=home, next_hop=lmtp.port))
    (home / "etc/master.cf").write_text(SERVICES.format(port=port))
    (home / "etc/header_checks").write_text("/^Authentication-Results:/ IGNORE\n")
    subprocess.run(["postfix", "-c", str(home / "etc"), "start"], check=True, capture_output=True, timeout=60)
    try:
        yield port, inbox
    finally:
        subprocess.run(["postfix", "-c", str(home / "etc"), "stop"], check=True, capture_output=True, timeout=60)
        lmtp.stop()
        shutil.rmtree(home)


def through(inbox: tuple[int, Inbox], raw: bytes) -> bytes:
    """`raw` as it comes out behind Postfix."""
    port, box = inbox
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("bea@home.example", ["lamps@marketplace.example"], raw)
    return box.wait()


def test_a_signature_survives_postfix(inbox: tuple[int, Inbox], letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = through(inbox, home.sign(letter(body="Grüße\r\n.\r\n..dots\r\n\r\n"), canonicalize=(b"simple", b"simple")))
    assert raw.startswith(b"Received: ") or b"\r\nReceived: " in raw
    assert who(raw, home.zone(), client_ip="127.0.0.1").by == "dkim"


def test_a_forged_result_does_not_survive_postfix(inbox: tuple[int, Inbox], letter: Make, who: Make) -> None:
    forged = letter(
        above=[RESULT, RESULT.replace("Authentication-Results", "AUTHENTICATION-RESULTS").replace(";", ";\r\n ")]
    )
    assert who(forged, client_ip="127.0.0.1", config=PINNED).by == "upstream"
    assert who(through(inbox, forged), client_ip="127.0.0.1", config=PINNED).reason == "not-authenticated"


def test_a_result_on_top_of_what_postfix_hands_over_is_believed(
    inbox: tuple[int, Inbox], letter: Make, who: Make
) -> None:
    raw = RESULT.encode() + b"\r\n" + through(inbox, letter())
    assert who(raw, client_ip="127.0.0.1", config=PINNED).by == "upstream"
