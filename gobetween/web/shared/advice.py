"""What the policy says about an answer before it goes: sentences, the text with its spans, and the fix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gobetween.actions import telling
from gobetween.actions.submissions import Settled
from gobetween.actions.telling import Told
from gobetween.conversations.models import Message
from gobetween.policy import Finding, Outcome, fixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text; `outcome` is empty where nothing was found."""

    text: str
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Why an answer does not go as it is. `fixed` is the text with every fix applied, empty where there is none."""

    told: tuple[Told, ...]
    pieces: tuple[Piece, ...]
    fixed: str = ""
    may_wait: bool = False


def stopping(settled: Settled, language: str) -> Advice | None:
    """What stops an answer; nothing when the policy lets it go."""
    if settled.verdict is None or settled.clean is None or settled.verdict.outcome < Outcome.HOLD:
        return None
    text, findings = settled.clean.text, settled.verdict.findings
    grave = [finding for finding in findings if finding.outcome >= Outcome.HOLD]
    mended = fixed(text, findings, "text").strip()
    return Advice(
        told=tuple(_told(settled, grave, language)),
        pieces=tuple(_pieces(text, [finding for finding in grave if finding.place == "text"])),
        fixed=mended if mended != text.strip() else "",
        may_wait=settled.state == Message.State.HELD,
    )


def beside(settled: Settled, language: str) -> list[Told]:
    """What an author should know about an answer that went: what was hidden, and advice."""
    if settled.verdict is None or settled.verdict.outcome >= Outcome.HOLD:
        return []
    return list(_told(settled, settled.verdict.findings, language))


def _told(settled: Settled, findings: Sequence[Finding], language: str) -> Iterator[Told]:
    assert settled.clean is not None
    texts = {"text": settled.clean.text, "subject": settled.clean.subject}
    texts |= {str(number): file.name for number, file in enumerate(settled.clean.attachments)}
    yield from telling.told(findings, texts, language)


def _pieces(text: str, findings: Sequence[Finding]) -> Iterator[Piece]:
    """The text cut at its spans, overlapping ones as one."""
    at = 0
    for finding in sorted(findings, key=lambda each: (each.start, -each.end)):
        start, end = max(at, finding.start), min(finding.end, len(text))
        if start >= end:
            continue
        yield Piece(text=text[at:start])
        yield Piece(text=text[start:end], outcome=finding.outcome.name.lower())
        at = end
    yield Piece(text=text[at:])
