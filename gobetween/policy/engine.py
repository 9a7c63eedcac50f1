"""Runs every rule of the rulebook over every source of a draft."""

from __future__ import annotations

from gobetween.policy.rulebook import Rulebook
from gobetween.policy.rules import RULES
from gobetween.policy.words import Draft, Finding, Verdict


def judge(draft: Draft, rulebook: Rulebook) -> Verdict:
    """All findings of the rulebook's rules, in order of place and span."""
    found: list[Finding] = []
    for rule, outcome in rulebook.outcomes.items():
        found.extend(RULES[rule](draft, outcome))
    found.sort(key=lambda finding: (finding.place, finding.start, finding.end))
    return Verdict(findings=tuple(found), rulebook=rulebook.version)
