"""Collects the commands; each lives in a file of its own and is loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from gobetween import __version__
from gobetween.kit.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Where a command lives: `module` and `function` (or a `typer.Typer`), or the commands below it."""

    help: str
    module: str = ""
    function: str = ""
    below: Mapping[str, Command] = field(default_factory=dict)


COMMANDS: dict[str, Command] = {
    "demo": Command(help="Run a demo marketplace on this machine.", module="demo", function="demo"),
    "serve": Command(help="Run the service, or some of its roles.", module="serve", function="serve"),
    "doctor": Command(help="Check settings, database, keys, DNS, TLS and mail.", module="doctor", function="doctor"),
    "preview": Command(help="Show what the other party would receive.", module="preview", function="preview"),
    "check": Command(help="Find what may not be said in a message.", module="check", function="check"),
    "rulebook": Command(
        help="Show, check and publish rulebooks.",
        below={
            "show": Command(help="Print the rulebook in force.", module="rulebook", function="show"),
            "check": Command(help="Find everything that is wrong with a file.", module="rulebook", function="check"),
            "publish": Command(help="Put a file in force.", module="rulebook", function="publish"),
        },
    ),
    "marketplace": Command(
        help="Open a marketplace.",
        below={"open": Command(help="Open a marketplace.", module="marketplace", function="open_")},
    ),
    "import": Command(
        help="Bring in orders.",
        below={
            "orders": Command(help="Read orders from CSV or JSON Lines.", module="import_orders", function="orders"),
        },
    ),
    "alias": Command(
        help="Look at encrypted aliases, switch them off, renew them.",
        below={
            "explain": Command(help="Say what an alias stands for.", module="alias", function="explain"),
            "list": Command(help="Print every order with both aliases.", module="alias", function="list_"),
            "retire": Command(help="Refuse mail to an alias from now on.", module="alias", function="retire"),
            "renew": Command(help="Give a side a new alias.", module="alias", function="renew"),
        },
    ),
    "held": Command(
        help="Decide about held messages.",
        below={
            "list": Command(help="Print what is held.", module="held", function="list_"),
            "release": Command(help="Let a message go on.", module="held", function="release"),
            "refuse": Command(help="Refuse a message; its author is told.", module="held", function="refuse"),
        },
    ),
    "verify": Command(help="Prove the journal unbroken.", module="verify", function="verify"),
    "keys": Command(help="Make and rotate the sealing keys.", module="keys", function="keys"),
}


class Table(TyperGroup):
    """A group that knows its commands by name and loads one only to run it."""

    table: Mapping[str, Command] = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        entry = self.table.get(cmd_name)
        return entry and TyperCommand(name=cmd_name, help=entry.help)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        entry = self.table.get(args[0])
        if entry is None:
            return super().resolve_command(ctx, args)
        return args[0], _load(args[0], entry), args[1:]


def _load(name: str, entry: Command) -> Any:
    if entry.below:
        group = Table(name=name, help=entry.help, no_args_is_help=True)
        group.table = entry.below
        return group
    found = getattr(importlib.import_module(f"gobetween.cli.{entry.module}"), entry.function)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    single = typer.Typer(add_completion=False)
    single.command(name)(found)
    return typer.main.get_command(single)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"gobetween {__version__}")
        raise typer.Exit


app = typer.Typer(cls=Table, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(help="Buyer-seller messaging for marketplaces.")
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Options of the command itself."""


def main() -> None:
    """Entry point of the `gobetween` command. What people can mend is said in a sentence, with exit status 2."""
    try:
        app()
    except Problem as problem:
        for line in str(problem).splitlines():
            print(f"gobetween: {line}", file=sys.stderr)
        raise SystemExit(2) from None
