"""What may be said: a draft in, a verdict out. Pure."""

from gobetween.policy.engine import judge
from gobetween.policy.rulebook import DEFAULT, Rulebook
from gobetween.policy.words import LIKELY_REGION, Draft, Finding, Kind, Label, Outcome, Source, Verdict

__all__ = [
    "DEFAULT",
    "LIKELY_REGION",
    "Draft",
    "Finding",
    "Kind",
    "Label",
    "Outcome",
    "Rulebook",
    "Source",
    "Verdict",
    "judge",
]
