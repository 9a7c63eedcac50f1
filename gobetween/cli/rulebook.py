"""`gobetween rulebook show|check|publish`: the table that says which rule leads to what."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gobetween import policy
from gobetween.cli import roles
from gobetween.kit.problems import Problem

Marketplace = Annotated[str, typer.Option(help="Whose; not needed when there is only one.")]


def show(
    marketplace: Marketplace = "",
    number: Annotated[int, typer.Option(help="The one under this number, as a verdict bears it.")] = 0,
    default: Annotated[bool, typer.Option("--default", help="The program's own; needs no database.")] = False,
    history: Annotated[bool, typer.Option("--history", help="A line for each that was published.")] = False,
) -> None:
    """Print the rulebook in force, or an older one; the document alone goes to stdout."""
    if default:
        print(policy.default_document(), end="")
        return
    with roles.world():
        from gobetween.cli.choose import marketplace_named  # models load only after Django
        from gobetween.marketplace import reads

        if number:
            kept = reads.rulebook(number)
            if kept is None:
                raise Problem(f"There is no rulebook {number}.")
            _print(kept.document, f"{kept.pk}: {kept.marketplace_id or 'default'}, {kept.created_at:%Y-%m-%d %H:%M}")
            return
        chosen = marketplace_named(marketplace)
        known = reads.rulebooks(chosen.pk)
        if history:
            for each in known:
                print(f"{each.pk}\t{each.created_at:%Y-%m-%d %H:%M}\t{each.author}\t{each.digest[:12]}")
            return
        if known:
            _print(known[0].document, f"{known[0].pk}: {chosen.pk}, {known[0].created_at:%Y-%m-%d %H:%M}")
        else:
            _print(policy.default_document(), f"{chosen.pk} published none: the program's own is in force")


def _print(document: str, about: str) -> None:
    print(f"# {about}", file=sys.stderr)
    print(document, end="" if document.endswith("\n") else "\n")


def check(path: Annotated[Path, typer.Argument(metavar="FILE", help="A rulebook in TOML.")]) -> None:
    """Name everything that is wrong with a rulebook, and try the examples of its own rules."""
    _, rulebook = _read(path)
    print(f"{path}: {len(rulebook.rows)} lines, {len(rulebook.custom)} rules of its own, no fault")
    if silent := policy.unnamed(rulebook):
        print(f"not named, so they do not run: {', '.join(silent)}")


def publish(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A rulebook in TOML.")],
    marketplace: Marketplace = "",
    by: Annotated[str, typer.Option(help="Who publishes it; the user of this machine without it.")] = "",
) -> None:
    """Put a rulebook in force for all messages from now on, when nothing is wrong with it."""
    document, rulebook = _read(path)
    with roles.world():
        from gobetween.actions.publish_rulebook import publish as put_in_force  # models load only after Django
        from gobetween.cli.choose import marketplace_named

        kept = put_in_force(marketplace_named(marketplace), document, author=by or _user(), now=datetime.now(UTC))
        print(f"rulebook {kept.pk} is in force for {kept.marketplace_id}")
    if silent := policy.unnamed(rulebook):
        print(f"not named, so they do not run: {', '.join(silent)}")


def _read(path: Path) -> tuple[str, policy.Rulebook]:
    try:
        document = path.read_text(encoding="utf-8")
        return document, policy.parse(document, version=0)
    except (OSError, UnicodeDecodeError):
        raise Problem(f"{path} cannot be read.") from None
    except policy.Invalid as invalid:
        raise Problem("\n".join(f"{path}: {fault}" for fault in invalid.faults)) from None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
