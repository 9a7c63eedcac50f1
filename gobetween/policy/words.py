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
    """What kind of thing was found. The first ten are a fixed set, never renamed; the others stand beside them."""

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

    TRACKING_PIXEL = "tracking_pixel"
    HIDDEN_TEXT = "hidden_text"
    STYLING = "styling"
    PROACTIVE = "proactive"
    CANCELLATION = "cancellation"
    SENSITIVE = "sensitive"
    ATTACHMENT_TYPE = "attachment_type"
    IMPORTANT_MISUSE = "important_misuse"
    TOO_LONG = "too_long"
    CUSTOM = "custom"


class Direction(StrEnum):
    """Who writes to whom."""

    TO_BUYER = "seller_to_buyer"
    TO_SELLER = "buyer_to_seller"


class Kind(StrEnum):
    """How a message stands to the conversation."""

    REPLY = "reply"
    PROACTIVE = "proactive"
    CRITICAL = "critical"
    SOLICITATION = "solicitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text of a draft: its place and the text itself.

    Places: `subject`, `text`, `html`, `quoted_text`, `quoted_html`, `file:N` (a file's name), and for what was read
    out of file N: `picture:N` (words seen in it), `code:N` (a QR or bar code), `file-text:N` (text and links of a PDF).
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a draft by its position, with the media type its content shows."""

    position: int
    name: str
    media_type: str
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a message says, who says it to whom, and what belongs to its order and so may be said.

    `regions` are ISO 3166 codes of the countries the parties live in: numbers are read as written there. `identifiers`
    are the order's own numbers; `language` is what it is written in as far as somebody said so, `reads` what the
    reader prefers. `order_number` is what proactive mail must name. `earlier` are the pair's messages of the last
    days by the same author, oldest first: pieces of a number may stand there.
    """

    sources: tuple[Source, ...]
    direction: Direction = Direction.TO_BUYER
    kind: Kind = Kind.REPLY
    purpose: str = ""
    language: str = ""
    reads: str = ""
    regions: tuple[str, ...] = ()
    identifiers: frozenset[str] = frozenset()
    allowed_domains: frozenset[str] = frozenset()
    order_number: str = ""
    files: tuple[File, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule saw: a span of a place in the *original* text, by which view, and what could stand there instead.

    `replacement` `None` means there is nothing to put in its place by itself: the author must rewrite. `weak`: half a
    reason, which counts only if the second opinion leans the same way.
    """

    place: str
    start: int
    end: int
    view: str = "raw"
    replacement: str | None = None
    label: Label | None = None
    evidence: str = ""
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule found: where, how grave, a sentence for the author, and what to do instead.

    `replacement` is what a fix would put into the span (empty: take it out); `None`, the author must rewrite.
    """

    rule: str
    label: Label
    outcome: Outcome
    place: str
    start: int
    end: int
    message: str
    fix: str = ""
    replacement: str | None = None
    view: str = "raw"
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings under one version of the rulebook; the gravest outcome decides."""

    findings: tuple[Finding, ...] = ()
    rulebook: int

    @property
    def outcome(self) -> Outcome:
        return max((finding.outcome for finding in self.findings), default=Outcome.PASS)
