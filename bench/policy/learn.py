"""Learns the second opinion from labelled messages. Deterministic: the same messages give the same model."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.svm import LinearSVC

from gobetween.policy import opinion
from gobetween.policy.reading import Reading, Text

BUCKETS = 1 << opinion.BITS
REGULAR = 0.1
"""How little the weights are held back."""
CONCEPT = 0.4
"""How much a concept may count beside a piece of text."""
ROUNDS = 1
"""How often the best window of each violating text is chosen anew."""

Matrix = sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as windows: a row of features each, and the number of the message it belongs to."""

    windows: Matrix
    owner: NDArray[np.int64]
    names: tuple[str, ...]


def texts(reading: Reading) -> list[Text]:
    """What is scored of a message: the plainest view of everything that its author says."""
    found = (passage.texts[-1] for passage in reading.own if not passage.place.startswith("file:"))
    return [text for text in found if len(text.view.text) >= opinion.SHORTEST]


def bags(readings: Sequence[Reading]) -> Bags:
    """The windows of all messages. The last columns stand for concepts and pairs of them, named in order."""
    names: dict[str, int] = {}
    rows, owner = [], []
    for number, reading in enumerate(readings):
        for text in texts(reading):
            found = _windows(text, names)
            rows += found
            owner += [number] * len(found)
    width = BUCKETS + len(names)
    lengths = np.cumsum([0] + [len(row[0]) for row in rows])
    columns = np.concatenate([row[0] for row in rows])
    values = np.concatenate([row[1] for row in rows])
    matrix = sparse.csr_matrix((values, columns, lengths), shape=(len(rows), width))
    matrix.sum_duplicates()
    return Bags(matrix, np.array(owner), tuple(names))


def _windows(text: Text, names: dict[str, int]) -> list[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Columns and values of each window, as `opinion.Model` will score it."""
    pieces = opinion.Pieces.of(text)
    said = opinion.concepts(text)
    rows = []
    for size in range(1, min(opinion.WINDOW, len(pieces.edges) - 1) + 1):
        for first in range(len(pieces.edges) - size):
            start, end = pieces.edges[first], pieces.edges[first + size]
            begin, stop = np.searchsorted(pieces.starts, (start, end))
            grams = np.concatenate([pieces.grams[:, start:end].ravel(), pieces.words[:, begin:stop].ravel()])
            concepts = [names.setdefault(name, len(names)) for name in _said(said, first, first + size)]
            columns = np.concatenate([grams, BUCKETS + np.array(concepts, dtype=np.int64)])
            values = np.full(len(columns), 1 / np.sqrt(max(end - start, opinion.SPARSE)))
            values[len(grams) :] = CONCEPT
            rows.append((columns, values))
    return rows


def _said(said: Mapping[int, frozenset[str]], first: int, last: int) -> list[str]:
    none = frozenset[str]()
    alone = [name for at in range(first, last) for name in opinion.within(said.get(at, none))]
    pairs = ((said.get(at, none), said.get(at + 1, none)) for at in range(first, last - 1))
    return alone + [name for pair in pairs for name in opinion.across(*pair)]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Exact weights of each label over the columns of the bags, and what is added."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def scores(self, found: Bags, count: int) -> NDArray[np.float64]:
        """(message, label) -> score of its best window."""
        best = np.full((count, len(opinion.LABELS)), -10.0)
        np.maximum.at(best, found.owner, found.windows @ self.weights.T + self.bias)
        return best


def learn(found: Bags, wanted: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Learnt:
    """Learn each label from the `chosen` messages; `wanted` is (message, label)."""
    kept = chosen[found.owner]
    windows, owner = found.windows[kept], found.owner[kept]
    present = sparse.csr_matrix((np.ones(len(windows.indices)), windows.indices, windows.indptr), shape=windows.shape)
    seen = np.asarray(present.sum(axis=0)).ravel()
    rarity = np.log((1 + windows.shape[0]) / (1 + seen)) + 1
    rarity[BUCKETS:] = rarity[:BUCKETS].mean()
    rarity[seen < 2] = 0
    scaled = windows @ sparse.diags(rarity)
    pairs = [_one(scaled, owner, wanted[owner, column]) for column in range(len(opinion.LABELS))]
    return Learnt(np.stack([weights for weights, _ in pairs]) * rarity, np.array([bias for _, bias in pairs]))


def _one(windows: Matrix, owner: NDArray[np.int64], wanted: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The label's best window in each violating message against every window of the others."""
    scores = np.zeros(len(owner))
    chosen = np.ones(len(owner), dtype=np.bool_)
    weights, bias = np.zeros(windows.shape[1]), -1.0
    for _ in range(ROUNDS + 1 if wanted.any() else 0):
        machine = LinearSVC(C=REGULAR, random_state=0, max_iter=5000).fit(windows[chosen], wanted[chosen])
        weights, bias = machine.coef_[0], float(machine.intercept_[0])
        scores = windows @ weights
        chosen = ~wanted | _best(scores, owner)
    return weights, bias


def _best(scores: NDArray[np.float64], owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which windows are the first best of their owner."""
    order = np.lexsort((np.arange(len(scores)), -scores, owner))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = owner[order][1:] != owner[order][:-1]
    best = np.zeros(len(order), dtype=np.bool_)
    best[order[first]] = True
    return best


def model(learnt: Learnt, names: Sequence[str], threshold: NDArray[np.float64], trained_on: str) -> opinion.Model:
    """The learnt weights as small whole numbers."""
    grams = learnt.weights[:, :BUCKETS]
    scale = np.maximum(np.abs(grams).max(axis=1), 1e-9) / 127
    weights = np.ascontiguousarray(np.rint(grams / scale[:, None]).astype(np.int8).T)
    concepts = (learnt.weights[:, BUCKETS:] * CONCEPT).T.astype(np.float16)
    return opinion.Model(
        weights=weights,
        scale=scale.astype(np.float32),
        bias=learnt.bias.astype(np.float32),
        threshold=threshold.astype(np.float32),
        concepts={name: row.astype(np.float32) for name, row in zip(names, concepts, strict=True) if row.any()},
        trained_on=trained_on,
    )


def stored(made: opinion.Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    names = sorted(made.concepts)
    rows = [made.concepts[name] for name in names]
    file = io.BytesIO()
    np.savez_compressed(
        file,
        weights=made.weights,
        scale=made.scale,
        bias=made.bias,
        threshold=made.threshold,
        names=np.array(names, dtype=np.str_),
        concepts=np.array(rows, dtype=np.float16).reshape(len(rows), len(opinion.LABELS)),
        trained_on=np.array(made.trained_on),
    )
    return file.getvalue()
