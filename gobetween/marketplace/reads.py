"""Questions about marketplaces, sellers, buyers and orders; the one place where a real address is unsealed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from gobetween.kit.sealing import indexes, normal_address, unseal
from gobetween.marketplace.models import Buyer, Item, Marketplace, Person, Return, Rulebook, Seller, SenderAddress


def address_of_buyer(buyer: Buyer) -> str:
    """The buyer's real address. Raises `Unsealable` when its key has left the ring."""
    return unseal(buyer.address_sealed, purpose="address").decode()


def address_of(sender: SenderAddress) -> str:
    """The real address a seller writes from. Raises `Unsealable` when its key has left the ring."""
    return unseal(sender.address_sealed, purpose="address").decode()


def inboxes(seller: Seller) -> list[SenderAddress]:
    """The addresses that get the seller's copies, oldest first."""
    return list(
        SenderAddress.objects.filter(seller=seller, state=SenderAddress.State.APPROVED, receives=True).order_by("pk")
    )


def inboxes_of(sellers: set[int]) -> dict[int, list[SenderAddress]]:
    """As `inboxes`, for many sellers (by id) in one query."""
    found: dict[int, list[SenderAddress]] = {seller: [] for seller in sellers}
    rows = SenderAddress.objects.filter(seller_id__in=sellers, state=SenderAddress.State.APPROVED, receives=True)
    for row in rows.order_by("pk"):
        found[row.seller_id].append(row)
    return found


def sender_of(seller: Seller | int, address: str) -> SenderAddress | None:
    """What is known of `address` as a sender of this seller (object or id); nothing when it was never seen."""
    key = seller if isinstance(seller, int) else seller.pk
    return SenderAddress.objects.filter(seller_id=key, address_index__in=address_indexes(address)).first()


def buyers_by_address(marketplace: str, address: str) -> list[Buyer]:
    """The buyers of a marketplace who use this address, oldest first."""
    rows = Buyer.objects.filter(marketplace_id=marketplace, address_index__in=address_indexes(address))
    return list(rows.order_by("pk"))


def is_address_of(buyer: Buyer, address: str) -> bool:
    """Whether `address` is the buyer's own; no query."""
    return bytes(buyer.address_index) in address_indexes(address)


def returning(orders: Collection[int]) -> frozenset[int]:
    """Those of the orders (by id) of which a return is open."""
    if not orders:
        return frozenset()
    return frozenset(Return.objects.filter(order__in=orders, state=Return.State.OPEN).values_list("order", flat=True))


def address_indexes(address: str) -> list[bytes]:
    """What the index column of a row with this address may hold."""
    return indexes(normal_address(address), purpose="address")


def domains() -> frozenset[str]:
    """The mail domains of all marketplaces, in lower case."""
    return frozenset(domain.lower() for domain in Marketplace.objects.values_list("domain", flat=True))


def marketplaces() -> list[Marketplace]:
    """All marketplaces by id."""
    return list(Marketplace.objects.order_by("pk"))


def seller_by_ref(marketplace: str, ref: str) -> Seller | None:
    """The seller the marketplace knows as `ref`."""
    return Seller.objects.filter(marketplace_id=marketplace, ref=ref).first()


def operators(marketplace: str) -> list[Person]:
    """The people of the marketplace itself."""
    return list(Person.objects.filter(Q(marketplace_id=marketplace), role=Person.Role.OPERATOR).order_by("pk"))


def goods(orders: Iterable[int]) -> dict[int, frozenset[str]]:
    """The article numbers (SKUs) of these orders, in one query."""
    known = list(orders)
    found: dict[int, set[str]] = defaultdict(set)
    for order, sku in Item.objects.filter(order__in=known).values_list("order", "sku") if known else ():
        found[order].add(sku)
    return {order: frozenset(skus - {""}) for order, skus in found.items()}


def newest_rulebooks(marketplaces: set[str], *, default: str) -> dict[str | None, int]:
    """The newest rulebook's number by marketplace, and under `None` that of the default with this digest; one query."""
    rows = Rulebook.objects.filter(Q(marketplace__in=marketplaces) | Q(marketplace=None, digest=default))
    newest = rows.order_by("marketplace_id", "-id").distinct("marketplace_id")
    return dict(newest.values_list("marketplace_id", "id"))


def rulebook(number: int) -> Rulebook | None:
    """One rulebook by its number, of whatever age."""
    return Rulebook.objects.filter(pk=number).first()


def rulebooks(marketplace: str) -> list[Rulebook]:
    """All that a marketplace published, newest first."""
    return list(Rulebook.objects.filter(marketplace_id=marketplace).order_by("-pk"))
