"""What Prometheus may know. Every process counts into a file of the state folder; the `metrics` role adds them up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import psycopg
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from gobetween.kit.config import current

SIZES = (1, 2, 4, 8, 16, 32, 64, 128)

LETTERS_IN = Counter("gobetween_letters_in_total", "Letters acknowledged: committed to the intake.")
LETTERS_REFUSED = Counter("gobetween_letters_refused_total", "Letters and recipients refused, by reason.", ["reason"])
POSTED = Counter("gobetween_posted_total", "Messages settled, by state.", ["state"])
SCANNED = Counter("gobetween_scanned_total", "Messages whose files were looked at, by outcome.", ["outcome"])
DELIVERED = Counter("gobetween_delivered_total", "Copies handed to the smarthost.")
DELIVERY_FAILED = Counter("gobetween_delivery_failed_total", "Attempts to deliver that failed, by reason.", ["reason"])
BATCH = Histogram("gobetween_batch", "Letters handled in one transaction, by role.", ["role"], buckets=SIZES)
OLDEST_WAITING = "gobetween_oldest_waiting_seconds"

WAITING = {
    "intake": "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0), count(*) FROM mail_intake",
    "scan": "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0), count(*) FROM conversations_scan",
    "delivery": "SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0), count(*)"
    " FROM conversations_delivery WHERE state = 'waiting'",
}


class Waiting(Collector):
    """Asks the database, at every scrape, how long the oldest of each queue has waited."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("gobetween_database_up", "1 when the database answers.", value=0)
        age = GaugeMetricFamily(OLDEST_WAITING, "Age of the oldest that waits, by queue.", labels=["queue"])
        length = GaugeMetricFamily("gobetween_waiting", "How many wait, by queue.", labels=["queue"])
        try:
            found = waiting(self.database_url)
        except psycopg.Error:
            yield up
            return
        for queue, (seconds, count) in found.items():
            age.add_metric([queue], seconds)
            length.add_metric([queue], count)
        up.samples[0] = up.samples[0]._replace(value=1)
        yield from (up, age, length)


def waiting(database_url: str) -> dict[str, tuple[float, int]]:
    """Age in seconds of the oldest waiting row and the number of them, for each queue."""
    with psycopg.connect(database_url, connect_timeout=5, autocommit=True) as connection:
        found = {queue: connection.execute(query.encode()).fetchone() for queue, query in WAITING.items()}
    return {queue: (float(row[0]), int(row[1])) for queue, row in found.items() if row}


def run(*, slot: int) -> None:
    """The `metrics` role: answers Prometheus until SIGTERM."""
    config = current()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Waiting(config.database_url))
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server, _ = start_http_server(config.metrics_port, config.metrics_host, registry)
    stop.wait()
    server.shutdown()
