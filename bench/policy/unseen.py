"""What the second opinion adds on messages that it was not trained on: out of fold, and a language at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.policy import accuracy, corpus, learn, train
from gobetween import policy
from gobetween.policy import opinion
from gobetween.policy.reading import Reading
from gobetween.policy.words import Finding


def out_of_fold(messages: Sequence[corpus.Message]) -> accuracy.Score:
    """Rules with a model that has not seen the message's fold."""
    return _measured(messages, np.array(corpus.folds(messages)))


def language_left_out(messages: Sequence[corpus.Message]) -> accuracy.Score:
    """Rules with a model that has seen no message in the message's language."""
    languages = sorted({message.language for message in messages})
    return _measured(messages, np.array([languages.index(message.language) for message in messages]))


def _measured(messages: Sequence[corpus.Message], fold: NDArray[np.int64]) -> accuracy.Score:
    bags = learn.bags([Reading(message.draft) for message in messages])
    wanted = train.wanted_of(messages)
    scores = train.unseen(bags, wanted, fold)
    found = accuracy.Score()
    for each in np.unique(fold):
        for at in np.flatnonzero(fold == each).tolist():
            message = messages[at]
            verdict = accuracy.rules_alone(message.draft)
            found.add(message, _raised(verdict, scores[at] >= train.limits(), message.draft))
    return found


def _raised(verdict: policy.Verdict, over: NDArray[np.bool_], draft: policy.Draft) -> policy.Verdict:
    """The verdict with what the model adds, as the rulebook would have it."""
    outcome = policy.default().outcomes(draft.direction, draft.kind, draft.language).get("second-opinion")
    if not outcome:
        return verdict
    known = {finding.label for finding in verdict.findings}
    labels = [opinion.LABELS[column] for column in np.flatnonzero(over)]
    added = tuple(_finding(label, outcome) for label in labels if label not in known)
    return replace(verdict, findings=verdict.findings + added)


def _finding(label: policy.Label, outcome: policy.Outcome) -> Finding:
    return Finding(rule="second-opinion", label=label, outcome=outcome, place="text", start=0, end=0, message="")
