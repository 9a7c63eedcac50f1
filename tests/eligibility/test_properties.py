"""What must hold of every decision, whatever the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from gobetween.eligibility import (
    SENTENCES,
    Facts,
    Fulfilment,
    Grant,
    OrderFacts,
    OrderState,
    Purpose,
    Step,
    Topic,
    decide,
    default,
    menu,
    sentence,
)

TERMS = default()
TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 1), timezones=st.just(UTC))
ORDERS = st.builds(
    OrderFacts,
    fulfilment=st.sampled_from(Fulfilment),
    state=st.sampled_from(OrderState),
    **dict.fromkeys(("completed_at", "deliver_from", "deliver_by"), st.none() | TIMES),
    **dict.fromkeys(
        ("gift", "custom", "heavy", "digital", "service", "returning", "low_rating", "serviced_by_marketplace"),
        st.booleans(),
    ),
)
FLAGS = (
    "alias_alive",
    "author_may_write",
    "thread_known",
    "author_is_buyer",
    "over_limit",
    "answers_afn",
    "had_contact",
)
MORE = ("buyer_opted_out", "buyer_blocked_seller", "review_asked", "feedback_asked", "claims_critical")
FACTS = st.builds(
    Facts,
    pair_exists=st.booleans(),
    order=st.none() | ORDERS,
    topic=st.sampled_from(Topic),
    restriction=st.sampled_from(Step),
    restricted_until=st.none() | TIMES,
    last_heard=st.none() | TIMES,
    sent_today=st.integers(0, 4),
    seller_allowance=st.none() | st.integers(0, 4),
    sent_to_buyer_in_week=st.integers(0, 6),
    critical_in_week=st.integers(40, 60),
    now=TIMES,
    **dict.fromkeys((*FLAGS, *MORE), st.booleans()),
)
PURPOSES = st.sampled_from(Purpose)
ASKED_ONCE = {Purpose.REVIEW_REQUEST, Purpose.FEEDBACK_UPDATE}


@given(FACTS, PURPOSES)
def test_a_reply_depends_on_no_opt_out_no_block_and_no_restriction(facts: Facts, purpose: Purpose) -> None:
    facts = replace(facts, thread_known=True)
    if purpose in ASKED_ONCE and not facts.author_is_buyer:
        return
    free = replace(facts, buyer_opted_out=False, buyer_blocked_seller=False, restriction=Step.NONE)
    assert decide(facts, purpose, TERMS) == decide(free, purpose, TERMS)


@given(FACTS, PURPOSES)
def test_critical_depends_on_no_opt_out(facts: Facts, purpose: Purpose) -> None:
    free = decide(replace(facts, buyer_opted_out=False, buyer_blocked_seller=False), purpose, TERMS)
    if free.granted and free.grant is Grant.CRITICAL:
        assert decide(facts, purpose, TERMS) == free


@given(FACTS, PURPOSES)
def test_opt_out_and_restriction_never_allow_anything(facts: Facts, purpose: Purpose) -> None:
    if decide(facts, purpose, TERMS).granted:
        free = replace(facts, buyer_opted_out=False, buyer_blocked_seller=False, restriction=Step.NONE)
        assert decide(free, purpose, TERMS).granted


@given(FACTS)
def test_the_menu_agrees_with_the_decision(facts: Facts) -> None:
    offered = menu(facts, TERMS)
    assert [purpose for purpose, _ in offered] == list(Purpose)[2:]
    assert all(answer == decide(facts, purpose, TERMS) for purpose, answer in offered)


@given(FACTS, PURPOSES)
def test_every_no_has_a_sentence_in_both_languages(facts: Facts, purpose: Purpose) -> None:
    decision = decide(facts, purpose, TERMS)
    for language in ("en", "de"):
        assert bool(sentence(decision, language)) is not decision.granted
        assert decision.granted or sentence(decision, language).startswith(SENTENCES[decision.reason][language])


@given(FACTS, PURPOSES)
def test_what_changes_changes_later(facts: Facts, purpose: Purpose) -> None:
    decision = decide(facts, purpose, TERMS)
    if decision.reason in ("review-too-early", "seller-limit") and decision.since:
        assert decision.since > facts.now
