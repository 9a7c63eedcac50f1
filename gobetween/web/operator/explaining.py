"""What an alias means, for an operator's eyes."""

from __future__ import annotations

from dataclasses import dataclass

from gobetween.aliases import reads as aliases
from gobetween.conversations.models import Conversation
from gobetween.web.shared.people import public_name
from gobetween.web.shared.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """An alias that was minted here: whom it reaches, and whether it still does."""

    side: str
    buyer: str
    seller: str
    pair: int
    serial: int
    key: str
    alive: bool
    conversation: str


def explain(who: Who, address: str) -> Explained | None:
    """Nothing when the address was never minted here, or belongs to another marketplace."""
    alias = aliases.resolve(address)
    pair = aliases.pair_by_number(alias.pair) if alias else None
    if alias is None or pair is None or pair.marketplace_id != who.marketplace:
        return None
    named = Conversation.objects.filter(pair=pair, ref=alias.suffix).first() if alias.suffix else None
    return Explained(
        side=str(alias.side),
        buyer=public_name(pair),
        seller=pair.seller.name,
        pair=pair.pk,
        serial=alias.serial,
        key=alias.key_id,
        alive=aliases.alive(pair, alias),
        conversation=named.ref if named else "",
    )
