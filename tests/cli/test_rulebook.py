"""`gobetween rulebook`: documents are shown, checked and put in force."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gobetween import policy
from gobetween.cli import roles
from gobetween.cli.app import app
from gobetween.kit.problems import Problem
from gobetween.marketplace.models import Marketplace, Rulebook

GOOD = '[any]\ncontact-mail = "block"\n'


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, marketplace: Marketplace) -> None:
    """The commands work on the tests' own database."""

    @contextlib.contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(roles, "world", here)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["rulebook", *arguments], catch_exceptions=True)


def test_the_default_is_printed_as_it_is() -> None:
    assert run("show", "--default").stdout == policy.default_document()


def test_what_is_published_is_shown_from_then_on(world: None, tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text(GOOD)
    assert run("show").stdout == policy.default_document()
    done = run("publish", str(book), "--by", "Olga")
    [kept] = Rulebook.objects.all()
    assert f"rulebook {kept.pk} is in force for demo" in done.stdout
    assert "do not run: " in done.stdout and "marketing" in done.stdout
    assert run("show").stdout == GOOD
    assert run("show", "--number", str(kept.pk)).stdout == GOOD
    assert run("show", "--history").stdout.split("\t")[2] == "Olga"


def test_a_document_with_faults_is_refused_whole(world: None, tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text(GOOD + 'x = "y"\n[klingon]\n')
    for command in ("check", "publish"):
        done = run(command, str(book))
        assert isinstance(done.exception, Problem)
        assert "x: " in str(done.exception) and "klingon" in str(done.exception)
    assert not Rulebook.objects.exists()


def test_a_sound_document_is_said_to_be_so(tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text(GOOD)
    assert "1 lines, 0 rules of its own, no fault" in run("check", str(book)).stdout


def test_a_number_that_was_never_given_is_said_to_be_none(world: None) -> None:
    assert isinstance(run("show", "--number", "77").exception, Problem)
