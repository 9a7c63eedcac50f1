"""Who stands on both sides of a pair: where the copies go, and what must never show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gobetween.aliases.models import Pair
from gobetween.kit.sealing import unseal
from gobetween.marketplace.models import Person, SenderAddress
from gobetween.mime.letter import Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Both sides of one pair. `hidden` holds every real address and name of both."""

    buyer_address: str
    inboxes: tuple[tuple[SenderAddress, str], ...]
    hidden: Hidden


def parties(pairs: Iterable[Pair]) -> dict[int, Parties]:
    """By the pair's number; two queries for all of them. Pairs come with buyer and seller loaded."""
    pairs = list(pairs)
    sellers = {pair.seller_id for pair in pairs}
    senders: dict[int, list[tuple[SenderAddress, str]]] = defaultdict(list)
    for sender in SenderAddress.objects.filter(seller__in=sellers).exclude(state=SenderAddress.State.BLOCKED):
        senders[sender.seller_id].append((sender, _open(sender.address_sealed)))
    names: dict[int, list[str]] = defaultdict(list)
    for seller, name in Person.objects.filter(seller__in=sellers).values_list("seller_id", "name"):
        names[seller].append(name)
    return {pair.id: _parties(pair, senders[pair.seller_id], names[pair.seller_id]) for pair in pairs}


def _parties(pair: Pair, senders: list[tuple[SenderAddress, str]], names: list[str]) -> Parties:
    buyer = _open(pair.buyer.address_sealed)
    addresses = {buyer, *(address for _, address in senders)}
    return Parties(
        buyer_address=buyer,
        inboxes=tuple((sender, address) for sender, address in senders if sender.receives),
        hidden=Hidden(addresses=frozenset(addresses), names=frozenset({pair.buyer.name, *names} - {""})),
    )


def _open(sealed: bytes | memoryview) -> str:
    return unseal(sealed, purpose="address").decode()
