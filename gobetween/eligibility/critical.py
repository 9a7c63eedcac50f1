"""Is a message critical, so that opt-out, blocks and a proactive restriction do not stop it? By purpose, not tone."""

from __future__ import annotations

import re

from gobetween.eligibility.terms import Critical, Important, Need, Rule, Terms
from gobetween.eligibility.words import Facts, OrderFacts, OrderState, Purpose

CLAIM = re.compile(r"\[important\]", re.IGNORECASE)


def claims_critical(subject: str) -> bool:
    """Whether a subject says `[Important]`: anywhere, in any case, the brackets required."""
    return CLAIM.search(subject) is not None


def is_critical(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    """By the purpose and the state of the order; mail without a purpose by its claim.

    A claim counts when the marketplace honours claims and some critical purpose is possible for this order. Whether
    the text bears it out is for the policy to say.
    """
    if facts.order is None:
        return False
    order = facts.order
    if _critical_now(order, terms.rule(purpose)):
        return True
    named = purpose in terms.purposes and purpose is not Purpose.OTHER
    if named or not facts.claims_critical or terms.important_mode is Important.IGNORE:
        return False
    return any(_critical_now(order, rule) and fits(order, rule) for rule in terms.purposes.values())


def fits(order: OrderFacts, rule: Rule) -> bool:
    """Whether fulfilment, state and items of an order are those of a purpose."""
    return order.fulfilment in rule.fulfilment and order.state in rule.states and has(order, rule.needs)


def has(order: OrderFacts, need: Need | None) -> bool:
    """Whether an order has what a purpose needs."""
    match need:
        case None:
            return True
        case Need.RETURN:
            return order.returning
        case Need.LOW_RATING:
            return order.low_rating
        case Need.CUSTOM:
            return order.custom
        case Need.HEAVY:
            return order.heavy
        case Need.DIGITAL:
            return order.digital
        case Need.SERVICE:
            return order.service


def _critical_now(order: OrderFacts, rule: Rule) -> bool:
    if rule.critical is Critical.UNSHIPPED:
        return order.state is OrderState.UNSHIPPED
    return rule.critical is Critical.ALWAYS
