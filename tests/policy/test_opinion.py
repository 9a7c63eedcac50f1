"""The learned second opinion: finds what sounds like a violation, only adds, and is learnt the same way twice."""

from __future__ import annotations

import numpy as np
import pytest

from bench.policy import corpus, learn, train
from gobetween import policy
from gobetween.policy import opinion
from gobetween.policy.reading import Reading
from gobetween.policy.rulebook import Row, Rulebook

PRAISE = (
    "Give us a lovely rating with every star lit.",
    "A glowing rating with all stars would make our day.",
    "Light up every star in your rating for us.",
    "We dream of a rating with all the stars lit.",
)
SERVICE = (
    "The lamp was sent on Monday with the parcel service.",
    "Please send us a photo of the broken shade.",
    "The invoice is in the order under documents.",
    "The spare screws come in the next parcel, no charge.",
)


def message(text: str, number: int, *labels: policy.Label) -> corpus.Message:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),), language="en")
    return corpus.Message(
        id=f"m-{number}", file="here", kind="real", language="en", labels=frozenset(labels), draft=draft
    )


@pytest.fixture(scope="module")
def lessons() -> list[corpus.Message]:
    wishes = [message(text, at, policy.Label.REVIEW_POSITIVE) for at, text in enumerate(PRAISE * 3)]
    return wishes + [message(text, 100 + at) for at, text in enumerate(SERVICE * 6)]


@pytest.fixture(scope="module")
def learnt(lessons: list[corpus.Message]) -> opinion.Model:
    bags = learn.bags([Reading(lesson.draft) for lesson in lessons])
    everything = np.ones(len(lessons), dtype=np.bool_)
    found = learn.learn(bags, train.wanted_of(lessons), everything)
    return learn.model(
        found, np.array([0.0] + [9.0] * (len(opinion.LABELS) - 1)), np.zeros(len(opinion.LABELS)), "here"
    )


def opinions(model: opinion.Model, text: str) -> list[opinion.Opinion]:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),), language="en")
    return [found for read in learn.texts(Reading(draft)) for found in model.opinions(read)]


def test_the_sentence_at_fault_is_found_in_a_long_letter_and_named(learnt: opinion.Model) -> None:
    before = " ".join(SERVICE * 5) + " "
    wish = "We would love a rating with every star lit."
    [found] = opinions(learnt, before + wish + " " + " ".join(SERVICE * 5))
    assert found.label is policy.Label.REVIEW_POSITIVE
    assert found.start <= len(before) <= len(before + wish) <= found.end + 1
    assert found.end - found.start < 4 * len(wish)
    assert set(found.words) & {"rating", "every", "star", "lit", "love"}


def test_ordinary_letters_pass(learnt: opinion.Model) -> None:
    assert opinions(learnt, "The parcel with the lamp was sent. The invoice is in the order.") == []


def test_too_short_a_text_gets_no_opinion(learnt: opinion.Model) -> None:
    assert opinions(learnt, "Every star!") == []


def test_the_same_messages_make_the_same_bytes(lessons: list[corpus.Message], learnt: opinion.Model) -> None:
    bags = learn.bags([Reading(lesson.draft) for lesson in lessons])
    found = learn.learn(bags, train.wanted_of(lessons), np.ones(len(lessons), dtype=np.bool_))
    again = learn.model(
        found, np.array([0.0] + [9.0] * (len(opinion.LABELS) - 1)), np.zeros(len(opinion.LABELS)), "here"
    )
    assert learn.stored(again) == learn.stored(learnt)


def test_learning_and_applying_score_alike(lessons: list[corpus.Message], learnt: opinion.Model) -> None:
    readings = [Reading(lesson.draft) for lesson in lessons]
    bags = learn.bags(readings)
    exact = learn.learn(bags, train.wanted_of(lessons), np.ones(len(lessons), dtype=np.bool_))
    expected = exact.scores(bags, len(lessons))
    for row, reading in zip(expected, readings, strict=True):
        [text] = learn.texts(reading)
        pieces = opinion.Pieces.of(text)
        scores, _, _ = learnt.best(pieces, learnt.weigh(pieces))
        assert scores == pytest.approx(row, abs=0.05)


@pytest.mark.parametrize("text", ["", " ", "x" * 300_000, ". " * 50_000, "𝒳" * 40, "\n" * 40])
def test_any_text_can_be_scored(text: str) -> None:
    draft = policy.Draft(sources=(policy.Source(place="text", text=text),))
    for read in learn.texts(Reading(draft)):
        for found in opinion.model().opinions(read):
            assert 0 <= found.start < found.end <= len(read.view.text)
            assert found.margin >= 0


def test_the_stored_model_is_small_and_names_what_it_was_trained_on() -> None:
    assert train.PLACE.stat().st_size <= 3_000_000
    assert len(opinion.model().trained_on) == 64


def test_it_only_adds_labels_that_no_rule_found() -> None:
    rows = tuple(
        Row(rule=rule, outcome=policy.Outcome.HOLD) for rule in ("second-opinion", "marketing", "review-positive")
    )
    found = [
        finding
        for each in corpus.messages(corpus.files(blind=False))
        for finding in policy.judge(each.draft, Rulebook(version=1, rows=rows)).findings
        if not each.clean
    ]
    seconds = [finding for finding in found if finding.rule == "second-opinion"]
    assert seconds
    assert all(finding.evidence for finding in seconds)
    assert {finding.label for finding in seconds} <= set(opinion.LABELS)
