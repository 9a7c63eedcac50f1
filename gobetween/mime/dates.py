"""The Date field as an aware moment, or nothing: damaged and impossible dates are common."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 200


def moment(value: bytes) -> datetime | None:
    """RFC 5322 and its obsolete forms; without a zone (or `-0000`) the time counts as UTC."""
    text = value[:_LONGEST].decode("ascii", "ignore").strip()
    if not text:
        return None
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)) if 1970 <= found.year < 9000 else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
