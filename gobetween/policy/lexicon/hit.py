"""A place where a concept stands."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """A phrase or shape of a concept in a view: its span there."""

    concept: str
    start: int
    end: int
