"""The words of eligibility: purposes, facts, grants and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """Why a message is written."""

    REPLY = "reply"
    INQUIRY = "inquiry"
    OTHER = "other"


class Grant(StrEnum):
    """As what a message may go."""

    REPLY = "reply"
    PROACTIVE = "proactive"
    CRITICAL = "critical"
    SOLICITATION = "solicitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about author, pair and thread when the decision is made."""

    pair_exists: bool
    alias_alive: bool = True
    author_may_write: bool = True
    thread_known: bool = False
    author_is_buyer: bool = False
    over_limit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The decision: granted as what, or the kebab-case reason why not."""

    granted: bool
    grant: Grant = Grant.REPLY
    reason: str = ""


SENTENCES: dict[str, str] = {
    "pair-unknown": "There is no such buyer and seller pair.",
    "alias-retired": "This address is no longer in use.",
    "author-not-approved": "The sender may not write for this party.",
    "pair-limit": "Too many messages in a short time. Please wait an hour and send it again.",
}
"""One sentence for people for every reason."""
