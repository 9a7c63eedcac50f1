"""The draft of a letter: what is judged, with what is known about order and parties."""

from __future__ import annotations

from gobetween import policy
from gobetween.actions.masks import files_of, sources_of
from gobetween.actions.submissions import Known, Submission
from gobetween.aliases.models import Side
from gobetween.eligibility import Grant
from gobetween.marketplace.models import Marketplace
from gobetween.mime.letter import Clean


def draft_of(clean: Clean, submission: Submission, known: Known, *, grant: Grant, purpose: str = "") -> policy.Draft:
    """What a cleaned letter says, to whom; the order's own numbers and the marketplace's domain may stand."""
    return policy.Draft(
        sources=sources_of(clean),
        direction=policy.Direction.TO_SELLER if submission.author == Side.BUYER else policy.Direction.TO_BUYER,
        kind=policy.Kind(grant.value),
        purpose=purpose,
        language=clean.language or (known.pair.marketplace.locale if known.pair else ""),
        regions=_regions(known),
        identifiers=known.identifiers,
        allowed_domains=_domains(known.pair.marketplace) if known.pair else frozenset(),
        reads=_reads(submission, known),
        order_number=known.order.number if known.order else "",
        files=files_of(clean),
        earlier=known.earlier,
    )


def _domains(marketplace: Marketplace) -> frozenset[str]:
    """The marketplace's own, and those it allows by its setting `allowed_domains`."""
    allowed = marketplace.settings.get("allowed_domains", [])
    named = (domain.strip().lower() for domain in allowed if isinstance(domain, str))
    return frozenset({marketplace.domain, *named})


def _reads(submission: Submission, known: Known) -> str:
    """The language the other party chose."""
    if known.pair is None:
        return ""
    return known.pair.buyer.locale if submission.to == Side.BUYER else known.pair.seller.locale


def _regions(known: Known) -> tuple[str, ...]:
    """The countries of both parties and the marketplace, as their locales name or suggest them."""
    if known.pair is None:
        return ()
    locales = {known.pair.buyer.locale, known.pair.seller.locale, known.pair.marketplace.locale}
    return tuple(sorted({_region(locale) for locale in locales} - {""}))


def _region(locale: str) -> str:
    language, _, country = locale.replace("_", "-").partition("-")
    return country.upper() if len(country) == 2 else policy.LIKELY_REGION.get(language, "")
