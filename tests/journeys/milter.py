"""A mail filter for Postfix that believes everybody of the cast: it stands in for a checker of SPF, DKIM and DMARC."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr

from tests.journeys.postfix import HOST

ADD_HEADERS = 0x01
SILENT = b"DA"
"""Macros and abort get no answer."""


class _Session(socketserver.StreamRequestHandler):
    """One connection of Postfix: packets of length, command, content."""

    author = ""

    def handle(self) -> None:
        while head := self.rfile.read(4):
            packet = self.rfile.read(struct.unpack("!I", head)[0])
            command, content = packet[:1], packet[1:]
            if command == b"Q":
                return
            if command == b"O":
                self._say(b"O" + struct.pack("!III", 6, ADD_HEADERS, 0))
                continue
            if command == b"L":
                self._note(*content.split(b"\0")[:2])
            elif command == b"E" and self.author:
                self._say(b"i" + struct.pack("!I", 0) + b"Authentication-Results\0" + self._result() + b"\0")
            if command not in SILENT:
                self._say(b"c")

    def _note(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"from":
            self.author = parseaddr(value.decode())[1].rpartition("@")[2]

    def _result(self) -> bytes:
        return f"{HOST}; dmarc=pass header.from={self.author}".encode()

    def _say(self, packet: bytes) -> None:
        self.wfile.write(struct.pack("!I", len(packet)) + packet)


@contextmanager
def milter() -> Iterator[int]:
    """The port of a running filter."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join(5)
