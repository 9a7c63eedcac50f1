"""Concepts that must stand together: sentences, distance, order and what spoils them."""

from __future__ import annotations

import pytest

from gobetween import policy
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.ways import Way, said, way


def found(text: str, *ways: Way) -> list[str]:
    reading = Reading(policy.Draft(sources=(policy.Source(place="text", text=text),), language="en"))
    return [text[each.start : each.end] for each in said(reading, ways)]


REWARD = way("reward", "review")


def test_concepts_in_one_sentence_are_found_from_the_first_to_the_last() -> None:
    assert found("Hello Ann. A gift card for your review. Bye.", REWARD) == ["gift card for your review"]


def test_concepts_in_two_sentences_need_reach() -> None:
    text = "Here is a gift card. Leave a review."
    assert found(text, REWARD) == []
    assert found(text, way("reward", "review", reach=1)) != []


def test_the_day_of_a_date_ends_no_sentence() -> None:
    assert found("A gift card until 3. May for your review", REWARD) != []


def test_concepts_too_far_apart_do_not_count() -> None:
    text = f"gift card {'and so on ' * 40} review"
    assert found(text, way("reward", "review", characters=100)) == []


def test_what_spoils_a_way_spoils_it_in_its_sentence_only() -> None:
    spoiled = way("reward", "review", unless=("review-noise",))
    assert found("We review the order and send a gift card for the review of it", spoiled) == []
    assert found("We review the order. A gift card for your review!", spoiled) != []


@pytest.mark.parametrize("text", ["", " ", "\n", "review", "gift card"])
def test_a_concept_alone_is_nothing(text: str) -> None:
    assert found(text, REWARD) == []


def test_one_sentence_is_told_once() -> None:
    assert len(found("A gift card, a gift card for a review, a review", REWARD)) == 1


def test_a_passage_knows_its_sentences() -> None:
    reading = Reading(policy.Draft(sources=(policy.Source(place="text", text="One. Two! 3. May? Four"),)))
    [passage] = reading.passages
    assert isinstance(passage, Passage)
    assert [passage.texts[0].sentence(at) for at in (0, 6, 12, 20)] == [0, 1, 2, 3]


TITLES = [
    'The book "Gift cards for every review" is out of print.',
    "We engrave “gift card, review” on the plate.",
    "The text 'Gift card for a review' fits the mug.",
]


@pytest.mark.parametrize("text", TITLES)
def test_the_words_of_a_title_or_on_goods_are_not_what_the_author_says(text: str) -> None:
    assert found(text, REWARD) == []


def test_words_in_quotation_marks_count_where_nothing_says_what_they_are() -> None:
    assert found('You get a "gift card" for your review.', REWARD) == ['gift card" for your review']


def test_words_beside_a_title_count() -> None:
    assert found('With the book "Tales" comes a gift card for your review.', REWARD) == ["gift card for your review"]
