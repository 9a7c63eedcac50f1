"""Counts what was heard and refused; the log gets sums, so that a flood does not fill it."""

from __future__ import annotations

from collections import Counter

import structlog

from gobetween.kit import metrics

log = structlog.get_logger("mail.edge")


class Tally:
    """Letters heard and refusals by reason since the last telling."""

    def __init__(self) -> None:
        self._heard = 0
        self._refused: Counter[str] = Counter()

    def note(self, reason: str) -> None:
        """Count one refusal, or with an empty reason one letter taken."""
        if reason:
            self._refused[reason] += 1
        else:
            self._heard += 1

    def tell(self) -> None:
        """Hand the sums to the metrics and the log."""
        if self._heard:
            metrics.LETTERS_IN.inc(self._heard)
            log.info("heard", letters=self._heard)
        for reason, count in self._refused.items():
            metrics.LETTERS_REFUSED.labels(reason=reason).inc(count)
            log.info("refused", reason=reason, count=count)
        self._heard = 0
        self._refused.clear()
