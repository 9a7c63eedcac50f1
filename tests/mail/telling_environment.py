"""What a process apart sees around itself."""

from __future__ import annotations

import os


def answer(question: bytes) -> bytes:
    """The names and values of its environment."""
    return repr(dict(os.environ)).encode()
