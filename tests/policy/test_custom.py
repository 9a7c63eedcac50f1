"""Operators write rules of their own, which run only when their examples prove them."""

from __future__ import annotations

import time

import pytest

from gobetween import policy
from gobetween.policy import Draft, Label, Outcome, Source

SHOWROOM = """
[any]
custom-showroom = "hold"
[custom.showroom]
message = "It asks the buyer to come to a showroom."
fix = "Answer here."
label = "off_platform_contact"
phrases = ["(visit|come to) our ... showroom", "ausstellungsraum*"]
patterns = ['\\bSR-\\d{4}\\b']
hits = ["Come to our little showroom in Ulm!", "Ask for SR-1234.", "Im Ausstellungsraum", "VISIT OUR S.H.O.W.R.O.O.M"]
passes = ["The showroom lamp is sold out.", "SR-12 fits."]
"""


def judged(text: str, document: str = SHOWROOM) -> policy.Verdict:
    draft = Draft(sources=(Source(place="text", text=text),))
    return policy.judge(draft, policy.parse(document, version=1))


def faults(changes: dict[str, str]) -> str:
    document = SHOWROOM
    for old, new in changes.items():
        assert old in document
        document = document.replace(old, new)
    with pytest.raises(policy.Invalid) as refused:
        policy.parse(document, version=1)
    return "\n".join(refused.value.faults)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Please come to our brand-new showroom, or not.", "come to our brand-new showroom"),
        ("Our Ausstellungsraumes doors", "Ausstellungsraumes"),
        ("Number SR-0042 it is", "SR-0042"),
        ("vi\u200bsit our showroom", "vi\u200bsit our showroom"),
    ],
)
def test_phrases_and_patterns_find_the_exact_span(text: str, span: str) -> None:
    [finding] = judged(text).findings
    assert text[finding.start : finding.end] == span
    assert (finding.rule, finding.label) == ("custom-showroom", Label.OFF_PLATFORM_CONTACT)
    assert (finding.outcome, finding.message) == (Outcome.HOLD, "It asks the buyer to come to a showroom.")


@pytest.mark.parametrize(
    "text", ["Our showroom is closed.", "sr-0042", "XSR-0042", "Come to our shop. A showroom!", ""]
)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert judged(text).findings == ()


def test_examples_must_hold_before_a_rule_may_run() -> None:
    told = faults({'"Ask for SR-1234."': '"Ask for XY-1."', '"SR-12 fits."': '"SR-1212 fits."'})
    assert "does not find 'Ask for XY-1.'" in told
    assert "finds 'SR-1212 fits.'" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({'message = "It asks the buyer to come to a showroom."': ""}, "message: is missing"),
        ({'passes = ["The showroom lamp is sold out.", "SR-12 fits."]': "passes = []"}, "passes: is missing"),
        ({'label = "off_platform_contact"': 'label = "nonsense"'}, "no such label"),
        ({'label = "off_platform_contact"': "label = 3"}, "label: must be a text"),
        ({'fix = "Answer here."': 'fixx = "Answer here."'}, "fixx: there is no such field"),
        ({"'\\bSR-\\d{4}\\b'": "'SR*?(?=x)'"}, "pattern"),
        ({"'\\bSR-\\d{4}\\b'": "'(SR)*'"}, "nothing at all"),
        ({"'\\bSR-\\d{4}\\b'": "'((a{1,100}){1,100}){1,100}'"}, "pattern"),
        ({"'\\bSR-\\d{4}\\b'": "'" + "x" * 501 + "'"}, "patterns: must be a list"),
        ({"[custom.showroom]": "[custom.Show_Room]", "custom-showroom": "custom-Show_Room"}, "a name has"),
        ({'custom-showroom = "hold"': 'contact-mail = "hold"'}, "no heading says"),
        ({'"(visit|come to) our ... showroom"': '"(visit"'}, "parentheses"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(change: dict[str, str], told: str) -> None:
    assert told in faults(change)


def test_a_costly_pattern_stays_linear() -> None:
    document = SHOWROOM.replace("'\\bSR-\\d{4}\\b'", "'\\bSR-\\d{4}\\b', '(?:a|aa|a?b?)+c'")
    book = policy.parse(document, version=1)
    draft = Draft(sources=(Source(place="text", text="a" * 1_000_000),))
    begun = time.perf_counter()
    assert policy.judge(draft, book).findings == ()
    assert time.perf_counter() - begun < 3
