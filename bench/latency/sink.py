"""A next hop that says when each letter was complete."""

from __future__ import annotations

import queue
import socketserver
import threading
import time
from typing import Any

PATIENCE = 10.0


class _Session(socketserver.StreamRequestHandler):
    """Says yes to everything; offers PIPELINING so that the courier talks as it does to a real next hop."""

    disable_nagle_algorithm = True
    server: _Server

    def handle(self) -> None:
        self.wfile.write(b"220 sink.example ESMTP\r\n")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO":
                    self.wfile.write(b"250-sink.example\r\n250 PIPELINING\r\n")
                case b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    self._content()
                case b"QUIT":
                    return
                case _:
                    self.wfile.write(b"250 ok\r\n")

    def _content(self) -> None:
        while self.rfile.readline() not in (b".\r\n", b""):
            pass
        self.server.arrivals.put(time.perf_counter())
        self.wfile.write(b"250 ok\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    arrivals: queue.SimpleQueue[float]


class TimingSink:
    """Listens on a free port while the block lasts."""

    def __init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.arrivals = queue.SimpleQueue()
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> TimingSink:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    def arrival(self) -> float:
        """When (by `time.perf_counter`) the next letter was complete. Raises `queue.Empty` when none comes."""
        return self._server.arrivals.get(timeout=PATIENCE)
