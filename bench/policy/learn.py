"""Learns the second opinion from labelled messages. Deterministic: the same messages give the same model."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
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
ROUNDS = 1
"""How often the best window of each violating text is chosen anew."""

Matrix = sparse.csr_matrix
Buckets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as windows: a row of features each, and the number of the message it belongs to."""

    windows: Matrix
    owner: NDArray[np.int64]


def texts(reading: Reading) -> list[Text]:
    """What is scored of a message: the plainest view of everything that its author says."""
    found = (passage.texts[-1] for passage in reading.own if not passage.place.startswith("file:"))
    return [text for text in found if len(text.view.text) >= opinion.SHORTEST]


def bags(readings: Sequence[Reading]) -> Bags:
    """The windows of all messages."""
    rows, owner = list[tuple[Buckets, float]](), list[int]()
    for number, reading in enumerate(readings):
        found = [window for text in texts(reading) for window in _windows(text)]
        rows += found
        owner += [number] * len(found)
    lengths = np.array([len(columns) for columns, _ in rows])
    matrix = sparse.csr_matrix(
        (
            np.repeat([value for _, value in rows], lengths),
            np.concatenate([columns for columns, _ in rows]),
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        shape=(len(rows), BUCKETS),
    )
    matrix.sum_duplicates()
    return Bags(matrix, np.array(owner))


def _windows(text: Text) -> Iterator[tuple[Buckets, float]]:
    """The buckets of each window and what each counts, as `opinion.Model` will score it."""
    pieces = opinion.Pieces.of(text)
    for size in range(1, min(opinion.WINDOW, len(pieces.edges) - 1) + 1):
        for first in range(len(pieces.edges) - size):
            start, end = pieces.edges[first], pieces.edges[first + size]
            begin, stop = np.searchsorted(pieces.starts, (start, end))
            columns = np.concatenate([pieces.grams[:, start:end].ravel(), pieces.words[:, begin:stop].ravel()])
            yield columns, 1 / np.sqrt(max(end - start, opinion.SPARSE))


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


def model(learnt: Learnt, threshold: NDArray[np.float64], floor: NDArray[np.float64], trained_on: str) -> opinion.Model:
    """The learnt weights as small whole numbers."""
    scale = np.maximum(np.abs(learnt.weights).max(axis=1), 1e-9) / 127
    return opinion.Model(
        weights=np.ascontiguousarray(np.rint(learnt.weights / scale[:, None]).astype(np.int8).T),
        scale=scale.astype(np.float32),
        bias=learnt.bias.astype(np.float32),
        threshold=threshold.astype(np.float32),
        floor=floor.astype(np.float32),
        trained_on=trained_on,
    )


def stored(made: opinion.Model) -> bytes:
    """The file of a model; the same model gives the same bytes."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        weights=made.weights,
        scale=made.scale,
        bias=made.bias,
        threshold=made.threshold,
        floor=made.floor,
        trained_on=np.array(made.trained_on),
    )
    return file.getvalue()
