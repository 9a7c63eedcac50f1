"""The engine: which rules run, what is told, and that no text breaks it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gobetween import policy
from gobetween.policy.engine import MOST
from gobetween.policy.rulebook import Row

BLOCK = policy.Outcome.BLOCK


def judge(text: str, *rows: Row, place: str = "text", **known: object) -> policy.Verdict:
    draft = policy.Draft(sources=(policy.Source(place=place, text=text),), **known)  # type: ignore[arg-type]
    return policy.judge(draft, policy.Rulebook(version=7, rows=rows) if rows else policy.default())


def test_a_verdict_bears_the_version_of_its_rulebook_and_the_gravest_outcome() -> None:
    verdict = judge(
        "mail a@b.example, see http://c.example",
        Row(rule="contact-mail", outcome=policy.Outcome.MASK),
        Row(rule="link-external", outcome=BLOCK),
    )
    assert verdict.rulebook == 7
    assert verdict.outcome == BLOCK
    assert {finding.rule for finding in verdict.findings} == {"contact-mail", "link-external"}


def test_a_rule_that_passes_or_is_no_more_does_not_run() -> None:
    verdict = judge(
        "a@b.example", Row(rule="contact-mail", outcome=policy.Outcome.PASS), Row(rule="once-was", outcome=BLOCK)
    )
    assert verdict.findings == ()


def test_a_flood_of_findings_is_told_up_to_a_number() -> None:
    verdict = judge("a@b.example " * 200, Row(rule="contact-mail", outcome=BLOCK))
    assert len(verdict.findings) == MOST


def test_the_second_opinion_adds_no_label_that_a_rule_found() -> None:
    text = "Please give us a five star review and we send you a gift card for your next order."
    verdict = judge(text, language="en")
    by_rule = {(finding.rule, finding.label) for finding in verdict.findings}
    found = {label for rule, label in by_rule if rule != "second-opinion"}
    assert found
    assert not {label for rule, label in by_rule if rule == "second-opinion"} & found


def test_what_is_quoted_is_only_masked() -> None:
    text = "Please leave us a five star review! Write to sam@shop.example"
    assert {finding.rule for finding in judge(text, place="quoted_text").findings} == {"contact-mail"}


def test_nobody_is_stopped_for_what_he_quotes() -> None:
    text = "Call me: four one five, five five five, two six seven one"
    [written] = judge(text, Row(rule="contact-phone-disguised", outcome=BLOCK)).findings
    [quoted] = judge(text, Row(rule="contact-phone-disguised", outcome=BLOCK), place="quoted_text").findings
    assert (written.outcome, quoted.outcome) == (BLOCK, policy.Outcome.MASK)


def test_half_a_surrogate_pair_breaks_nothing_and_moves_no_span() -> None:
    text = "hi \ud800 a@b.example \udfff"
    [finding] = judge(text, Row(rule="contact-mail", outcome=BLOCK)).findings
    assert text[finding.start : finding.end] == "a@b.example"


def test_findings_speak_the_authors_language() -> None:
    draft = policy.Draft(sources=(policy.Source(place="text", text="a@b.example"),))
    [english] = policy.judge(draft, policy.default()).findings
    [german] = policy.judge(draft, policy.default(), language="de_AT").findings
    assert english.message != german.message


@given(st.text(max_size=200), st.sampled_from(["text", "html", "subject", "file:0", "picture:0", "quoted_html"]))
def test_no_text_breaks_it_and_every_span_lies_within(text: str, place: str) -> None:
    for finding in judge(text, place=place).findings:
        assert 0 <= finding.start <= finding.end <= len(text)
