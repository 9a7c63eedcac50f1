"""`python -m bench.policy`: how well and how fast messages are judged, beside a naive list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bench.policy import accuracy, corpus, speed, unseen


def main(
    examples: Annotated[list[Path] | None, typer.Argument(help="Further files of labelled messages.")] = None,
    *,
    learn: Annotated[bool, typer.Option(help="Train models anew for the cross-validation (minutes).")] = True,
    fast: Annotated[bool, typer.Option(help="Measure the speed, too.")] = True,
    presidio: Annotated[Path, typer.Option(help="An interpreter that has presidio-analyzer.")] = Path(sys.executable),
) -> None:
    """Measure; print."""
    messages = corpus.messages(corpus.files(blind=False))
    columns = [("rules alone", accuracy.score(messages, accuracy.rules_alone))]
    if learn:
        columns.append(("with second opinion, out of fold", unseen.out_of_fold(messages)))
        columns.append(("the same, language never seen", unseen.language_left_out(messages)))
    accuracy.tell(f"own corpus, {columns[-1 if not learn else 1][0]}", columns[-1 if not learn else 1][1])
    accuracy.compare("own corpus", columns)
    measure("messages that nobody saw", corpus.messages(corpus.files(blind=True)))
    for path in examples or ():
        measure(path.stem, list(corpus.read(path)))
    if fast:
        speed.measure(messages, presidio)


def measure(title: str, messages: list[corpus.Message]) -> None:
    """Judge messages that no model was trained on, with the stored one."""
    columns = [
        ("rules alone", accuracy.score(messages, accuracy.rules_alone)),
        ("with second opinion", accuracy.score(messages, accuracy.with_model)),
    ]
    accuracy.tell(title, columns[1][1])
    accuracy.compare(title, columns)


if __name__ == "__main__":
    typer.run(main)
