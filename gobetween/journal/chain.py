"""How one entry hangs on the one before it: SHA-256 over canonical JSON. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

spelled = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
"""Canonical JSON: keys sorted, no blanks, characters as they are. Raises `TypeError` for what JSON cannot say."""


def link(number: int, at: int, kind: str, subject: str, facts: Mapping[str, object], *, previous: bytes) -> bytes:
    """The digest of an entry, which covers the digest of the entry before it; `at` in microseconds (see there)."""
    line = spelled([number, at, kind, subject, facts, previous.hex()])
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def microseconds(at: datetime) -> int:
    """A moment as whole microseconds since 1970 (UTC): spelled alike everywhere."""
    return (at - EPOCH) // MICROSECOND


def genesis(marketplace: str) -> bytes:
    """What the first entry of a marketplace hangs on."""
    return hashlib.sha256(f"gobetween journal of {marketplace}".encode()).digest()
