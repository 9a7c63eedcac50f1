"""docs/flow.md tells the way of a message in the order of the calls in actions/post."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_names_the_steps_of_post_in_their_order() -> None:
    page = (ROOT / "docs/flow.md").read_text(encoding="utf-8")
    told = re.findall(r"^\d\. `([\w.]+)`", page, re.MULTILINE)
    assert told == [name for name in _calls("post") if name in told]
    assert set(_calls("post")) - set(told) <= {"transaction.atomic", "record.entries"}


def test_the_page_names_the_decisions_in_their_order() -> None:
    page = (ROOT / "docs/flow.md").read_text(encoding="utf-8")
    told = re.findall(r"^ {3}\d\. `([\w.]+)`", page, re.MULTILINE)
    assert told == [name for name in _calls("settle") + _calls("_judged") if name in told]
    assert len(told) == 4


def test_post_stays_small() -> None:
    assert len((ROOT / "gobetween/actions/post.py").read_text(encoding="utf-8").splitlines()) < 120


def _calls(function: str) -> list[str]:
    """Dotted names called in a function of actions/post, in the order they stand."""
    tree = ast.parse((ROOT / "gobetween/actions/post.py").read_text(encoding="utf-8"))
    [body] = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call)]
    calls.sort(
        key=lambda node: (
            (node.end_lineno, node.end_col_offset) if function == "_judged" else (node.lineno, node.col_offset)
        )
    )
    return [ast.unparse(node.func) for node in calls]
