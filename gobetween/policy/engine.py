"""Runs the rules of a rulebook over a draft."""

from __future__ import annotations

from itertools import islice

from gobetween.policy.explain import translated
from gobetween.policy.reading import Reading, is_quoted
from gobetween.policy.rulebook import Rulebook
from gobetween.policy.rules.second_opinion import leans
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Finding, Found, Outcome, Verdict

MOST = 50
"""Most findings of one rule that are told."""


def judge(draft: Draft, rulebook: Rulebook, *, language: str = "en") -> Verdict:
    """All findings of the rulebook's rules, in order of place and span, told in the author's `language`."""
    reading = Reading(draft)
    findings: dict[tuple[object, ...], Finding] = {}
    for rule, outcome in rulebook.plan(draft):
        known = {finding.label for finding in findings.values()} if rule.only_new else frozenset()
        for found in islice(rule.find(reading), MOST):
            label = found.label or rule.label
            if label in known or (found.weak and not leans(reading, label)):
                continue
            finding = _finding(rule, found, outcome, language)
            findings.setdefault((finding.rule, finding.label, finding.place, finding.start, finding.end), finding)
    ordered = sorted(findings.values(), key=lambda each: (each.place, each.start, each.end))
    return Verdict(findings=tuple(ordered), rulebook=rulebook.version)


def _finding(rule: Rule, found: Found, outcome: Outcome, language: str) -> Finding:
    if is_quoted(found.place):  # nobody is stopped for another's words: at most they are masked
        outcome = min(outcome, Outcome.MASK)
    return Finding(
        rule=rule.id,
        label=found.label or rule.label,
        outcome=outcome,
        place=found.place,
        start=found.start,
        end=found.end,
        message=translated(rule.message, language),
        fix=translated(rule.fix, language),
        replacement=found.replacement,
        view=found.view,
        evidence=found.evidence,
    )
