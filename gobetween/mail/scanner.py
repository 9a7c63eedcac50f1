"""The scan role: looks at the files of messages that wait for it, in a process apart, one message at a time."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.utils import timezone

from gobetween.actions import scan
from gobetween.actions.scan import Waiting
from gobetween.conversations.models import Attachment
from gobetween.kit import metrics
from gobetween.kit.apart import PATIENCE, Apart, Crashed, Interrupted, Overrun
from gobetween.kit.bell import Bell
from gobetween.kit.config import Config, current
from gobetween.kit.sealing import Unsealable
from gobetween.mail.courier import instance_id
from gobetween.policy.sight import Sight, asking

log = structlog.get_logger("mail.scanner")
SILENCE = 2.0
"""Longest wait between two looks at the queue, seconds; a notification ends it at once."""
IDLE = 60.0
"""After so many seconds without a picture the process with the models ends: they weigh 300 MB."""
GRACE = 30.0
"""A claim lasts this many seconds longer than one file may take."""
REMEMBERED = 256
"""Files of which a worker remembers what they show."""
CLAIMS = 5
"""A message that was claimed more often takes its worker with it."""
READER = "gobetween.policy.sight.answering"


def run(*, slot: int) -> None:
    """Look at what waits until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    config, bell = current(), Bell("scan")
    worker = Worker(config, name=f"{instance_id(config.state_dir)}/{slot}", stopped=stop.is_set)
    log.info("started", slot=slot)
    while not stop.is_set():
        try:
            if not worker.work(now=timezone.now()):
                worker.rest()
                bell.wait(SILENCE)
        except (OperationalError, InterfaceError) as broken:
            log.warning("database-away", error=type(broken).__name__)
            connection.close()
            stop.wait(0.5)
    worker.close()
    bell.close()
    log.info("stopped", slot=slot)


class Worker:
    """Claims, looks, settles. Killed at any point, its message is claimed again when the claim has ended."""

    def __init__(self, config: Config, *, name: str, stopped: Callable[[], bool] = lambda: False) -> None:
        """What an earlier worker of this name had claimed is free again at the first work."""
        self.name = name
        self.seconds = config.scan_seconds
        self.apart = Apart(READER, memory=config.scan_memory)
        self.stopped = stopped
        self.lease = timedelta(seconds=config.scan_seconds * PATIENCE + GRACE)
        self._begun = False
        self._remembered: dict[tuple[str, str], Sight] = {}

    def work(self, *, now: datetime) -> bool:
        """Look at one message; whether there was one."""
        if not self._begun:
            self._begun = scan.give_back(self.name, now=now) >= 0
        waiting = scan.claim(self.name, now=now, until=now + self.lease)
        if waiting is None:
            return False
        begin = time.monotonic()
        try:
            outcome = self._looked(waiting)
        except Interrupted:
            scan.give_back(self.name, now=timezone.now())
            return True
        except (OperationalError, InterfaceError):
            self._begun = False
            raise
        except Exception as fault:
            log.error("scan-broken", message=waiting.message, error=type(fault).__name__)
            outcome = "broken"
            scan.give_up(waiting, now=timezone.now())
        metrics.SCANNED.labels(outcome=outcome or "seen").inc()
        log.info("scanned", message=waiting.message, outcome=outcome or "seen", seconds=_since(begin))
        return True

    def rest(self) -> None:
        """Let the models go when no picture came for a while."""
        if self.apart.running and time.monotonic() - self.apart.used_at > IDLE:
            self.apart.close()

    def close(self) -> None:
        """End the process apart."""
        self.apart.close()

    def _looked(self, waiting: Waiting) -> str:
        """Settled: empty when all files were seen, else why not."""
        if waiting.attempts > CLAIMS:
            scan.give_up(waiting, now=timezone.now())
            return "poison"
        sights: dict[int, Sight] = {}
        for file in waiting.files:
            scan.extend(waiting, until=timezone.now() + self.lease)
            sights[file.position] = self._sight(file)
        scan.settle(waiting, sights, now=timezone.now())
        return next((sight.unread for sight in sights.values() if sight.unread), "")

    def _sight(self, file: Attachment) -> Sight:
        """What the file shows; that of one seen lately (the logo under every letter) is remembered."""
        known = (file.sha256, file.media_type)
        sight = self._remembered.pop(known, None) or self._fresh_sight(file)
        if not sight.unread:
            self._remembered[known] = sight
        while len(self._remembered) > REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return sight

    def _fresh_sight(self, file: Attachment) -> Sight:
        """Looked at; a process that dies over it gets a second chance. Raises `Interrupted`."""
        try:
            question = asking.question(scan.content(file), file.media_type)
        except (FileNotFoundError, Unsealable):
            return Sight(unread="missing")
        for _ in range(2):
            try:
                return asking.understood(self.apart.ask(question, seconds=self.seconds, stopped=self.stopped))
            except Overrun:
                return Sight(unread="time-out")
            except Crashed:
                log.warning("reader-crashed", file=file.pk)
            except (ValueError, TypeError, KeyError):
                return Sight(unread="unreadable")
        return Sight(unread="crashed")


def _since(begin: float) -> float:
    return round(time.monotonic() - begin, 2)
