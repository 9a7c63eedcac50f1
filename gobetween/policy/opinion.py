"""A learned second opinion on a text: a linear model on hashed pieces of words and on pairs of words.

Trained by `make model`; here it is only applied, with numpy alone. Every window of one to three sentences is scored and
the best counts, so that one sentence in a long letter is found as well as a letter of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gobetween.policy.reading import Text
from gobetween.policy.words import Label

LABELS = (
    Label.REVIEW_POSITIVE,
    Label.REVIEW_INCENTIVE,
    Label.REVIEW_CHANGE,
    Label.MARKETING,
    Label.CROSS_SELL,
    Label.REFERRAL,
    Label.OFF_PLATFORM_CONTACT,
    Label.OPTOUT_LINK,
)
"""The labels that are said in words, in the order of the model's columns."""

BITS = 17
SIZES = (2, 3, 4, 5)
WINDOW = 3
"""Most sentences of a window."""
SHORTEST, LONGEST = 12, 100_000
"""Characters: a shorter text says too little, of a longer one only the beginning is scored."""
BRIEF = 32
"""Characters: a shorter window may lean to a label and is too little to stop a message by itself."""
SPARSE = 25
"""A window shorter than this counts as this long."""
WEIGHED = 3
"""Words that are told."""
_COLUMNS = np.arange(len(LABELS))

Buckets = NDArray[np.int64]
Codes = NDArray[np.uint64]
Scores = NDArray[np.float32]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - BITS)
_WORD, _GAP = np.uint64(11), np.uint64(0xA0761D6478BD642F)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut up. `grams`: (size, character) -> bucket of the piece that starts there; `words`: (word alone, with
    the next, with the one after) -> bucket; `starts` and `ends` of the words; `edges` of the sentences."""

    grams: Buckets
    words: Buckets
    starts: Buckets
    ends: Buckets
    edges: Buckets

    @classmethod
    def of(cls, text: Text) -> Pieces:
        """Cut a text up; it must not be empty."""
        codes = _codes(text.view.text[:LONGEST])
        starts, ends = _words(codes)
        inner = [at for at in text.breaks if at < len(codes)]
        return cls(_grams(codes), _word_buckets(codes, starts, ends), starts, ends, np.array([0, *inner, len(codes)]))


def _codes(text: str) -> Codes:
    """Code points; every digit is 0, every blank a space."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _plain().take(points, mode="clip")


@cache
def _characters() -> NDArray[np.str_]:
    """One string for each code point of the first plane."""
    return np.arange(0x10000, dtype=np.uint32).view("U1")


@cache
def _plain() -> Codes:
    found = _characters()
    points = np.arange(0x10000, dtype=np.uint64)
    points[np.strings.isspace(found)] = 32
    points[np.strings.isdigit(found)] = 48
    return points


@cache
def _in_words() -> NDArray[np.bool_]:
    return np.strings.isalnum(_characters())


def _grams(codes: Codes) -> Buckets:
    """Pieces of each of `SIZES` characters; behind the end stand spaces."""
    size, base = len(codes), np.uint64(_BASE)
    padded = np.full(size + SIZES[-1], 32, dtype=np.uint64)
    padded[:size] = codes
    found = np.empty((len(SIZES), size), dtype=np.uint64)
    value = codes
    for row, length in zip(found, SIZES, strict=True):
        np.multiply(value, base, out=row)
        row += padded[length - 1 : length - 1 + size]
        value = row
    return _buckets(found)


def _buckets(values: Codes) -> Buckets:
    mixed: Codes = values * _MIX
    mixed >>= _SHIFT
    return mixed.view(np.int64)


def _words(codes: Codes) -> tuple[Buckets, Buckets]:
    """Where words start and end."""
    inside = np.zeros(len(codes) + 2, dtype=np.bool_)
    inside[1:-1] = _in_words().take(codes.view(np.int64))
    changes = np.flatnonzero(inside[1:] != inside[:-1])
    return changes[::2], changes[1::2]


def _word_buckets(codes: Codes, starts: Buckets, ends: Buckets) -> Buckets:
    """Words alone, with the next one, and with the one after it."""
    size, count = len(codes), len(starts)
    powers, inverses = _powers(1 << (size - 1).bit_length())
    sums = np.zeros(size + 1, dtype=np.uint64)
    np.cumsum(codes * powers[:size], out=sums[1:])
    value = np.zeros(count + 2, dtype=np.uint64)
    value[:count] = (sums.take(ends) - sums.take(starts)) * inverses.take(starts)
    found = np.empty((3, count), dtype=np.uint64)
    np.add(value[:count], _WORD, out=found[0])
    ahead = value[:count] * np.uint64(_BASE)
    np.add(ahead, value[1 : count + 1], out=found[1])
    np.add(ahead ^ _GAP, value[2:], out=found[2])
    return _buckets(found)


