"""Which rule leads to what, by direction, kind and language. A table with a version, stored with every verdict.

A document is TOML: a heading such as `["seller_to_buyer proactive de"]` (or `[any]`) with lines `rule = "outcome"`
below it, and rules of the operator's own under `[custom.NAME]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from gobetween.policy import custom
from gobetween.policy.lexicon import LANGUAGES
from gobetween.policy.rules import RULES
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Direction, Draft, Kind, Outcome

LONGEST = 200_000
"""Most characters of a document."""
OUTCOMES = {outcome.name.lower(): outcome for outcome in Outcome}
HEADING = {
    **{each.value: "direction" for each in Direction},
    **{each.value: "kind" for each in Kind},
    **dict.fromkeys(LANGUAGES, "language"),
}


class Invalid(ValueError):
    """A document that is no rulebook; `faults` names everything that is wrong with it, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


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
    _plans: dict[tuple[str, ...], tuple[tuple[Rule, Outcome], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def plan(self, draft: Draft) -> tuple[tuple[Rule, Outcome], ...]:
        """The rules that apply to a draft with what each leads to; those that only add labels come last.

        A rulebook may be older than the program: a rule that is no more does not run.
        """
        key = (draft.direction, draft.kind, draft.language[:2])
        if key not in self._plans:
            rules = {**RULES, **{rule.id: rule for rule in self.custom}}
            outcomes = self.outcomes(draft.direction, draft.kind, draft.language)
            named = [(rules[name], outcome) for name, outcome in outcomes.items() if outcome and name in rules]
            self._plans[key] = tuple(sorted(named, key=lambda each: each[0].only_new))
        return self._plans[key]

    def outcomes(self, direction: Direction, kind: Kind, language: str) -> Mapping[str, Outcome]:
        """Rule -> outcome for one sort of message."""
        wanted = {"direction": direction, "kind": kind, "language": language[:2]}
        fitting = [row for row in self.rows if all(getattr(row, name) in ("", value) for name, value in wanted.items())]
        return {row.rule: row.outcome for row in sorted(fitting, key=lambda row: row.weight)}


def parse(text: str, *, version: int) -> Rulebook:
    """The rulebook that a document describes. Raises `Invalid` with all that is wrong, not only the first of it."""
    faults: list[str] = []
    rulebook = _read(text, version, faults, prove=True)
    named = {row.rule for row in rulebook.rows}
    known = RULES.keys() | {rule.id for rule in rulebook.custom}
    faults += [f"{name}: there is no such rule." for name in dict.fromkeys(row.rule for row in rulebook.rows)
               if name not in known and not name.startswith(custom.PREFIX)]  # fmt: skip
    faults += [f"{rule.id}: no heading says what it leads to." for rule in rulebook.custom if rule.id not in named]
    if not rulebook.rows and not faults:
        faults.append("It names no rule at all.")
    if faults:
        raise Invalid(faults)
    return rulebook


def recalled(text: str, *, version: int) -> Rulebook:
    """As `parse`, for a document that was accepted once, perhaps by an older program: what is unknown today rests."""
    return _read(text, version, [], prove=False)


def _read(text: str, version: int, faults: list[str], *, prove: bool) -> Rulebook:
    document = _document(text, faults)
    document.pop("version", None)
    tables = document.pop("custom", {})
    rules, wrong = custom.rules_of(tables, prove=prove)
    faults += wrong
    rows = list(_rows(document, faults))
    made = {f"{custom.PREFIX}{name}" for name in tables} if isinstance(tables, dict) else set()
    own = {row.rule for row in rows if row.rule.startswith(custom.PREFIX)}
    faults += [f"{name}: there is no [custom.{name.removeprefix(custom.PREFIX)}]." for name in sorted(own - made)]
    return Rulebook(version=version, rows=tuple(rows), custom=rules)


def _document(text: str, faults: list[str]) -> dict[str, Any]:
    if len(text) > LONGEST:
        faults.append(f"It has more than {LONGEST} characters.")
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(f"It is no TOML: {error}.")
        return {}


def unnamed(rulebook: Rulebook) -> tuple[str, ...]:
    """Rules of the program that a rulebook says nothing about, so that they do not run."""
    return tuple(sorted(RULES.keys() - {row.rule for row in rulebook.rows}))


def _rows(document: Mapping[str, Any], faults: list[str]) -> Iterator[Row]:
    for heading, table in document.items():
        if not isinstance(table, dict):
            faults.append(f"{heading}: it stands under no heading; begin with [any].")
            continue
        scope = _scope(heading, faults)
        for rule, outcome in table.items():
            if not isinstance(outcome, str) or outcome not in OUTCOMES:
                faults.append(f"[{heading}] {rule}: no such outcome: {outcome!r}; it is one of {', '.join(OUTCOMES)}.")
            elif scope is not None:
                yield Row(rule=rule, outcome=OUTCOMES[outcome], **scope)


def _scope(heading: str, faults: list[str]) -> dict[str, str] | None:
    """What a heading narrows down; nothing when it cannot be read."""
    scope: dict[str, str] = {}
    before = len(faults)
    for word in heading.split():
        part = HEADING.get(word)
        if part is None and word != "any":
            faults.append(f"[{heading}] {word}: no such direction, kind or language.")
        elif part in scope:
            faults.append(f"[{heading}] names two of a {part}.")
        elif part:
            scope[part] = word
    return scope if len(faults) == before else None


def default_document() -> str:
    """The document of the default rulebook: `default.toml` beside this file."""
    return resources.files(__package__).joinpath("default.toml").read_text(encoding="utf-8")


@cache
def default() -> Rulebook:
    """The rulebook a marketplace starts with, under the version that it gives itself."""
    text = default_document()
    return recalled(text, version=tomllib.loads(text)["version"])
