"""What the oldest Python we promise does not do right."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "gobetween"


def test_no_pattern_repeats_a_group_possessively() -> None:
    """`(...)*+` forgets its group in re before 3.11.4 (gh-106052); a single piece (`x*+`) is fine."""
    bad = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")
    lines = ((path, line) for path in PACKAGE.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines())
    assert [(path.name, line) for path, line in lines if not line.lstrip().startswith("#") and bad.search(line)] == []
