"""Waits for a PostgreSQL notification, and no longer than asked."""

from __future__ import annotations

import time

import psycopg
from django.db import connection


class Bell:
    """One LISTEN on one channel, on a connection of its own; opened again by itself when it breaks."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._connection: psycopg.Connection | None = None

    def wait(self, seconds: float) -> None:
        """Return at the next notification, or after `seconds`; a broken connection counts as silence."""
        try:
            listening = self._open()
            for _ in listening.notifies(timeout=seconds, stop_after=1):
                pass
            for _ in listening.notifies(timeout=0):
                pass
        except psycopg.OperationalError:
            self.close()
            time.sleep(min(seconds, 0.5))

    def close(self) -> None:
        """Close the connection; the next `wait` opens a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> psycopg.Connection:
        if self._connection is None:
            parameters = connection.get_connection_params()
            parameters.pop("cursor_factory", None)
            parameters.pop("context", None)
            self._connection = psycopg.connect(**parameters, autocommit=True)
            self._connection.execute(f"LISTEN {self.channel}")
        return self._connection
