"""The peer: a plain Postfix in folders of its own, stock settings, one alias map and one map of senders."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.family import answers, free_ports, until
from bench.load import BUYER, DOMAIN, SELLER, program

ALIAS = f"a222d34b3891234b@{DOMAIN}"
MASK = f"b777d34b3891234b@{DOMAIN}"

MAIN = """\
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.{domain}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks = 127.0.0.0/8
virtual_alias_domains = {domain}
virtual_alias_maps = texthash:{root}/etc/aliases
sender_canonical_maps = texthash:{root}/etc/senders
sender_canonical_classes = envelope_sender, header_sender
local_header_rewrite_clients = static:all
header_checks = regexp:{root}/etc/header_checks
smtpd_recipient_restrictions = permit_mynetworks, reject
default_transport = smtp:[127.0.0.1]:{next_port}
disable_dns_lookups = yes
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup    unix  n - n 60    1 pickup
cleanup   unix  n - n -     0 cleanup
qmgr      unix  n - n 300   1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n -     - trivial-rewrite
bounce    unix  - - n -     0 bounce
defer     unix  - - n -     0 bounce
trace     unix  - - n -     0 bounce
verify    unix  - - n -     1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -     - proxymap
proxywrite unix - - n -     1 proxymap
smtp      unix  - - n -     - smtp
relay     unix  - - n -     - smtp
error     unix  - - n -     - error
retry     unix  - - n -     - error
discard   unix  - - n -     - discard
anvil     unix  - - n -     1 anvil
scache    unix  - - n -     1 scache
"""


def missing() -> str:
    """Why there is no Postfix to measure beside, or nothing."""
    if os.geteuid() != 0:
        return "Postfix starts as root only"
    try:
        program("postfix")
    except SystemExit as error:
        return str(error)
    return ""


@dataclass(slots=True)
class Postfix:
    """A running Postfix that relays mail for one alias to `next_port`."""

    next_port: int
    port: int = field(default_factory=lambda: free_ports(1)[0])
    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
    )

    def __enter__(self) -> Postfix:
        root = Path(self.folder.name)
        root.chmod(0o755)
        for name in ("etc", "queue", "data"):
            (root / name).mkdir(mode=0o755)
        files = {
            "main.cf": MAIN.format(root=root, domain=DOMAIN, next_port=self.next_port),
            "master.cf": MASTER.format(port=self.port),
            "aliases": f"{ALIAS} {SELLER}\n",
            "senders": f"{BUYER} {MASK}\n",
            "header_checks": "/^(Received|X-[A-Za-z-]+):/ IGNORE\n",
        }
        for name, text in files.items():
            (root / "etc" / name).write_text(text)
        subprocess.run(["chown", "postfix", str(root / "data")], check=True)
        self._say("start")
        until(lambda: answers(self.port), 20, "Postfix")
        return self

    def __exit__(self, *_: object) -> None:
        self._say("stop")
        self.folder.cleanup()

    @property
    def pid(self) -> int:
        """The master, root of all its processes."""
        return int((Path(self.folder.name) / "queue/pid/master.pid").read_text())

    def waiting(self) -> int:
        """Letters in its queues."""
        queue = Path(self.folder.name) / "queue"
        return sum(path.is_file() for name in ("incoming", "active", "deferred") for path in (queue / name).rglob("*"))

    def _say(self, word: str) -> None:
        argv = [program("postfix"), "-c", f"{self.folder.name}/etc", word]
        subprocess.run(argv, check=True, capture_output=True, timeout=60)
