"""What an operator can set, and what the program says about it, stands in the handbook."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from gobetween.cli.app import COMMANDS
from gobetween.cli.serve import CHOICES
from gobetween.kit import checks
from gobetween.kit.config import Config

OPERATE = Path(__file__).parents[2] / "docs" / "operate"


def test_every_setting_is_documented_as_it_is() -> None:
    page = (OPERATE / "settings.md").read_text(encoding="utf-8")
    missing = [row for row in map(_row, fields(Config)) if row not in page]
    assert missing == [], "put these rows into docs/operate/settings.md:\n" + "\n".join(missing)


def _row(field: object) -> str:
    name = getattr(field, "name", "")
    environment = "DATABASE_URL" if name == "database_url" else f"GOBETWEEN_{name.upper()}"
    default = getattr(Config(), name)
    shown = "the user's data folder" if name == "state_dir" else f"`{default}`" if default != "" else "empty"
    return f"| `{environment}` | {shown} | {getattr(field, 'metadata', {})['doc']} |"


def test_no_setting_is_documented_that_is_not_there() -> None:
    known = {_row(field).split("|")[1].strip() for field in fields(Config)}
    page = (OPERATE / "settings.md").read_text(encoding="utf-8").splitlines()
    told = {line.split("|")[1].strip() for line in page if line.startswith(("| `GOBETWEEN_", "| `DATABASE"))}
    assert told == known


def test_every_check_is_documented() -> None:
    page = (OPERATE / "settings.md").read_text(encoding="utf-8")
    assert [code for code, _ in (("E001", None), *checks.CHECKS) if f"| {code} |" not in page] == []


def test_every_role_and_command_is_documented() -> None:
    page = (OPERATE / "running.md").read_text(encoding="utf-8")
    assert [role for role in CHOICES if f"`{role}`" not in page] == []
    assert [command for command in COMMANDS if f"`gobetween {command}" not in page] == []


def test_every_metric_is_documented() -> None:
    source = (Path(checks.__file__).parent / "metrics.py").read_text(encoding="utf-8")
    names = {word.strip('"') for word in source.replace("(", " ").replace(",", " ").split() if '"gobetween_' in word}
    page = (OPERATE / "monitoring.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if name not in page] == []
