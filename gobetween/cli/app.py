"""Collects the commands; each lives in a file of its own and is loaded only when it is called."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Buyer-seller messaging for marketplaces.")


def main() -> None:
    """Entry point of the `gobetween` command."""
    app()
