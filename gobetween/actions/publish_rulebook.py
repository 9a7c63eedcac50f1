"""Put a rulebook in force. Its examples are tried first; what is on record is never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gobetween import policy
from gobetween.actions.rulebooks import digest_of
from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import reads, writes
from gobetween.marketplace.models import Marketplace, Rulebook


def publish(marketplace: Marketplace, document: str, *, author: str, now: datetime) -> Rulebook:
    """The document as the marketplace's newest rulebook; the one in force already stays as it is.

    Raises `policy.Invalid` with everything that is wrong.
    """
    policy.parse(document, version=0)
    digest = digest_of(document)
    newest = reads.rulebooks(marketplace.pk)[:1]
    if newest and newest[0].digest == digest:
        return newest[0]
    with transaction.atomic():
        kept = writes.add_rulebook(marketplace, document, digest=digest, author=author)
        note = Note(
            marketplace=marketplace.pk,
            kind="rulebook.published",
            subject=f"rulebook:{kept.pk}",
            facts={"digest": digest, "default": digest == digest_of(policy.default_document())},
        )
        note_all([note], now)
    return kept
