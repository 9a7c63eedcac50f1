"""How one entry hangs on the one before it: SHA-256 over canonical JSON. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def spelled(value: object) -> str:
    """Canonical JSON: keys sorted, no blanks, characters as they are. Raises `TypeError` for what JSON cannot say."""
    return _encode(value)


def link(number: int, at: datetime, kind: str, subject: str, facts: Mapping[str, object], previous: bytes) -> bytes:
    """The digest of an entry, which covers the digest of the entry before it."""
    line = _encode([number, at.astimezone(UTC).isoformat(), kind, subject, facts, previous.hex()])
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest()


def genesis(marketplace: str) -> bytes:
    """What the first entry of a marketplace hangs on."""
    return hashlib.sha256(f"gobetween journal of {marketplace}".encode()).digest()
