"""Who answers for an order: the seller, or the marketplace that ships it or runs its customer service."""

from __future__ import annotations

from gobetween.eligibility.terms import Terms
from gobetween.eligibility.words import Facts, Fulfilment, Purpose


def gift_returns(facts: Facts, terms: Terms) -> bool:
    """Whether a gift is being returned: its seller answers and never begins."""
    order = facts.order
    return order is not None and order.gift and order.returning and order.fulfilment in terms.gift_answer_only


def afn_is_off(facts: Facts, purpose: Purpose, terms: Terms, *, begins: bool) -> bool:
    """Whether a seller who leaves AFN orders to the marketplace writes about one; a gift's return may be answered."""
    if facts.author_is_buyer or facts.answers_afn or not _is_afn(facts):
        return False
    return not terms.rule(purpose).official if begins else not gift_returns(facts, terms)


def platform_answers(facts: Facts, purpose: Purpose, terms: Terms, *, begins: bool) -> bool:
    """Whether the marketplace's support is to write, or to be written to, instead of the seller."""
    order = facts.order
    if order is None:
        return False
    if begins:
        kept = not order.serviced_by_marketplace or purpose in terms.serviced_purposes
        return order.fulfilment not in terms.rule(purpose).fulfilment or not kept
    if gift_returns(facts, terms):
        return False
    if _is_afn(facts):
        left = facts.author_is_buyer and not facts.answers_afn
        return left or facts.topic not in terms.afn_topics
    return facts.author_is_buyer and order.serviced_by_marketplace and facts.topic not in terms.serviced_topics


def _is_afn(facts: Facts) -> bool:
    return facts.order is not None and facts.order.fulfilment is Fulfilment.AFN
