"""Which rule leads to which outcome. A table with a version; the version is stored with every verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gobetween.policy.words import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A marketplace's table rule -> outcome; a rule that is not named does not run."""

    version: int
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


DEFAULT = Rulebook(version=1, outcomes={"contact-mail": Outcome.MASK, "contact-phone": Outcome.MASK})
