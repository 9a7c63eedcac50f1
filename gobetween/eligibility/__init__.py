"""Who may write, when and for which purpose: facts and a purpose in, a grant or the first reason why not out. Pure."""

from gobetween.eligibility.critical import claims_critical
from gobetween.eligibility.decide import BARS, decide, menu
from gobetween.eligibility.sentences import SENTENCES, sentence
from gobetween.eligibility.terms import Invalid, Rule, Terms, default, parse
from gobetween.eligibility.topics import guess
from gobetween.eligibility.words import (
    Eligibility,
    Facts,
    Fulfilment,
    Grant,
    OrderFacts,
    OrderState,
    Purpose,
    Step,
    Topic,
)

__all__ = [
    "BARS",
    "SENTENCES",
    "Eligibility",
    "Facts",
    "Fulfilment",
    "Grant",
    "Invalid",
    "OrderFacts",
    "OrderState",
    "Purpose",
    "Rule",
    "Step",
    "Terms",
    "Topic",
    "claims_critical",
    "decide",
    "default",
    "guess",
    "menu",
    "parse",
    "sentence",
]
