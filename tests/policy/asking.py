"""Asks one rule about one message: what it found, as the author wrote it."""

from __future__ import annotations

from gobetween import policy
from gobetween.policy import hosts
from gobetween.policy.reading import Reading
from gobetween.policy.rulebook import Row
from gobetween.policy.rules import RULES

WORDING = ("review-positive", "review-incentive", "review-change", "marketing", "cross-sell", "referral")
MARKETPLACE = hosts.MARKETPLACE_HOSTS


def findings(rule: str, text: str = "", *, html: str = "", places: dict[str, str] | None = None, **known: object):
    """The findings of one rule alone."""
    sources = {"text": text, "html": html, **(places or {})}
    draft = policy.Draft(
        sources=tuple(policy.Source(place=place, text=said) for place, said in sources.items() if said),
        **{"allowed_domains": MARKETPLACE, **known},  # type: ignore[arg-type]
    )
    rulebook = policy.Rulebook(version=1, rows=(Row(rule=rule, outcome=policy.Outcome.BLOCK),))
    return policy.judge(draft, rulebook).findings, sources


def spans(rule: str, text: str = "", **said: object) -> list[str]:
    """What one rule found, cut out of the original text, in order."""
    found, sources = findings(rule, text, **said)  # type: ignore[arg-type]
    return list(dict.fromkeys(sources[each.place][each.start : each.end] for each in found))


def labels(rule: str, text: str = "", **said: object) -> set[str]:
    """The labels one rule gave."""
    found, _ = findings(rule, text, **said)  # type: ignore[arg-type]
    return {str(each.label) for each in found}


def worded(text: str, language: str) -> set[str]:
    """The labels that the rules of wording give, half reasons too, without the second opinion."""
    reading = Reading(policy.Draft(sources=(policy.Source(place="text", text=text),), language=language))
    return {str(each.label or RULES[rule].label) for rule in WORDING for each in RULES[rule].find(reading)}
