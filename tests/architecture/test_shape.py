"""Files and functions stay small, names stay plain, every room says what it is."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in (ROOT / "gobetween").rglob("*.py") if "migrations" not in path.parts]
LONGEST_FILE, LONGEST_FUNCTION, MOST_POSITIONAL = 400, 50, 5
BANNED_NAMES = re.compile(r"(Manager|Service|Helper|Util|Utils|Processor)$")
BANNED_FILES = {"utils.py", "helpers.py", "services.py", "managers.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions() -> Iterator[tuple[Path, Function]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield path.relative_to(ROOT), node


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_the_wall() -> None:
    long = {str(path): lines for path in SOURCES if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_the_wall() -> None:
    assert [f"{path}:{node.name}" for path, node in _functions() if _length(node) > LONGEST_FUNCTION] == []


def test_most_functions_are_short() -> None:
    lengths = sorted(_length(node) for _, node in _functions())
    assert statistics.median(lengths) <= 10
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_functions_take_few_positional_parameters() -> None:
    many = [
        f"{path}:{node.name}"
        for path, node in _functions()
        if len([arg for arg in node.args.posonlyargs + node.args.args if arg.arg not in {"self", "cls"}])
        > MOST_POSITIONAL
    ]
    assert many == []


def test_nothing_is_called_a_manager() -> None:
    names = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and BANNED_NAMES.search(node.name)
    ]
    assert names + [str(path) for path in SOURCES if path.name in BANNED_FILES] == []


def test_no_cycle_is_dodged_with_type_checking() -> None:
    assert [str(path) for path in SOURCES if "TYPE_CHECKING" in path.read_text(encoding="utf-8")] == []


def test_every_room_opens_with_a_sentence() -> None:
    rooms = [path for path in SOURCES if path.name == "__init__.py"]
    silent = [str(path) for path in rooms if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
