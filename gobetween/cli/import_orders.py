"""`gobetween import orders FILE`: orders with their buyers and sellers, from CSV or JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem


def orders(
    file: Annotated[Path, typer.Argument(help="CSV (one line an item) or JSON Lines (one line an order).")],
    marketplace: Annotated[str, typer.Option(help="Into which marketplace; not needed when there is only one.")] = "",
) -> None:
    """Read orders into a marketplace. A second run changes nothing. Ends with 1 when some lines were bad."""
    if not file.is_file():
        raise Problem(f"There is no file {file}.")
    with roles.world():
        imported = _imported(file, marketplace)
    for bad in imported.bad:
        print(f"line {bad.line}: {bad.why}", file=sys.stderr)
    print(_told(imported))
    raise typer.Exit(1 if imported.bad else 0)


def _imported(file: Path, name: str) -> Any:
    from gobetween.actions.import_orders import import_orders  # models load only after Django
    from gobetween.cli.choose import marketplace_named
    from gobetween.marketplace.files import UnreadableFile

    try:
        with _bar(file.stat().st_size) as progress:
            return import_orders(file, marketplace_named(name), now=datetime.now(UTC), progress=progress)
    except (UnreadableFile, OSError) as error:
        raise Problem(f"{file.name} cannot be imported: {error}.") from None


@contextmanager
def _bar(size: int) -> Iterator[Any]:
    """A progress bar on the terminal, and nothing anywhere else."""
    from rich.console import Console  # drawn rarely, loaded then
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("orders", total=size)
        yield lambda done: progress.update(task, completed=done)


def _told(imported: Any) -> str:
    counts = imported.counts
    total = counts.created + counts.updated + counts.unchanged
    return (
        f"{_many(total, 'order')}: {counts.created} created, {counts.updated} updated, {counts.unchanged} unchanged; "
        f"{_many(counts.buyers, 'new buyer')}, {_many(counts.sellers, 'new seller')}; "
        f"{_many(len(imported.bad), 'bad line')}"
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
