"""The rooms stand in layers: true today, and a bad import is caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources in a place of their own, to be spoiled."""
    shutil.copytree(ROOT / "gobetween", tmp_path / "gobetween", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_rooms_stand_in_layers() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize(
    ("where", "planted"),
    [
        ("kit/ids.py", "from gobetween.conversations import reads as planted"),
        ("mail/verp.py", "from gobetween.web import health as planted"),
        ("policy/words.py", "import django as planted"),
        ("mime/words.py", "from gobetween.policy import words as planted"),
        ("web/health.py", "from gobetween.conversations import writes as planted"),
    ],
)
def test_a_planted_bad_import_is_caught(copy: Path, where: str, planted: str) -> None:
    spoiled = copy / "gobetween" / where
    spoiled.write_text(spoiled.read_text(encoding="utf-8") + f"\n{planted}\n", encoding="utf-8")
    result = _lint(copy)
    assert result.returncode != 0
    assert "BROKEN" in result.stdout, result.stdout[-3000:] + result.stderr[-3000:]


def test_a_room_outside_the_layers_is_caught(copy: Path) -> None:
    (copy / "gobetween" / "utils").mkdir()
    (copy / "gobetween" / "utils" / "__init__.py").write_text("")
    assert _lint(copy).returncode != 0
