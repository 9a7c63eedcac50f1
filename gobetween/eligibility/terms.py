"""The terms of a marketplace: every number and the purpose table, as data with a version.

A document is TOML, as `default_terms.toml` beside this file; what it does not name is as there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from gobetween.eligibility.checks import choice, choices, flag, span, whole
from gobetween.eligibility.words import Fulfilment, OrderState, Purpose, Topic

LONGEST = 100_000
"""Most characters of a document."""


class Critical(StrEnum):
    """When a purpose is critical."""

    ALWAYS = "always"
    UNSHIPPED = "unshipped"
    NEVER = "never"


class Important(StrEnum):
    """What `[Important]` in a subject does."""

    HONOUR = "honour"
    AUDIT = "audit"
    IGNORE = "ignore"


class Need(StrEnum):
    """What an order must have for a purpose."""

    CUSTOM = "custom"
    HEAVY = "heavy"
    DIGITAL = "digital"
    SERVICE = "service"
    RETURN = "return"
    LOW_RATING = "low-rating"


class Invalid(ValueError):
    """A document that is no terms; `faults` names everything that is wrong with it, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When one purpose may be chosen, and what it may carry. The docs of each field stand in `default_terms.toml`."""

    critical: Critical = Critical.NEVER
    text: int = 0
    files: tuple[int, int] = (0, 0)
    states: frozenset[OrderState] = frozenset(OrderState) - {OrderState.CANCELLED}
    fulfilment: frozenset[Fulfilment] = frozenset(Fulfilment)
    needs: Need | None = None
    once: bool = False
    official: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one marketplace has set; each field is named after its heading and line in the document."""

    version: int
    windows_proactive_days: int = 0
    review_request_from_days: int = 0
    review_request_to_days: int = 0
    important_mode: Important = Important.HONOUR
    limits_daily_base: int = 0
    limits_daily_per_order: int = 0
    limits_buyer_week: int = 0
    limits_critical_week: int = 0
    afn_topics: frozenset[Topic] = frozenset()
    gift_answer_only: frozenset[Fulfilment] = frozenset()
    serviced_topics: frozenset[Topic] = frozenset()
    serviced_purposes: frozenset[Purpose] = frozenset()
    purposes: Mapping[Purpose, Rule]

    def rule(self, purpose: Purpose) -> Rule:
        """The rule of a purpose; a seller's mail that names none goes by that of `OTHER`."""
        return self.purposes.get(purpose) or self.purposes[Purpose.OTHER]

    def allowance(self, orders_a_day: float) -> int:
        """How many proactive messages a seller with so many orders on an average day may start in a day."""
        return self.limits_daily_base + int(self.limits_daily_per_order * orders_a_day)


SELLERS = tuple(purpose for purpose in Purpose if purpose not in (Purpose.REPLY, Purpose.INQUIRY))
"""What a seller may choose from, in the order of the menu."""
SECTIONS: dict[str, dict[str, Any]] = {
    "windows": {"proactive_days": whole(3650)},
    "review_request": {"from_days": whole(3650), "to_days": whole(3650)},
    "important": {"mode": choice(Important)},
    "limits": dict.fromkeys(("daily_base", "daily_per_order", "buyer_week", "critical_week"), whole(1_000_000)),
    "afn": {"topics": choices(Topic)},
    "gift": {"answer_only": choices(Fulfilment)},
    "serviced": {"topics": choices(Topic), "purposes": choices(Purpose)},
}
RULE: dict[str, Any] = {
    "critical": choice(Critical),
    "text": whole(100_000),
    "files": span(20),
    "states": choices(OrderState),
    "fulfilment": choices(Fulfilment),
    "needs": choice(Need),
    "once": flag,
    "official": flag,
}


def parse(document: str, version: int) -> Terms:
    """The terms that a document describes. Raises `Invalid` with all that is wrong, not only the first of it."""
    return _parsed(document, default(), version)


@cache
def default() -> Terms:
    """The terms a marketplace starts with, under the version they give themselves."""
    text = resources.files(__package__).joinpath("default_terms.toml").read_text(encoding="utf-8")
    bare = Terms(version=0, purposes={purpose: Rule() for purpose in SELLERS})
    return _parsed(text, bare, tomllib.loads(text)["version"])


def _parsed(text: str, base: Terms, version: int) -> Terms:
    faults: list[str] = []
    document = _document(text, faults)
    document.pop("version", None)
    rules = dict(_rules(document.pop("purposes", {}), base, faults))
    values = dict(_values(document, faults))
    terms = replace(base, version=version, purposes=rules, **values)
    if terms.review_request_from_days > terms.review_request_to_days:
        faults.append("[review_request] from_days: it is after to_days.")
    if faults:
        raise Invalid(faults)
    return terms


def _document(text: str, faults: list[str]) -> dict[str, Any]:
    if len(text) > LONGEST:
        faults.append(f"It has more than {LONGEST} characters.")
        return {}
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(f"It is no TOML: {error}.")
        return {}


def _values(document: Mapping[str, Any], faults: list[str]) -> Iterator[tuple[str, Any]]:
    for heading, table in document.items():
        if heading not in SECTIONS:
            faults.append(f"[{heading}]: there is no such heading; it is one of {', '.join(SECTIONS)}, purposes.NAME.")
            continue
        for name, value in _lines(heading, table, SECTIONS[heading], faults):
            yield f"{heading}_{name}", value


def _rules(tables: Any, base: Terms, faults: list[str]) -> Iterator[tuple[Purpose, Rule]]:
    """Every seller's purpose, in the order of the menu."""
    tables = tables if isinstance(tables, dict) else {"purposes": tables}
    faults += [f"[purposes.{name}]: there is no such purpose." for name in tables if name not in SELLERS]
    for purpose in SELLERS:
        lines = _lines(f"purposes.{purpose}", tables.get(purpose, {}), RULE, faults)
        yield purpose, replace(base.purposes[purpose], **dict(lines))


def _lines(heading: str, table: Any, checks: Mapping[str, Any], faults: list[str]) -> Iterator[tuple[str, Any]]:
    """The lines below one heading that are as they should be."""
    if not isinstance(table, dict):
        faults.append(f"{heading}: it is no heading.")
        return
    for name, value in table.items():
        if name not in checks:
            faults.append(f"[{heading}] {name}: there is no such line; it is one of {', '.join(checks)}.")
            continue
        try:
            yield name, checks[name](value)
        except ValueError as error:
            faults.append(f"[{heading}] {name}: {error}")
