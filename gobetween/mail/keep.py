"""The one statement that keeps a batch of letters: one round trip, one flush, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gobetween.conversations.models import Letter
from gobetween.kit import sealing
from gobetween.mail.admission import Recipient
from gobetween.mail.models import Intake

KEEP = f"""
WITH heard AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('{Letter._meta.db_table}', 'id')) AS id, n, raw, size
    FROM unnest(%b::bytea[], %b::int[]) WITH ORDINALITY AS given(raw, size, n)
), kept AS (
    INSERT INTO "{Letter._meta.db_table}" (id, raw_sealed, size) SELECT id, raw, size FROM heard
), waiting AS (
    INSERT INTO "{Intake._meta.db_table}" (letter_id, target, number, side, serial, suffix, author_sealed, from_sealed,
                                       authenticated_by, attempts)
    SELECT heard.id, t.target, t.number, t.side, t.serial, t.suffix, NULLIF(t.author, ''), NULLIF(t.sender, ''),
           t.proof, 0
    FROM unnest(%b::int[], %t::text[], %b::bigint[], %t::text[], %b::int[], %t::text[], %b::bytea[], %b::bytea[],
                %t::text[]) AS t(n, target, number, side, serial, suffix, author, sender, proof)
    JOIN heard ON heard.n = t.n
)
SELECT pg_notify('intake', '')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A letter as it came, with its author (authenticated by `proof`; "" for a bounce) and whom it is for."""

    raw: bytes
    author: str
    proof: str
    mail_from: str
    recipients: Sequence[Recipient]


def columns(letters: Sequence[Admitted]) -> tuple[list[Any], ...]:
    """The parameters of `KEEP`, sealed: two columns of letters, nine of recipients. At least one letter."""
    raws: list[tuple[bytes, int]] = []
    recipients: list[tuple[Any, ...]] = []
    for number, letter in enumerate(letters, start=1):
        raws.append((sealing.seal(letter.raw, purpose="letter"), len(letter.raw)))
        author = sealing.seal(letter.author.encode(), purpose="envelope") if letter.author else b""
        sender = sealing.seal(letter.mail_from.encode(), purpose="envelope")
        recipients.extend(
            (number, r.target.value, r.number, r.side, r.serial, r.suffix, author, sender, letter.proof)
            for r in letter.recipients
        )
    return tuple(list(column) for column in (*zip(*raws, strict=True), *zip(*recipients, strict=True)))
