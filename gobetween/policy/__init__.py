"""What may be said: a draft in, a verdict out. Pure."""

from gobetween.policy.engine import judge
from gobetween.policy.explain import edits, fixed, moved, quoted, translated, veiled, words_of
from gobetween.policy.rulebook import Invalid, Rulebook, default, default_document, parse, recalled, unnamed
from gobetween.policy.words import (
    LIKELY_REGION,
    Direction,
    Draft,
    File,
    Finding,
    Found,
    Kind,
    Label,
    Outcome,
    Source,
    Verdict,
)

__all__ = [
    "LIKELY_REGION",
    "Direction",
    "Draft",
    "File",
    "Finding",
    "Found",
    "Invalid",
    "Kind",
    "Label",
    "Outcome",
    "Rulebook",
    "Source",
    "Verdict",
    "default",
    "default_document",
    "edits",
    "fixed",
    "judge",
    "moved",
    "parse",
    "quoted",
    "recalled",
    "translated",
    "unnamed",
    "veiled",
    "words_of",
]
