"""Rewrite everything sealed under the newest key, so that an older one can leave the ring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import BinaryField, Model
from django.db.models.functions import Substr

from gobetween.aliases import writes as aliases
from gobetween.aliases.models import Pair
from gobetween.conversations import files
from gobetween.conversations.models import Attachment, Letter, Message, Scan
from gobetween.journal.writes import Note, note_all
from gobetween.kit.sealing import index, is_fresh, normal_address, seal, unseal
from gobetween.marketplace import reads
from gobetween.marketplace.models import Buyer, SenderAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed column, and the index beside it (of `spelled` plain text) where there is one."""

    model: type[Model]
    column: str
    purpose: str
    index: str = ""
    spelled: Callable[[str], str] = str
    batch: int = 500


SEALED = (
    Sealed(model=Buyer, column="address_sealed", purpose="address", index="address_index", spelled=normal_address),
    Sealed(
        model=SenderAddress, column="address_sealed", purpose="address", index="address_index", spelled=normal_address
    ),
    Sealed(model=Message, column="source_sealed", purpose="source", index="source_index"),
    Sealed(model=Scan, column="draft_sealed", purpose="draft"),
    Sealed(model=Letter, column="raw_sealed", purpose="letter", batch=4),
)
"""Every sealed column this room and those below it know; doors add their own."""


def reseal(columns: Iterable[Sealed], *, now: datetime, with_aliases: bool = False) -> dict[str, int]:
    """How many values were rewritten, by table. Safe beside a running service that already has the new ring.

    `with_aliases` also gives every pair the aliases of the newest key; their old ones live while their key is there.
    Raises `Unsealable` when a key is missing: what was rewritten until then stays.
    """
    counts: dict[str, int] = {}
    for each in columns:
        name = each.model._meta.label_lower
        counts[name] = counts.get(name, 0) + sum(_rewritten(each))
    counts["files"] = sum(_refiled(name) for name in _files())
    if with_aliases:
        counts["pairs"] = aliases.remint()
    _note(counts, now)
    return counts


def _rewritten(sealed: Sealed) -> Iterator[int]:
    """Batch by batch, each in a transaction of its own."""
    last = 0
    while True:
        with transaction.atomic():
            rows = list(_rows(sealed, last))
            stale = [row for row in rows if not is_fresh(getattr(row, sealed.column))]
            for row in stale:
                _rewrite(row, sealed)
            names = [name for name in (sealed.column, sealed.index) if name]
            sealed.model._default_manager.bulk_update(stale, names)
        if not rows:
            return
        last = rows[-1].pk
        yield len(stale)


def _rows(sealed: Sealed, last: int) -> Any:
    rows = sealed.model._default_manager.filter(**{"pk__gt": last, f"{sealed.column}__isnull": False})
    names = [name for name in ("pk", sealed.column, sealed.index) if name]
    return rows.order_by("pk").only(*names).select_for_update(of=("self",))[: sealed.batch]


def _rewrite(row: Any, sealed: Sealed) -> None:
    plain = unseal(getattr(row, sealed.column), purpose=sealed.purpose)
    setattr(row, sealed.column, seal(plain, purpose=sealed.purpose))
    if sealed.index:
        setattr(row, sealed.index, index(sealed.spelled(plain.decode()), purpose=sealed.purpose))


def _files() -> Iterator[str]:
    return Attachment.objects.exclude(file="").order_by("file").values_list("file", flat=True).distinct().iterator()


def _refiled(name: str) -> bool:
    """Rewrite one file; the new one takes the old one's place at once, whole. A file that is gone stays gone."""
    try:
        with default_storage.open(name) as file:
            sealed = file.read()
    except FileNotFoundError:
        return False
    if is_fresh(sealed):
        return False
    files.replace(name, unseal(sealed, purpose="file"))
    return True


def _note(counts: dict[str, int], now: datetime) -> None:
    notes = [
        Note(marketplace=each.pk, kind="records.resealed", subject="keys", facts=counts)
        for each in reads.marketplaces()
    ]
    note_all(notes, now)


def made_under(key_id: str, columns: Iterable[Sealed]) -> tuple[int, int]:
    """How many values are sealed under a key, and how many pairs have their aliases from it; files are not counted."""
    head = bytes([len(key_id)]) + key_id.encode()
    sealed = sum(
        each.model._default_manager.annotate(head=Substr(each.column, 1, len(head), output_field=BinaryField()))
        .filter(head=head)
        .count()
        for each in columns
    )
    return sealed, Pair.objects.filter(key_id=key_id).count()
