"""What a line of the terms may hold: each check gives the value as it is used, or raises `ValueError`, a sentence."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=StrEnum)


def flag(value: Any) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"it is true or false, not {value!r}.")
    return value


def whole(most: int) -> Callable[[Any], int]:
    """A whole number from 0 on."""

    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise ValueError(f"it is a whole number from 0 to {most}, not {value!r}.")
        return value

    return check


def span(most: int) -> Callable[[Any], tuple[int, int]]:
    """Least and most."""

    def check(value: Any) -> tuple[int, int]:
        if not isinstance(value, list) or len(value) != 2:
            raise ValueError(f"it is [least, most], not {value!r}.")
        least, greatest = (whole(most)(each) for each in value)
        if least > greatest:
            raise ValueError(f"the least, {least}, is more than the most, {greatest}.")
        return least, greatest

    return check


def choice(words: type[Word]) -> Callable[[Any], Word]:
    """One word of a set."""

    def check(value: Any) -> Word:
        if value not in words.__members__.values():
            raise ValueError(f"no such word: {value!r}; it is one of {', '.join(words)}.")
        return words(value)

    return check


def choices(words: type[Word]) -> Callable[[Any], frozenset[Word]]:
    """Any words of a set."""

    def check(value: Any) -> frozenset[Word]:
        if not isinstance(value, list):
            raise ValueError(f"it is a list, not {value!r}.")
        return frozenset(choice(words)(each) for each in value)

    return check
