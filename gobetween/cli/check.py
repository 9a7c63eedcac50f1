"""`gobetween check`: may this be said? One verdict a line for programs, marked spans for people.

Needs no database and no settings: the default rulebook, or a document named by `--rulebook`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gobetween import policy
from gobetween.cli import check_lines
from gobetween.kit.problems import Problem
from gobetween.policy.hosts import MARKETPLACE_HOSTS


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="FILE.eml, FILE.txt, or - for a text on stdin.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One message a line on stdin, one verdict a line out.")
    ] = False,
    allow: Annotated[
        list[str] | None, typer.Option(help="A domain that may stand, beside amazon.*; repeat it for more.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the sentences: en, de.")] = "en",
    rulebook: Annotated[Path | None, typer.Option(help="A rulebook's file in place of the default one.")] = None,
) -> None:
    """Find what may not be said in a message, and say what to do instead."""
    asked = check_lines.Asked(
        rulebook=_rulebook(rulebook),
        allowed=MARKETPLACE_HOSTS.union(domain.strip().lower() for domain in allow or ()),
        language=language,
    )
    if jsonl == bool(paths):
        raise Problem("Name files to check, or give --jsonl and messages on stdin.")
    if jsonl:
        raise typer.Exit(check_lines.answer(sys.stdin.buffer, sys.stdout.buffer, asked))
    from gobetween.cli import check_files  # reading letters and colours take time that --jsonl need not pay

    raise typer.Exit(check_files.show(paths or [], asked))


def _rulebook(path: Path | None) -> policy.Rulebook:
    if path is None:
        return policy.default()
    try:
        return policy.parse(path.read_text(encoding="utf-8"), version=0)
    except (OSError, UnicodeDecodeError):
        raise Problem(f"The rulebook {path} cannot be read.") from None
    except policy.Invalid as invalid:
        raise Problem(str(invalid)) from None
