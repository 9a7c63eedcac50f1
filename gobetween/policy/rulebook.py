"""Which rule leads to what, by direction, kind and language. A table with a version, stored with every verdict."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Direction, Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table; an empty field means any. The line that names most decides, of two such the later one."""

    rule: str
    outcome: Outcome
    direction: str = ""
    kind: str = ""
    language: str = ""

    @property
    def weight(self) -> int:
        return bool(self.direction) + bool(self.kind) + bool(self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A marketplace's table rule -> outcome; a rule that is not named, or named `pass`, does not run."""

    version: int
    rows: tuple[Row, ...] = ()
    custom: tuple[Rule, ...] = ()

    def outcomes(self, direction: Direction, kind: Kind, language: str) -> Mapping[str, Outcome]:
        """Rule -> outcome for one sort of message."""
        return _outcomes(self.rows, direction, kind, language[:2])


@lru_cache(maxsize=512)
def _outcomes(rows: tuple[Row, ...], direction: Direction, kind: Kind, language: str) -> Mapping[str, Outcome]:
    wanted = {"direction": direction, "kind": kind, "language": language}
    fitting = [row for row in rows if all(getattr(row, field) in ("", value) for field, value in wanted.items())]
    return {row.rule: row.outcome for row in sorted(fitting, key=lambda row: row.weight)}


def rows_of(document: Mapping[str, Mapping[str, str]]) -> tuple[Row, ...]:
    """The rows of a rulebook document: `rule = "outcome"` under `[any]`, or under a heading such as
    `["seller_to_buyer proactive de"]` that names direction, kind and language (any of them, in any order)."""
    return tuple(
        Row(rule=rule, outcome=Outcome[outcome.upper()], **_scope(heading))
        for heading, table in document.items()
        for rule, outcome in table.items()
    )


def _scope(heading: str) -> dict[str, str]:
    scope = {}
    for word in heading.split():
        if word in set(Direction):
            scope["direction"] = word
        elif word in set(Kind):
            scope["kind"] = word
        elif word != "any":
            scope["language"] = word
    return scope


@cache
def default() -> Rulebook:
    """The rulebook a marketplace starts with: `default.toml` beside this file."""
    document = tomllib.loads(resources.files(__package__).joinpath("default.toml").read_text(encoding="utf-8"))
    return Rulebook(version=document.pop("version"), rows=rows_of(document))
