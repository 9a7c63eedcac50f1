"""Every rule earns its place: with it switched off, a message of `each_rule.jsonl` is no longer told what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gobetween import policy
from gobetween.policy import hosts
from gobetween.policy.rules import RULES

LINES = [json.loads(line) for line in Path(__file__).with_name("each_rule.jsonl").read_text("utf-8").splitlines()]


def draft(line: dict[str, Any]) -> policy.Draft:
    return policy.Draft(
        sources=tuple(
            policy.Source(place=place, text=line[place] * line.get("times", 1))
            for place in ("subject", "text", "html")
            if place in line
        ),
        kind=policy.Kind(line.get("kind", "reply")),
        reads=line.get("reads", ""),
        regions=tuple(line.get("regions", ())),
        order_number=line.get("order_number", ""),
        earlier=tuple(line.get("earlier", ())),
        files=tuple(
            policy.File(position=at, name=name, media_type=kind)
            for at, (name, kind) in enumerate(line.get("files", ()))
        ),
        allowed_domains=hosts.MARKETPLACE_HOSTS,
    )


def rules_that_fire(line: dict[str, Any], rulebook: policy.Rulebook) -> set[str]:
    return {finding.rule for finding in policy.judge(draft(line), rulebook).findings}


def without(rule: str) -> policy.Rulebook:
    whole = policy.default()
    return replace(whole, rows=tuple(row for row in whole.rows if row.rule != rule))


def alone(rule: str) -> policy.Rulebook:
    """A rule that only adds may have nothing to add today: the others learn, too."""
    return policy.Rulebook(version=1, rows=tuple(row for row in policy.default().rows if row.rule == rule))


def test_every_rule_has_a_message() -> None:
    assert set(RULES) == {line["rule"] for line in LINES}


@pytest.mark.parametrize("line", LINES, ids=[line["rule"] for line in LINES])
def test_a_rule_switched_off_is_missed(line: dict[str, Any]) -> None:
    rule = line["rule"]
    assert rule in rules_that_fire(line, alone(rule) if RULES[rule].only_new else policy.default())
    assert rule not in rules_that_fire(line, without(rule))
