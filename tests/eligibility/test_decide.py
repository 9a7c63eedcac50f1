"""The table of reasons: each one stops, in order, and without any the answer is a grant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gobetween.eligibility import BARS, SENTENCES, Facts, Grant, Purpose, decide

FREE = Facts(pair_exists=True)
STOPS = {
    "pair-unknown": {"pair_exists": False},
    "alias-retired": {"alias_alive": False},
    "author-not-approved": {"author_may_write": False},
    "pair-limit": {"over_limit": True},
}


@pytest.mark.parametrize(("reason", "changed"), STOPS.items())
def test_each_bar_stops_with_its_reason(reason: str, changed: dict[str, bool]) -> None:
    decision = decide(replace(FREE, **changed), Purpose.REPLY)
    assert (decision.granted, decision.reason) == (False, reason)


def test_the_first_reason_counts() -> None:
    facts = Facts(pair_exists=False, alias_alive=False, author_may_write=False, over_limit=True)
    assert decide(facts, Purpose.REPLY).reason == BARS[0][0]


def test_every_bar_is_tried_here_and_has_a_sentence() -> None:
    assert {reason for reason, _ in BARS} == STOPS.keys() == SENTENCES.keys()


def test_on_a_known_thread_it_is_a_reply() -> None:
    assert decide(replace(FREE, thread_known=True), Purpose.REPLY).grant == Grant.REPLY


def test_a_buyers_new_letter_counts_as_a_reply_and_a_sellers_as_proactive() -> None:
    assert decide(replace(FREE, author_is_buyer=True), Purpose.INQUIRY).grant == Grant.REPLY
    assert decide(FREE, Purpose.OTHER).grant == Grant.PROACTIVE
