"""A draft as bytes and back, to be judged again later with all that was known at first."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, asdict, fields
from typing import Any

from gobetween.policy import Direction, Draft, File, Kind, Source


def kept(draft: Draft) -> bytes:
    """The draft as JSON."""
    return json.dumps(asdict(draft), default=sorted, ensure_ascii=False).encode("utf-8", "surrogatepass")


def taken_up(content: bytes) -> Draft:
    """The draft that was kept; what a draft of that day did not have is as if it had not been said."""
    told = json.loads(content.decode("utf-8", "surrogatepass"))
    return Draft(**{each.name: _value(each, told[each.name]) for each in fields(Draft) if each.name in told})


_MADE: dict[str, Any] = {
    "sources": lambda values: tuple(Source(**value) for value in values),
    "files": lambda values: tuple(File(**value) for value in values),
    "direction": Direction,
    "kind": Kind,
}


def _value(each: Field[Any], value: Any) -> Any:
    """JSON knows neither tuples nor sets nor our words."""
    if each.name in _MADE:
        return _MADE[each.name](value)
    if each.default is MISSING or not isinstance(each.default, tuple | frozenset):
        return value
    return type(each.default)(value)
