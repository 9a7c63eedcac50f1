"""Read a file of orders into a marketplace: batch by batch, as often as you like."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from gobetween.aliases import writes as aliases
from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import files
from gobetween.marketplace.bulk import put_orders
from gobetween.marketplace.grouping import Bad, Good
from gobetween.marketplace.models import Marketplace, Order
from gobetween.marketplace.parties import Counts, Told

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file: counts of orders, of new buyers and sellers, and its bad lines in order."""

    counts: Counts
    bad: tuple[Bad, ...]


def import_orders(
    path: Path, marketplace: Marketplace, *, now: datetime, progress: Callable[[int], None] | None = None
) -> Imported:
    """Every good line of `path` on record, with a pair for each buyer and seller. Raises `UnreadableFile`, `OSError`.

    `progress` is told how many bytes of the file are done.
    """
    told = Told(marketplace=marketplace)
    bad: list[Bad] = []
    for batch in _batches(_good(files.read(path), bad)):
        orders, refused = put_orders(batch, told)
        bad += refused
        _pairs(orders, marketplace)
        if progress is not None:
            progress(batch[-1].bytes_read)
    bad.sort(key=lambda each: each.line)
    _note(path, marketplace, told.counts, bad, now)
    return Imported(counts=told.counts, bad=tuple(bad))


def _good(rows: Iterable[Good | Bad], bad: list[Bad]) -> Iterator[Good]:
    for row in rows:
        if isinstance(row, Bad):
            bad.append(row)
        else:
            yield row


def _batches(rows: Iterator[Good]) -> Iterator[list[Good]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _pairs(orders: list[Order], marketplace: Marketplace) -> None:
    """Aliases are there from the first moment, for the marketplace to show."""
    aliases.pairs_for({(order.buyer_id, order.seller_id) for order in orders}, marketplace=marketplace.pk)


def _note(path: Path, marketplace: Marketplace, counts: Counts, bad: list[Bad], now: datetime) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = asdict(counts) | {"bad": len(bad), "sha256": digest}
    note_all(
        [Note(marketplace=marketplace.pk, kind="orders.imported", subject=f"import:{digest[:16]}", facts=facts)], now
    )
