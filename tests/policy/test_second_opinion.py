"""The rule of the second opinion, with a model that objects to everything: what it tells, and where it is silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gobetween import policy
from gobetween.policy import opinion
from gobetween.policy.rulebook import Row
from tests.policy.asking import labels, spans

RULE = "second-opinion"


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opinion.model()
    strict = replace(whole, threshold=np.full_like(whole.threshold, -1000.0))
    monkeypatch.setattr(opinion, "model", lambda: strict)


def test_the_span_is_of_the_original_without_blanks_around_it() -> None:
    assert spans(RULE, "  The lamp was sent with the post of Monday.  ") == [
        "The lamp was sent with the post of Monday."
    ]


def test_it_tells_every_label_it_knows() -> None:
    assert labels(RULE, "The lamp was sent with the post of Monday.") == {str(label) for label in opinion.LABELS}


@pytest.mark.parametrize("text", ["-- ", "-----------------------", "* * * * * * * * * *", "😀 😀 😀 😀 😀 😀 😀"])
def test_of_what_has_no_words_it_has_no_opinion(text: str) -> None:
    assert spans(RULE, text) == []


def test_of_a_few_words_it_has_no_opinion() -> None:
    assert spans(RULE, "Yes, from 10 to 100 percent.") == []


def test_of_what_is_quoted_it_has_no_opinion() -> None:
    draft = policy.Draft(
        sources=(policy.Source(place="quoted_text", text="The lamp was sent with the post of Monday."),)
    )
    rulebook = policy.Rulebook(version=1, rows=(Row(rule=RULE, outcome=policy.Outcome.HOLD),))
    assert policy.judge(draft, rulebook).findings == ()
