"""What may be said: a draft in, a verdict out. Pure."""

from gobetween.policy.engine import judge
from gobetween.policy.rulebook import Rulebook, default
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
    "Kind",
    "Label",
    "Outcome",
    "Rulebook",
    "Source",
    "Verdict",
    "default",
    "judge",
]
