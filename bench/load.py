"""Load and its catcher: Postfix's own smtp-source and smtp-sink, and the letters they carry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

from bench.family import answers, free_ports, until

DOMAIN = "market.example"
BUYER = "bea@home.example"
SELLER = "sam@lamps.example"
AUTHORITY = "mx.market.example"
"""Who wrote the Authentication-Results of the letters; Gobetween is told to believe it."""

HEADER = f"""\
Authentication-Results: {AUTHORITY}; dmarc=pass header.from=home.example; spf=pass smtp.mailfrom=home.example
From: Bea Buyer <{BUYER}>
To: <%s>
Subject: My desk lamp
Date: Mon, 02 Mar 2026 12:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Hello,

"""
PROSE = """\
the desk lamp came this morning and it is a fine lamp, thank you. The foot is
a little loose, though, and the switch needs two or three tries before it goes
on. Is there a screw I could tighten, or would you rather send another foot?

"""
SIGNATURE = f"""\
Best regards
Bea Buyer
{BUYER}
"""


def program(name: str) -> str:
    """Path of a program of the postfix package. Raises SystemExit when it is missing."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if path is None:
        raise SystemExit(f"{name} is missing: install the postfix package (it need not run)")
    return path


def letter(size: int, to: str) -> bytes:
    """A text letter of about `size` bytes, with the author's own address in its signature, lines ending in LF."""
    head = HEADER % to
    rest = size - len(head) - len(SIGNATURE)
    return (head + PROSE * max(rest // len(PROSE), 1) + SIGNATURE).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """`count` letters over `sessions` connections at a time, a new connection for each letter."""

    file: Path
    to: str
    count: int
    sessions: int = 10

    def run(self, port: int) -> None:
        """Send them all. Raises CalledProcessError when one is refused."""
        words = ["-s", str(self.sessions), "-m", str(self.count), "-f", BUYER, "-t", self.to, "-F", str(self.file)]
        subprocess.run([program("smtp-source"), *words, f"127.0.0.1:{port}"], check=True, timeout=300)


@dataclass(slots=True)
class Sink:
    """A next hop that takes everything and counts it."""

    port: int = field(default_factory=lambda: free_ports(1)[0])
    count: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sink:
        unprivileged = ["-u", "nobody"] if os.geteuid() == 0 else []
        argv = [program("smtp-sink"), "-c", *unprivileged, f"127.0.0.1:{self.port}", "512"]
        self._process = subprocess.Popen(argv, stdout=subprocess.PIPE)
        threading.Thread(target=self._follow, daemon=True).start()
        until(lambda: answers(self.port), 10, "smtp-sink")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _follow(self) -> None:
        """Read its running counters: `sess=… quit=… mesg=…`, each ended by a carriage return."""
        assert self._process is not None and self._process.stdout is not None
        while chunk := os.read(self._process.stdout.fileno(), 65536):
            if found := re.findall(rb"mesg=\s*(\d+)\r", chunk):
                self.count = int(found[-1])
