"""Contact data: found in ordinary forms, and nothing of the order's own taken for it."""

from __future__ import annotations

import pytest

from gobetween import policy


def spans(text: str, **known: object) -> list[str]:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),), **known)  # type: ignore[arg-type]
    found = policy.judge(draft, policy.default()).findings
    return [text[each.start : each.end] for each in found if each.rule.startswith("contact-")]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Write to me: jo.doe+shop@mail.example.", "en", ["jo.doe+shop@mail.example"]),
        ("Schreib an müller@bücher.example bitte", "de", ["müller@bücher.example"]),
        ("call me at (415) 555-2671 tonight", "en", ["(415) 555-2671"]),
        ("Ruf mich an: 030 901820", "de", ["030 901820"]),
        ("Mein WhatsApp ist +49 151 23456789", "de", ["+49 151 23456789"]),
    ],
)
def test_contact_data_is_found(text: str, language: str, found: list[str]) -> None:
    assert spans(text, language=language) == found


@pytest.mark.parametrize(
    "text",
    [
        "Order 112-7352211-9823412 has not arrived",
        "The part number is 8003334444, size 40-42, 19.99 EUR",
        "EAN 4006381333931, ISBN 978-3-16-148410-0",
        "It arrived broken.So please refund @ once",
        "Delivered on 2026-03-02 at 12:30",
    ],
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert spans(text, language="en") == []


def test_a_number_is_read_as_written_where_the_parties_live() -> None:
    text = "Berlin 030 901820"
    assert spans(text, language="en") == []
    assert spans(text, language="en", regions=("DE",)) == ["030 901820"]


def test_the_orders_own_numbers_pass_even_beside_a_telephone() -> None:
    text = "I tried to call the carrier about 4155552671"
    assert spans(text, language="en") == ["4155552671"]
    assert spans(text, language="en", identifiers=frozenset({"4155552671"})) == []


def test_the_marketplaces_own_domain_passes() -> None:
    text = "Write to a222d34b3891234b@marketplace.example"
    assert spans(text, allowed_domains=frozenset({"marketplace.example"})) == []


def test_the_gravest_outcome_decides() -> None:
    found = [
        policy.Finding(
            rule="x", label=policy.Label.MARKETING, outcome=outcome, place="text", start=0, end=1, message=""
        )
        for outcome in (policy.Outcome.MASK, policy.Outcome.BLOCK, policy.Outcome.ADVISE)
    ]
    assert policy.Verdict(findings=tuple(found), rulebook=1).outcome == policy.Outcome.BLOCK
    assert policy.Verdict(rulebook=1).outcome == policy.Outcome.PASS


def test_a_rule_that_the_rulebook_does_not_name_does_not_run() -> None:
    draft = policy.Draft(sources=(policy.Source(place="text", text="a@b.example"),))
    assert policy.judge(draft, policy.Rulebook(version=9)).findings == ()
