"""Between mime and policy: the draft that is judged, and the masks that the verdict asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gobetween import policy
from gobetween.actions.submissions import Known, Submission
from gobetween.eligibility import Grant
from gobetween.mime.letter import Attachment, Clean, Mask
from gobetween.policy import Finding, Outcome, Source, Verdict

TEXTS = ("subject", "text", "html", "quoted_text", "quoted_html")


def draft_of(clean: Clean, submission: Submission, known: Known, grant: Grant) -> policy.Draft:
    """Every text of a cleaned letter with its place; the order's own numbers and the marketplace's domain may stand."""
    sources = [Source(place=place, text=getattr(clean, place)) for place in TEXTS]
    sources += [Source(place=f"file:{number}", text=file.name) for number, file in enumerate(clean.attachments)]
    return policy.Draft(
        sources=tuple(source for source in sources if source.text),
        direction=submission.author,
        kind=policy.Kind(grant.value),
        language=clean.language or (known.pair.marketplace.locale if known.pair else ""),
        regions=_regions(known),
        identifiers=known.identifiers,
        allowed_domains=frozenset({known.pair.marketplace.domain}) if known.pair else frozenset(),
    )


def _regions(known: Known) -> tuple[str, ...]:
    """The countries of both parties and the marketplace, as their locales name or suggest them."""
    if known.pair is None:
        return ()
    locales = {known.pair.buyer.locale, known.pair.seller.locale, known.pair.marketplace.locale}
    return tuple(sorted({_region(locale) for locale in locales} - {""}))


def _region(locale: str) -> str:
    language, _, country = locale.replace("_", "-").partition("-")
    return country.upper() if len(country) == 2 else policy.LIKELY_REGION.get(language, "")


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
        text = text[: finding.start] + finding.replacement + text[finding.end :]
    return text


def _renamed(file: Attachment, spans: list[Finding]) -> Attachment:
    return replace(file, name=_masked(file.name, spans)) if spans else file
