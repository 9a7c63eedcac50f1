"""`gobetween marketplace open`: the first step of an installation."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem


def open_(
    marketplace: Annotated[str, typer.Argument(help="Short name: a-z, 0-9 and dashes.")],
    domain: Annotated[str, typer.Option(help="Mail domain of the aliases; its MX must lead here.")],
    name: Annotated[str, typer.Option(help="Name people see.")] = "",
    locale: Annotated[str, typer.Option(help="Language of notices.")] = "en",
) -> None:
    """Open a marketplace."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", marketplace):
        raise Problem("The short name of a marketplace is at most 40 of a-z, 0-9 and dashes.")
    if not re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", domain):
        raise Problem("The mail domain reads like messages.example.org (ASCII form).")
    with roles.world():
        from django.db import IntegrityError  # models load only after Django

        from gobetween.actions.open_marketplace import open_marketplace

        try:
            open_marketplace(marketplace, name=name or marketplace, domain=domain, locale=locale, now=datetime.now(UTC))
        except IntegrityError:
            raise Problem("A marketplace with this name or this domain is there already.") from None
    print(f"opened {marketplace}: aliases are made at {domain.lower()}")
