"""The answer to a question of `asking`, for a process of its own: this half loads what looks."""

from __future__ import annotations

import json
from dataclasses import asdict

from gobetween.policy.sight.look import look


def answer(asked: bytes) -> bytes:
    """What the file of a question shows, as JSON."""
    media_type, _, content = asked.partition(b"\n")
    return json.dumps(asdict(look(content, media_type.decode()))).encode()
