"""`gobetween alias …`: what an alias stands for, and which aliases orders have. Shows no real address."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from gobetween.cli import roles
from gobetween.kit.problems import Problem


def explain(address: Annotated[str, typer.Argument(help="The alias, with or without its suffix.")]) -> None:
    """Say what an alias stands for. Ends with 1 when it was never minted here."""
    with roles.world():
        from gobetween.aliases import reads as aliases  # models load only after Django

        alias = aliases.resolve(address)
        if alias is None:
            print("not an alias of this service")
            raise typer.Exit(1)
        for name, value in _explained(alias):
            print(f"{name:<13} {value}")


def list_(
    marketplace: Annotated[str, typer.Option(help="Which marketplace; not needed when there is one.")] = "",
) -> None:
    """Print every order with both aliases, as CSV: write to one to reach that side."""
    with roles.world():
        from gobetween.cli.choose import marketplace_named  # models load only after Django

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["order_number", "buyer_ref", "seller_ref", "buyer_alias", "seller_alias"])
        writer.writerows(_listed(marketplace_named(marketplace)))


def retire(address: Annotated[str, typer.Argument(help="The alias to switch off.")]) -> None:
    """Refuse mail to an alias from now on."""
    with roles.world():
        from gobetween.actions import retire_alias  # models load only after Django

        pair, alias = _living(address)
        retire_alias.retire(pair, alias.side, datetime.now(UTC))
        print("retired")


def renew(address: Annotated[str, typer.Argument(help="Any alias of the side that gets a new one.")]) -> None:
    """Give that side a new alias, and print it; the old one is refused from now on."""
    with roles.world():
        from gobetween.actions import retire_alias  # models load only after Django

        pair, alias = _living(address)
        try:
            print(retire_alias.renew(pair, alias.side, datetime.now(UTC)))
        except retire_alias.Exhausted as error:
            raise Problem(f"{error}.".capitalize()) from None


def _living(address: str) -> tuple[Any, Any]:
    from gobetween.aliases import reads as aliases  # models load only after Django

    alias = aliases.resolve(address)
    pair = aliases.pair_by_number(alias.pair) if alias else None
    if pair is None:
        raise Problem("This is not an alias of this service.")
    return pair, alias


def _explained(alias: Any) -> Iterator[tuple[str, object]]:
    from gobetween.aliases import reads as aliases  # models load only after Django

    pair = aliases.pair_by_number(alias.pair)
    yield "domain", alias.domain
    yield "pair", alias.pair
    yield "side", alias.side.value
    yield "serial", alias.serial
    yield "key", alias.key_id
    if pair is None:
        yield "state", "minted under our key for a pair that is not on record"
        return
    yield "marketplace", pair.marketplace_id
    yield "state", _state(pair, alias)
    yield "buyer", pair.buyer.ref
    yield "seller", pair.seller.ref
    if alias.suffix:
        yield "conversation", _conversation(pair, alias.suffix)


def _state(pair: Any, alias: Any) -> str:
    from gobetween.aliases import reads as aliases  # models load only after Django

    if aliases.alive(pair, alias):
        return "alive"
    if alias.serial != getattr(pair, f"{alias.side}_serial"):
        return "replaced by a newer alias"
    return f"retired {getattr(pair, f'{alias.side}_retired_at'):%Y-%m-%d %H:%M} UTC"


def _conversation(pair: Any, suffix: str) -> str:
    from gobetween.conversations.models import Conversation  # models load only after Django

    found = Conversation.objects.filter(pair=pair, ref=suffix).select_related("order").first()
    if found is None:
        return f"{suffix} is none of this pair"
    return f"{found.ref}, {found.state}" + (f", order {found.order.number}" if found.order else "")


def _listed(marketplace: Any) -> Iterator[list[str]]:
    from gobetween.aliases import reads as aliases  # models load only after Django
    from gobetween.aliases.models import Pair, Side
    from gobetween.marketplace.models import Order

    pairs = {(pair.buyer_id, pair.seller_id): pair for pair in Pair.objects.filter(marketplace=marketplace)}
    rows = Order.objects.filter(marketplace=marketplace).order_by("id")
    for row in rows.values_list("number", "buyer", "seller", "buyer__ref", "seller__ref").iterator():
        number, buyer, seller, *refs = row
        pair = pairs.get((buyer, seller))
        sides = (Side.BUYER, Side.SELLER)
        written = [aliases.address_of(pair, side, domain=marketplace.domain) if pair else "" for side in sides]
        yield [number, *refs, *written]
