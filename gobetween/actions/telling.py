"""What an author is told about findings: each once, in their language, with the piece of text and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from gobetween.conversations.models import Message
from gobetween.policy import Finding, Label, Outcome, quoted, translated, veiled

MOST = 10
"""Findings told one by one."""
TEXTS = ("subject", "text", "html", "quoted_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding for its author's eyes. `quote` is the piece of text, or the name of the file it stands in."""

    rule: str
    outcome: Outcome
    place: str
    quote: str
    sentence: str
    fix: str


def stored(finding: Finding) -> dict[str, Any]:
    """As the record keeps a finding: where and what, the outcome by name, no contact data."""
    evidence = veiled(finding.evidence)
    return {**asdict(finding), "outcome": finding.outcome.name.lower(), "evidence": evidence}


def recalled(message: Message) -> tuple[Finding, ...]:
    """The findings of a message on record; those of a label that is no more are left out."""
    known = (each for each in message.findings if each.get("label") in set(Label))
    return tuple(
        Finding(**{**each, "label": Label(each["label"]), "outcome": Outcome[each["outcome"].upper()]})
        for each in known
    )


def about(message: Message, language: str, *, least: Outcome) -> list[Told]:
    """What to tell of a message on record, in the order of its texts."""
    findings = [finding for finding in recalled(message) if finding.outcome >= least]
    if not findings:
        return []
    texts = {place: str(getattr(message, place)) for place in TEXTS}
    if any(finding.place not in texts for finding in findings):
        texts |= {str(file.position): file.name for file in message.attachments.all()}
    return told(findings, texts, language)


def told(findings: Iterable[Finding], texts: Mapping[str, str], language: str) -> list[Told]:
    """Each finding once, however often it stands there. `texts` are those of the places; of files the names."""
    found: list[Told] = []
    for finding in findings:
        each = _told(finding, texts, language)
        if not any(_is_again(each, other) for other in found):
            found.append(each)
    return sorted(found, key=lambda each: -each.outcome)


def _told(finding: Finding, texts: Mapping[str, str], language: str) -> Told:
    text = texts.get(finding.place)
    number = finding.place.partition(":")[2]
    return Told(
        rule=finding.rule,
        outcome=finding.outcome,
        place=finding.place,
        quote=texts.get(number, "") if text is None else quoted(text, finding.start, finding.end),
        sentence=translated(finding.message, language),
        fix=translated(finding.fix, language),
    )


def _is_again(told: Told, other: Told) -> bool:
    return told.rule == other.rule and (told.quote in other.quote or other.quote in told.quote)


def lines(told: Sequence[Told], *, more: str) -> str:
    """A list for a mail; `more` says how many others there are, by `{count}`."""
    items = [_item(each) for each in told[:MOST]]
    if len(told) > MOST:
        items.append(more.format(count=len(told) - MOST))
    return "\n".join(items)


def _item(told: Told) -> str:
    quote = f" “{told.quote}”" if told.quote else ""
    fix = f"\n  {told.fix}" if told.fix else ""
    return f"- {told.sentence}{quote} ({told.rule}){fix}"
