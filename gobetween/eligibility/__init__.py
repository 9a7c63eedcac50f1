"""Who may write, when and for which purpose: facts and a purpose in, a grant or the first reason why not out. Pure."""

from gobetween.eligibility.decide import BARS, decide
from gobetween.eligibility.words import SENTENCES, Eligibility, Facts, Grant, Purpose

__all__ = ["BARS", "SENTENCES", "Eligibility", "Facts", "Grant", "Purpose", "decide"]
