"""Marketplaces, sellers, people, senders and buyers come into being; orders come in bulk. For `actions` alone."""

from __future__ import annotations

from typing import Any

from gobetween.kit.sealing import index, normal_address, seal
from gobetween.marketplace import reads
from gobetween.marketplace.models import Buyer, Marketplace, Person, Rulebook, Seller, SenderAddress


def add_marketplace(
    marketplace: str, *, name: str, domain: str, locale: str = "en", settings: dict[str, Any] | None = None
) -> Marketplace:
    """Open a marketplace; its mail domain is kept in lower case."""
    return Marketplace.objects.create(
        id=marketplace, name=name, domain=domain.lower(), locale=locale, settings=settings or {}
    )


def add_seller(marketplace: Marketplace, *, ref: str, name: str, locale: str = "en") -> Seller:
    """Open a shop."""
    return Seller.objects.create(marketplace=marketplace, ref=ref, name=name, locale=locale)


def add_person(marketplace: Marketplace, *, name: str, role: str, seller: Seller | None = None) -> Person:
    """Somebody who works for `seller`, or for the marketplace (role operator, no seller)."""
    return Person.objects.create(marketplace=marketplace, seller=seller, name=name, role=role)


def add_sender(
    seller: Seller, address: str, *, state: str = "pending", receives: bool = False, person: Person | None = None
) -> tuple[SenderAddress, bool]:
    """Note an address of a seller once, and whether it is new; one that is there already stays as it is."""
    known = reads.sender_of(seller, address)
    if known is not None:
        return known, False
    return SenderAddress.objects.get_or_create(
        seller=seller,
        address_index=address_index(address),
        defaults={"address_sealed": address_sealed(address), "state": state, "receives": receives, "person": person},
    )


def set_sender_state(sender: SenderAddress, state: str, *, receives: bool | None = None) -> None:
    """Approve, block or suspend an address; only an approved one can receive."""
    sender.state = state
    sender.receives = state == SenderAddress.State.APPROVED and (sender.receives if receives is None else receives)
    sender.save(update_fields=["state", "receives"])


def set_sender_person(sender: SenderAddress, person: Person) -> None:
    """Say whose address it is."""
    sender.person = person
    sender.save(update_fields=["person"])


def add_buyer(marketplace: Marketplace, *, ref: str, address: str, name: str = "", locale: str = "en") -> Buyer:
    """Somebody who buys; the address is sealed at once."""
    return Buyer.objects.create(
        marketplace=marketplace,
        ref=ref,
        name=name,
        locale=locale,
        address_sealed=address_sealed(address),
        address_index=address_index(address),
    )


def set_opted_out(buyer: Buyer, *, to: bool) -> bool:
    """Whether the buyer's switch against unsolicited mail was turned by this call."""
    return Buyer.objects.filter(pk=buyer.pk).exclude(opted_out=to).update(opted_out=to) > 0


def add_rulebook(marketplace: Marketplace, document: str, *, digest: str, author: str) -> Rulebook:
    """Keep a rulebook that is in force from now on."""
    return Rulebook.objects.create(marketplace=marketplace, document=document, digest=digest, author=author)


def keep_default_rulebook(document: str, *, digest: str) -> int:
    """The number of the program's own rulebook, kept when it is new."""
    return Rulebook.objects.get_or_create(marketplace=None, digest=digest, defaults={"document": document})[0].pk


def address_sealed(address: str) -> bytes:
    """An address as the `address_sealed` columns hold it."""
    return seal(address.strip().encode(), purpose="address")


def address_index(address: str) -> bytes:
    """An address as the `address_index` columns hold it."""
    return index(normal_address(address), purpose="address")
