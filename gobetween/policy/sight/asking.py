"""A look asked in bytes, and its answer read: the light half of what passes between two processes."""

from __future__ import annotations

import json
from typing import Any

from gobetween.policy.sight.words import Seen, Sight


def question(content: bytes, media_type: str) -> bytes:
    """A file to look at: its media type on a line, then its bytes."""
    return media_type.encode("ascii", "replace") + b"\n" + content


def understood(answered: bytes) -> Sight:
    """The answer as a value. Raises `ValueError`, `TypeError` or `KeyError` when it is none."""
    told = json.loads(answered)
    return Sight(
        words=tuple(map(_seen, told["words"])),
        codes=tuple(map(_seen, told["codes"])),
        text=str(told["text"]),
        unread=str(told["unread"]),
    )


def _seen(told: dict[str, Any]) -> Seen:
    left, top, right, bottom = (int(each) for each in told["box"])
    return Seen(
        text=str(told["text"]), box=(left, top, right, bottom), score=float(told["score"]), page=int(told["page"])
    )