@lru_cache(maxsize=32)
def _powers(size: int) -> tuple[Codes, Codes]:
    """Powers of the base and of its inverse, modulo 2**64."""
    bases = np.full(size, _BASE, dtype=np.uint64)
    inverses = np.full(size, _INVERSE, dtype=np.uint64)
    bases[0] = inverses[0] = 1
    return np.cumprod(bases), np.cumprod(inverses)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a text seems to say: the label, how far above its threshold, the span in the view, words that weighed."""

    label: Label
    margin: float
    start: int
    end: int
    words: tuple[str, ...]


Scored = tuple[Pieces, NDArray[np.int32], Scores, Buckets, Buckets]
"""Pieces of a text, their weights, and for each label its best score and the sentences of that window."""


@dataclass(frozen=True)
class Model:
    """Weights: a row of small whole numbers a bucket, a column a label."""

    weights: NDArray[np.int8]
    scale: Scores
    bias: Scores
    threshold: Scores
    floor: Scores
    trained_on: str = ""

    @cached_property
    def packed(self) -> Buckets:
        """A row of eight weights as one number."""
        rows: Buckets = np.ascontiguousarray(self.weights).view(np.int64)[:, 0]
        return rows

    def opinions(self, text: Text) -> Iterator[Opinion]:
        """Every label whose best window is above the threshold."""
        if len(text.view.text) < SHORTEST:
            return
        pieces, weights, best, first, last = self.scored(text)
        for column in np.flatnonzero(best >= self.threshold):
            start, end = int(pieces.edges[first[column]]), int(pieces.edges[last[column]])
            if end - start < BRIEF:
                continue
            words = _weightiest(text.view.text, pieces, weights[:, column], start, end)
            if words:  # a line of dashes says nothing, whatever it weighs
                yield Opinion(LABELS[column], float(best[column] - self.threshold[column]), start, end, words)

    def leans(self, text: Text, label: Label) -> bool:
        """Whether the best window for a label is above its floor; of a text that is too short nothing is known."""
        if label not in LABELS or len(text.view.text) < SHORTEST:
            return True
        column = LABELS.index(label)
        return bool(self.scored(text)[2][column] >= self.floor[column])

    def scored(self, text: Text) -> Scored:
        """A text cut up, the weights of its pieces, and each label's best window; worked out once a text."""
        known = self._known.get(text)
        if known is None:
            pieces = Pieces.of(text)
            weights = self.weigh(pieces)
            known = self._known[text] = (pieces, weights, *self.best(pieces, weights))
        return known

    @cached_property
    def _known(self) -> WeakKeyDictionary[Text, Scored]:
        return WeakKeyDictionary()

    def weigh(self, pieces: Pieces) -> NDArray[np.int32]:
        """(character, label) -> weight of all pieces that start there."""
        weights = self._sums(pieces.grams)
        weights[pieces.starts] += self._sums(pieces.words)
        return weights

    def _sums(self, buckets: Buckets) -> NDArray[np.int32]:
        rows = self.packed.take(buckets).view(np.int8).reshape(*buckets.shape, len(LABELS))
        found: NDArray[np.int32] = rows.sum(axis=0, dtype=np.int32)
        return found

    def best(self, pieces: Pieces, weights: NDArray[np.int32]) -> tuple[Scores, Buckets, Buckets]:
        """The best score of each label, and the sentences its window begins with and ends before."""
        edges = pieces.edges
        sums = np.zeros((len(edges), len(LABELS)), dtype=np.int64)
        np.cumsum(np.add.reduceat(weights, edges[:-1], axis=0), axis=0, out=sums[1:])
        first, last = _spans(len(edges) - 1)
        length = np.sqrt(np.maximum(edges[last] - edges[first], SPARSE))
        scores = (sums[last] - sums[first]) / length[:, None] * self.scale
        chosen = scores.argmax(axis=0)
        return scores[chosen, _COLUMNS] + self.bias, first[chosen], last[chosen]


@lru_cache(maxsize=256)
def _spans(count: int) -> tuple[Buckets, Buckets]:
    """Every window of so many sentences: the one it begins with and the one it ends before."""
    spans = [(at, at + size) for size in range(1, min(WINDOW, count) + 1) for at in range(count - size + 1)]
    table = np.array(spans, dtype=np.int64)
    return table[:, 0], table[:, 1]


def _weightiest(text: str, pieces: Pieces, weights: NDArray[np.int32], start: int, end: int) -> tuple[str, ...]:
    """The words of the span that weighed most, in their order."""
    sums = np.concatenate([[0], np.cumsum(weights)])
    heavy: list[tuple[int, int]] = []
    for first, last in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True):
        if start <= first < end:
            heavy.append((-int(sums[last] - sums[first]), first))
    heavy.sort()
    kept = sorted(at for weight, at in heavy[:WEIGHED] if weight < 0 or at == heavy[0][1])
    ends = dict(zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True))
    return tuple(text[at : ends[at]] for at in kept)


@cache
def model() -> Model:
    """The model that comes with the program."""
    with resources.files(__package__).joinpath("opinion.npz").open("rb") as file, np.load(file) as stored:
        return Model(
            weights=stored["weights"],
            scale=stored["scale"],
            bias=stored["bias"],
            threshold=stored["threshold"],
            floor=stored["floor"],
            trained_on=str(stored["trained_on"]),
        )
