"""How long the courier waits, and for what."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

RETRY_MINUTES = (1, 5, 15, 30, 60, 120)
"""Between the tries of one copy; the last one repeats."""

JITTER = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Waits in seconds; tests shorten them."""

    lease: float = 600.0
    poll: float = 2.0
    gather: float = 0.05
    first_pause: float = 1.0
    longest_pause: float = 60.0
    database_pause: float = 0.5
    idle_line: float = 60.0
    grace: float = 5.0  # below what the supervisor allows a role to stop


def retry_after(attempts: int) -> timedelta:
    """The wait after so many failed tries (1 and up), a fifth more or less so that copies do not march in step."""
    minutes = RETRY_MINUTES[min(max(attempts, 1), len(RETRY_MINUTES)) - 1]
    return timedelta(minutes=minutes * random.uniform(1 - JITTER, 1 + JITTER))
