"""The table of reasons to say no, in order, and the decision that reads it."""

from __future__ import annotations

from collections.abc import Callable

from gobetween.eligibility.words import Eligibility, Facts, Grant, Purpose

Bar = Callable[[Facts, Purpose], bool]

BARS: tuple[tuple[str, Bar], ...] = (
    ("pair-unknown", lambda facts, purpose: not facts.pair_exists),
    ("alias-retired", lambda facts, purpose: not facts.alias_alive),
    ("author-not-approved", lambda facts, purpose: not facts.author_may_write),
    ("pair-limit", lambda facts, purpose: facts.over_limit),
)


def decide(facts: Facts, purpose: Purpose) -> Eligibility:
    """Granted, or the first reason why not."""
    for reason, holds in BARS:
        if holds(facts, purpose):
            return Eligibility(granted=False, reason=reason)
    return Eligibility(granted=True, grant=_grant(facts))


def _grant(facts: Facts) -> Grant:
    """A buyer's message and an answer on a known thread are replies; a seller's new mail is proactive."""
    return Grant.REPLY if facts.thread_known or facts.author_is_buyer else Grant.PROACTIVE
