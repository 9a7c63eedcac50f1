"""`python -m bench.policy.train`, which is `make model`: learns the second opinion anew and stores it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from bench.policy import corpus, learn
from gobetween import policy
from gobetween.policy import opinion
from gobetween.policy.reading import Reading

PLACE = Path(opinion.__file__).with_name("opinion.npz")
FALSE_ALARMS = 0.01
"""Part of the clean messages that the model may stop, over all labels, on messages that it has not seen."""
FLOOR = -0.75
"""The score below which the model speaks against half a reason; -1 is where what it learnt as clean stands."""
LESSONS = "train_"
"""Files that begin so are near misses on purpose: learnt from, but no measure of how often ordinary mail is stopped."""
MOST = 40
"""False alarms on clean messages of a single label at most, less one."""
NEVER = 99.0
"""A score that nothing reaches."""
SURE = 0.8
"""Least part of what is found of a label, on messages that it has not seen, that must be right."""


def trained(found: Sequence[corpus.Message], trained_on: str) -> opinion.Model:
    """A model learnt from all messages, its thresholds from what it says of messages that it has not seen."""
    bags = learn.bags([Reading(message.draft) for message in found])
    wanted = wanted_of(found)
    scores = unseen(bags, wanted, np.array(corpus.folds(found)))
    sent = np.array([message.draft.direction is policy.Direction.TO_BUYER for message in found])
    learnt = learn.learn(bags, wanted, np.ones(len(found), dtype=np.bool_))
    usual = sent & np.array([not message.file.startswith(LESSONS) for message in found])
    floor = np.full(len(opinion.LABELS), FLOOR)
    return learn.model(learnt, thresholds(scores[usual], wanted[usual]), floor, trained_on)


def wanted_of(found: Sequence[corpus.Message]) -> NDArray[np.bool_]:
    """(message, label): what was labelled."""
    return np.array([[label in message.labels for label in opinion.LABELS] for message in found])


def unseen(bags: learn.Bags, wanted: NDArray[np.bool_], fold: NDArray[np.int64]) -> NDArray[np.float64]:
    """(message, label) -> score by a model that was learnt without the message's fold."""
    scores = np.zeros(wanted.shape)
    for each in np.unique(fold):
        outside = learn.learn(bags, wanted, fold != each)
        scores[fold == each] = outside.scores(bags, len(fold))[fold == each]
    return scores


def thresholds(scores: NDArray[np.float64], wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A score for each label that few enough clean messages reach, all labels together, and that is right often
    enough: each further false alarm is spent on the label that finds most by it."""
    clean = ~wanted.any(axis=1)
    choices = [_choices(scores[:, column], wanted[:, column], clean) for column in range(scores.shape[1])]
    spent = [0] * len(choices)
    for _ in range(int(FALSE_ALARMS * clean.sum())):
        gains = [
            each[at + 1][1] - each[at][1] if at + 1 < len(each) else -1 for at, each in zip(spent, choices, strict=True)
        ]
        spent[int(np.argmax(gains))] += max(gains) > 0
    return np.array([each[at][0] for at, each in zip(spent, choices, strict=True)])


def _choices(
    scores: NDArray[np.float64], wanted: NDArray[np.bool_], clean: NDArray[np.bool_]
) -> list[tuple[float, int]]:
    """For no, one, two … false alarms on clean messages: the lowest score to ask for, and how many are right then."""
    order = np.argsort(-scores, kind="stable")
    right, alarms = np.cumsum(wanted[order]), np.cumsum(clean[order])
    sure = right >= SURE * np.arange(1, len(order) + 1)
    found = list[tuple[float, int]]()
    for allowed in range(MOST):
        good = np.flatnonzero(sure & (alarms <= allowed))
        found.append((float(scores[order[good[-1]]]), int(right[good[-1]])) if len(good) else (NEVER, 0))
    return found


def main(check: Annotated[bool, typer.Option(help="Change nothing; fail if it would change.")] = False) -> None:
    """Learn, store, and say what the model would stop."""
    made = trained(corpus.messages(corpus.files(blind=False)), corpus.digest(corpus.files(blind=False)))
    if check:
        same = PLACE.exists() and learn.stored(made) == PLACE.read_bytes()
        typer.echo("the model is what its messages make" if same else "the model is out of date: make model")
        raise typer.Exit(not same)
    PLACE.write_bytes(learn.stored(made))
    typer.echo(f"{PLACE.name}: {PLACE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
