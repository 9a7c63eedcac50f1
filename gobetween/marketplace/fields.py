"""Named values of one object in a file, taken one by one until nothing is left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from gobetween.marketplace.values import Wrong

T = TypeVar("T")
MOST = 1000
"""Most objects in one list."""


class Fields:
    """Named values of one object, taken one by one; what is wrong is gathered, what is left over is unknown."""

    def __init__(self, values: Mapping[str, Any], prefix: str, problems: list[str]) -> None:
        self._left = {name: value for name, value in values.items() if value is not None and value != ""}
        self._prefix = prefix
        self._problems = problems

    def take(self, name: str, read: Callable[[Any], T], default: T) -> T:
        """The value, or `default` when it is not given or not right."""
        if name not in self._left:
            return default
        try:
            return read(self._left.pop(name))
        except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
            self._problem(name, error.args[0] if isinstance(error, Wrong) else "cannot be read")
            return default

    def need(self, name: str, read: Callable[[Any], T]) -> T | None:
        """The value, which must be given."""
        if name not in self._left:
            self._problem(name, "is missing")
            return None
        return self.take(name, read, None)

    def present(self, name: str, value: T | None) -> T | None:
        """`value` as it is, taken before; a problem when it was not given and nothing was said yet."""
        if value is None and not any(each.startswith(f"{self._prefix}{name} ") for each in self._problems):
            self._problem(name, "is missing")
        return value

    def inner(self, name: str, separator: str) -> Fields:
        """The object under `name`."""
        value = self._left.pop(name, {})
        if not isinstance(value, dict):
            self._problem(name, "is not an object")
            value = {}
        return Fields(value, f"{self._prefix}{name}{separator}", self._problems)

    def each(self, name: str, separator: str) -> list[Fields]:
        """The objects in the list under `name`."""
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._problem(name, "is not a list of objects")
            return []
        if len(value) > MOST:
            self._problem(name, f"has more than {MOST} lines")
            return []
        spelled = f"{name.removesuffix('s')}{separator}" if separator == "_" else f"{name}[]{separator}"
        return [Fields(each, spelled, self._problems) for each in value]

    def end(self) -> None:
        """Whatever was not taken is not known here."""
        for name in self._left:
            shown = name if re.fullmatch(r"[A-Za-z][A-Za-z_]{0,30}", name) else "(a name not shown)"
            self._problem(shown, "is not a field of this format")

    def _problem(self, name: str, why: str) -> None:
        problem = f"{self._prefix}{name} {why}"
        if problem not in self._problems:
            self._problems.append(problem)
