"""`gobetween keys …`: make, rotate and retire the keys everything is sealed under."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem

keys = typer.Typer(no_args_is_help=True, add_completion=False, help="Make and rotate the sealing keys.")


@keys.command()
def new() -> None:
    """Print a fresh key, to be put in front of GOBETWEEN_KEYS."""
    from gobetween.kit.keys import new_key  # loads cryptography

    print(new_key())


@keys.command()
def rotate() -> None:
    """Put a new key in front of the ring in the state folder. Restart the service, then run `keys reseal`."""
    from gobetween.kit.keys import rotate as rotated  # loads cryptography

    config = roles.read()
    if config.keys:
        raise Problem("The keys come from the settings: put the output of `gobetween keys new` in front of them.")
    print(f"new key {rotated(config)}: restart the service, then run `gobetween keys reseal`")


@keys.command("list")
def list_() -> None:
    """Print each key of the ring, newest first, and how much was made under it."""
    with roles.world():
        from gobetween.actions import reseal as resealing  # models load only after Django
        from gobetween.cli.intake_columns import INTAKE
        from gobetween.kit.keys import ring

        for place, key in enumerate(ring()):
            sealed, pairs = resealing.made_under(key.id, (*resealing.SEALED, *INTAKE))
            print(f"{key.id:<20} {'seals' if place == 0 else 'unseals':<8} {sealed} sealed, {pairs} pairs of aliases")


@keys.command()
def reseal(
    aliases: Annotated[
        bool, typer.Option("--aliases", help="Also give every pair new aliases; old ones live while their key does.")
    ] = False,
) -> None:
    """Rewrite everything sealed under the newest key. Afterwards an older key may be dropped from the ring."""
    with roles.world():
        from gobetween.actions import reseal as resealing  # models load only after Django
        from gobetween.cli.intake_columns import INTAKE
        from gobetween.kit.sealing import Unsealable

        try:
            counts = resealing.reseal((*resealing.SEALED, *INTAKE), now=datetime.now(UTC), with_aliases=aliases)
        except Unsealable:
            raise Problem("Something is sealed under a key that is not in the ring: put that key back.") from None
    print("resealed " + ", ".join(f"{count} {name}" for name, count in counts.items()))
