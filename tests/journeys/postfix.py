"""A real Postfix in front, with its own folders and ports; hands the marketplace's mail over by LMTP."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.service import DOMAIN, Running, answers, free_ports, until

MISSING = "" if shutil.which("postfix") else "NO POSTFIX: the way through a real mail server was not tried"
NOT_ROOT = "" if os.geteuid() == 0 else "NOT ROOT: Postfix starts as root only; the way through it was not tried"
MARKS = [pytest.mark.peer, pytest.mark.skipif(bool(MISSING or NOT_ROOT), reason=MISSING or NOT_ROOT)]
HOST = "mx.market.example"

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/spool
data_directory = {home}/data
maillog_file = {home}/log
maillog_file_prefixes = {home}
myhostname = {host}
inet_interfaces = 127.0.0.1
mydestination =
mynetworks =
relay_domains = {domain}
relay_recipient_maps =
relay_transport = lmtp:inet:127.0.0.1:{next_hop}
default_transport = error:nothing leaves here
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unverified_recipient
unverified_recipient_reject_code = 550
unverified_recipient_reject_reason = no such address
address_verify_sender =
address_verify_poll_count = 10
address_verify_poll_delay = 1s
smtpd_forbid_bare_newline = yes
disable_dns_lookups = yes
header_checks = regexp:{home}/etc/header_checks
{milter}
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
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


@contextmanager
def in_front_of(service: Running, milter: int = 0) -> Iterator[int]:
    """The port of a running Postfix. With a `milter` (its port) results that come from outside are taken out."""
    home = Path(tempfile.mkdtemp(prefix="gobetween-postfix-"))
    home.chmod(0o755)
    [port] = free_ports(1)
    for name in ("etc", "spool", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    main = MAIN.format(home=home, host=HOST, domain=DOMAIN, next_hop=service.lmtp_port, milter=_milter(milter))
    (home / "etc/main.cf").write_text(main)
    (home / "etc/master.cf").write_text(SERVICES.format(port=port))
    (home / "etc/header_checks").write_text("/^Authentication-Results:/ IGNORE\n" if milter else "")
    _postfix(home, "start")
    try:
        until(lambda: answers(port), 20, lambda: "Postfix did not come up")
        yield port
    finally:
        _postfix(home, "stop")
        shutil.rmtree(home, ignore_errors=True)


def _milter(port: int) -> str:
    return f"smtpd_milters = inet:127.0.0.1:{port}\nmilter_default_action = tempfail" if port else ""


def _postfix(home: Path, word: str) -> None:
    subprocess.run(["postfix", "-c", str(home / "etc"), word], check=True, capture_output=True, timeout=60)
