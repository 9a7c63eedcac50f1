"""The words of the policy: draft, finding, verdict. Frozen values; offsets count characters of the source's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

LIKELY_REGION = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "ja": "JP", "en": "US"}
"""The country that is meant when only a language is known."""


class Outcome(IntEnum):
    """What a finding leads to, ordered: the gravest decides."""

    PASS = 0
    ADVISE = 1
    MASK = 2
    HOLD = 3
    BLOCK = 4


class Label(StrEnum):
    """What kind of thing was found. Fixed set, never renamed."""

    REVIEW_POSITIVE = "review_positive"
    REVIEW_INCENTIVE = "review_incentive"
    REVIEW_CHANGE = "review_change"
    LINK_EXTERNAL = "link_external"
    LOGO_LINK = "logo_link"
    OPTOUT_LINK = "optout_link"
    MARKETING = "marketing"
    CROSS_SELL = "cross_sell"
    REFERRAL = "referral"
    OFF_PLATFORM_CONTACT = "off_platform_contact"


class Kind(StrEnum):
    """How a message stands to the conversation."""

    REPLY = "reply"
    PROACTIVE = "proactive"
    CRITICAL = "critical"
    SOLICITATION = "solicitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text of a draft: its place (`subject`, `text`, `html`, `file:NAME` …) and the text itself."""

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a message says, who says it to whom, and what belongs to its order and so may be said.

    `regions` are ISO 3166 codes of the countries the parties live in: numbers are read as written there.
    """

    sources: tuple[Source, ...]
    direction: str
    kind: Kind = Kind.REPLY
    purpose: str = ""
    language: str = ""
    regions: tuple[str, ...] = ()
    identifiers: frozenset[str] = frozenset()
    allowed_domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule found: where (source and span of the original text), how grave, and what to do instead."""

    rule: str
    label: Label
    outcome: Outcome
    place: str
    start: int
    end: int
    message: str
    replacement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings under one version of the rulebook; the gravest outcome decides."""

    findings: tuple[Finding, ...] = ()
    rulebook: int

    @property
    def outcome(self) -> Outcome:
        return max((finding.outcome for finding in self.findings), default=Outcome.PASS)
