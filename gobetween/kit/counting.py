"""Where the processes of one tree count for Prometheus. Knows nothing of prometheus-client, which must find it set."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gobetween.kit import processes


def folder(state_dir: Path) -> Path:
    """A clean folder for the counters of this process and its forks; those of dead starts are removed."""
    home = state_dir / "metrics"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in home.iterdir():
        if not (old.name.isdigit() and processes.alive(int(old.name))) or old.name == str(os.getpid()):
            shutil.rmtree(old, ignore_errors=True)
    mine = home / str(os.getpid())
    mine.mkdir(mode=0o700)
    return mine
