"""What would become of a message: the same decision as in `post`, and nothing on record."""

from __future__ import annotations

from datetime import datetime

from gobetween.actions.facts import facts_about
from gobetween.actions.post import settle
from gobetween.actions.submissions import Settled, Submission


def rehearse(submission: Submission, *, now: datetime) -> Settled:
    """The submission as it would be settled now."""
    return settle(submission, facts_about([submission], now)[submission.key])
