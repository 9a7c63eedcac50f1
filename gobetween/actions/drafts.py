"""The draft of a letter: what is judged, with what is known about order and parties."""

from __future__ import annotations

from gobetween import policy
from gobetween.actions.masks import sources_of
from gobetween.actions.submissions import Known, Submission
from gobetween.aliases.models import Side
from gobetween.eligibility import Grant
from gobetween.mime.letter import Clean


def draft_of(clean: Clean, submission: Submission, known: Known, grant: Grant) -> policy.Draft:
    """What a cleaned letter says, to whom; the order's own numbers and the marketplace's domain may stand."""
    return policy.Draft(
        sources=sources_of(clean),
        direction=policy.Direction.TO_SELLER if submission.author == Side.BUYER else policy.Direction.TO_BUYER,
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
