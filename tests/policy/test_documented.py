"""Every rule, concept and outcome stands in the handbook as it is."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from gobetween import policy
from gobetween.policy import Direction, Kind, Label, Outcome, rules
from gobetween.policy.lexicon import LANGUAGES
from gobetween.policy.lexicon.concepts import CONCEPTS

DOCS = Path(__file__).parents[2] / "docs"


def _modules() -> dict[str, str]:
    """Rule -> the question that its file asks."""
    names = [each.name for each in pkgutil.iter_modules(rules.__path__) if each.name != "shape"]
    modules = [importlib.import_module(f"{rules.__name__}.{name}") for name in names]
    return {module.RULE.id: (module.__doc__ or "").splitlines()[0] for module in modules if hasattr(module, "RULE")}


def _outcome(rule: str, direction: Direction) -> str:
    """What it leads to in one direction: by default, then where it differs."""
    book = policy.default()
    found = {kind: book.outcomes(direction, kind, "").get(rule, Outcome.PASS).name.lower() for kind in Kind}
    usual = found[Kind.REPLY]
    others = {outcome: [kind.value for kind in found if found[kind] == outcome] for outcome in found.values()}
    parts = [f"{outcome} when {' or '.join(kinds)}" for outcome, kinds in others.items() if outcome != usual]
    return ", ".join([usual, *parts])


def rows() -> list[str]:
    """A line for each rule."""
    asked = _modules()
    return [
        f"| `{rule.id}` | `{rule.label}` | {_outcome(rule.id, Direction.TO_BUYER)} | "
        f"{_outcome(rule.id, Direction.TO_SELLER)} | {asked[rule.id]} | {rule.message} {rule.fix} |"
        for rule in rules.RULES.values()
    ]


def test_every_file_of_a_rule_is_in_the_table_of_rules() -> None:
    assert set(_modules()) == set(rules.RULES)


def test_every_rule_is_documented_as_it_is() -> None:
    page = (DOCS / "operate/policy.md").read_text(encoding="utf-8")
    missing = [row for row in rows() if row not in page]
    assert missing == [], "put these rows into docs/operate/policy.md:\n" + "\n".join(missing)


def test_no_rule_is_documented_that_is_not_there() -> None:
    page = (DOCS / "operate/policy.md").read_text(encoding="utf-8").splitlines()
    assert {line for line in page if line.startswith("| `") and line.count("|") == 7} == set(rows())


def test_every_outcome_and_label_is_documented() -> None:
    page = (DOCS / "operate/policy.md").read_text(encoding="utf-8")
    assert [each.name for each in Outcome if f"`{each.name.lower()}`" not in page] == []
    assert [each.value for each in Label if f"`{each.value}`" not in page] == []


def test_every_concept_is_documented_as_it_is() -> None:
    page = (DOCS / "extend/lexicon.md").read_text(encoding="utf-8")
    missing = [row for concept, what in CONCEPTS.items() if (row := f"| `{concept}` | {what} |") not in page]
    assert missing == [], "put these rows into docs/extend/lexicon.md:\n" + "\n".join(missing)


def test_no_concept_is_documented_that_is_not_there() -> None:
    page = (DOCS / "extend/lexicon.md").read_text(encoding="utf-8").splitlines()
    told = [line.split("`")[1] for line in page if line.startswith("| `")]
    assert sorted(told) == sorted(CONCEPTS)


def test_every_language_is_documented() -> None:
    page = (DOCS / "extend/lexicon.md").read_text(encoding="utf-8")
    assert [language for language in LANGUAGES if f"`{language}.txt`" not in page] == []


if __name__ == "__main__":
    print("\n".join(rows()))
    print("\n".join(f"| `{concept}` | {what} |" for concept, what in CONCEPTS.items()))
