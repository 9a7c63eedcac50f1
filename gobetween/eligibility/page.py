"""The tables of `docs/operate/eligibility.md`, from the default terms: `python -m gobetween.eligibility.page`."""

from __future__ import annotations

from collections.abc import Iterable

from gobetween.eligibility.decide import BARS
from gobetween.eligibility.sentences import SENTENCES
from gobetween.eligibility.terms import Rule, Terms, default
from gobetween.eligibility.words import Fulfilment, OrderState, Purpose

HEAD = "| purpose | critical | text | files | order | fulfilment | needs | once |\n|---|---|---|---|---|---|---|---|"


def purposes(terms: Terms) -> str:
    """Every purpose a seller may choose, a row each."""
    return "\n".join([HEAD, *(_row(purpose, rule) for purpose, rule in terms.purposes.items())])


def reasons() -> str:
    """Every reason to say no, in the order in which they are tried."""
    rows = (f"| `{reason}` | {SENTENCES[reason]['en']} |" for reason, _ in BARS)
    return "\n".join(["| reason | what the author is told |", "|---|---|", *rows])


def _row(purpose: Purpose, rule: Rule) -> str:
    least, most = rule.files
    files = "no" if not most else f"{least}-{most}"
    cells = (
        f"`{purpose}`",
        rule.critical.value,
        f"up to {rule.text}" if rule.text else "fixed",
        files,
        _listed(state for state in OrderState if state in rule.states),
        _listed(each for each in Fulfilment if each in rule.fulfilment),
        rule.needs.value if rule.needs else "",
        "yes" if rule.once else "",
    )
    return f"| {' | '.join(cells)} |"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


if __name__ == "__main__":
    print(f"{purposes(default())}\n\n{reasons()}")
