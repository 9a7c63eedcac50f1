"""Many writers at once: one chain each, no dead-lock, no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from gobetween.journal.reads import Unbroken, verify
from gobetween.journal.writes import Note, note_all

WRITERS, BATCHES = 4, 15


@pytest.mark.django_db(transaction=True)
def test_writers_of_the_same_chains_take_turns(now: datetime) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: _write(writer, now), range(WRITERS)))
    for marketplace in ("north", "south"):
        proof = verify(marketplace)
        assert isinstance(proof, Unbroken)
        assert proof.count == WRITERS * BATCHES


def _write(writer: int, now: datetime) -> None:
    """Half of the writers name the chains the other way round."""
    names = ["north", "south"] if writer % 2 else ["south", "north"]
    try:
        for number in range(BATCHES):
            subject = f"message:{writer * BATCHES + number}"
            note_all([Note(marketplace=name, kind="message.posted", subject=subject) for name in names], now)
    finally:
        connection.close()
