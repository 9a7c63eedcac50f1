"""How mail programs begin their bounces and auto-replies, one pattern a line: a new wording is a new line."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def alternatives(name: str) -> str:
    """All patterns of `<name>.txt` as one alternation."""
    lines = (files(__name__) / f"{name}.txt").read_text("utf-8").splitlines()
    return "|".join(line for line in lines if line and not line.startswith("#"))
