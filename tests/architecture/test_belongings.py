"""No file names a package index or a path of the machine it was written on."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORBIDDEN = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "index" + "-url",
    "/wo" + "rk/",
    "/ro" + "ot/",
)


def _files() -> list[Path]:
    """Tracked files, or all when this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for path in (ROOT / "gobetween").rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_no_file_holds_what_belongs_elsewhere() -> None:
    found = []
    for path in _files():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []
