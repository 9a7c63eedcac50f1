"""Between mime and policy, as pure as both: a letter's texts for judging, and the masks a verdict asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gobetween.mime.letter import Attachment, Clean, Mask
from gobetween.policy import File, Finding, Outcome, Source, Verdict, edits, fixed, moved

HIDDEN = "[text hidden]"
TEXTS = ("subject", "text", "html", "quoted_text", "quoted_html")


def sources_of(clean: Clean) -> tuple[Source, ...]:
    """Every text of a cleaned letter with its place."""
    sources = [Source(place=place, text=getattr(clean, place)) for place in TEXTS]
    sources += [Source(place=f"file:{number}", text=file.name) for number, file in enumerate(clean.attachments)]
    return tuple(source for source in sources if source.text)


def files_of(clean: Clean) -> tuple[File, ...]:
    """The files of a cleaned letter by their positions."""
    return tuple(
        File(position=number, name=file.name, media_type=file.media_type, inline=file.inline)
        for number, file in enumerate(clean.attachments)
    )


def apply_masks(clean: Clean, verdict: Verdict) -> tuple[Clean, Verdict]:
    """The letter with every span of a `mask` finding replaced, each counted in `masked`, and the verdict about it.

    The findings' spans are those in the letter as it is now.
    """
    spans = [_marking(finding) for finding in verdict.findings if finding.outcome == Outcome.MASK]
    if not spans:
        return clean, verdict
    made = {place: edits(getattr(clean, place), spans, place) for place in TEXTS}
    names = {f"file:{number}": file.name for number, file in enumerate(clean.attachments)}
    made |= {place: edits(name, spans, place) for place, name in names.items()}
    texts: dict[str, Any] = {place: fixed(getattr(clean, place), spans, place) for place in TEXTS if made[place]}
    files = tuple(_renamed(file, spans, f"file:{number}") for number, file in enumerate(clean.attachments))
    masks = tuple(Mask(kind=finding.rule, place=finding.place.partition(":")[0]) for finding in spans)
    masked = replace(clean, **texts, attachments=files, masked=clean.masked + masks)
    return masked, replace(verdict, findings=moved(verdict.findings, made))


def as_masked(sources: Iterable[Source], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a draft as `apply_masks` leaves them: with their spans in the masked texts."""
    findings = tuple(findings)
    spans = [_marking(finding) for finding in findings if finding.outcome == Outcome.MASK]
    made = {source.place: edits(source.text, spans, source.place) for source in sources} if spans else {}
    return moved(findings, made)


def _marking(finding: Finding) -> Finding:
    """What there is nothing to put in place of leaves a mark all the same."""
    return finding if finding.replacement is not None else replace(finding, replacement=HIDDEN)


def _renamed(file: Attachment, spans: list[Finding], place: str) -> Attachment:
    return replace(file, name=fixed(file.name, spans, place))
