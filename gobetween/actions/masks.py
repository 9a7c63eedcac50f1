"""Between mime and policy, as pure as both: a letter's texts for judging, and the masks a verdict asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gobetween.mime.letter import Attachment, Clean, Mask
from gobetween.policy import Finding, Outcome, Source, Verdict

TEXTS = ("subject", "text", "html", "quoted_text", "quoted_html")


def sources_of(clean: Clean) -> tuple[Source, ...]:
    """Every text of a cleaned letter with its place."""
    sources = [Source(place=place, text=getattr(clean, place)) for place in TEXTS]
    sources += [Source(place=f"file:{number}", text=file.name) for number, file in enumerate(clean.attachments)]
    return tuple(source for source in sources if source.text)


def apply_masks(clean: Clean, verdict: Verdict) -> Clean:
    """The letter with every span of a `mask` finding replaced, each counted in `masked`."""
    spans = [finding for finding in verdict.findings if finding.outcome == Outcome.MASK]
    if not spans:
        return clean
    texts: dict[str, Any] = {place: _masked(getattr(clean, place), _at(spans, place)) for place in TEXTS}
    files = tuple(_renamed(file, _at(spans, f"file:{number}")) for number, file in enumerate(clean.attachments))
    masks = tuple(Mask(kind=finding.rule, place=finding.place.partition(":")[0]) for finding in spans)
    return replace(clean, **texts, attachments=files, masked=clean.masked + masks)


def _at(spans: Iterable[Finding], place: str) -> list[Finding]:
    return [finding for finding in spans if finding.place == place]


def _masked(text: str, spans: list[Finding]) -> str:
    """Replaced from the end, so that offsets stay true; of overlapping spans the first one counts."""
    ends, kept = 0, []
    for finding in sorted(spans, key=lambda each: (each.start, -each.end)):
        if finding.start >= ends:
            kept.append(finding)
            ends = finding.end
    for finding in reversed(kept):
        text = text[: finding.start] + (finding.replacement or "") + text[finding.end :]
    return text


def _renamed(file: Attachment, spans: list[Finding]) -> Attachment:
    return replace(file, name=_masked(file.name, spans)) if spans else file
