"""Whose mailboxes there are, and which aliases each of them knows."""

from __future__ import annotations

from dataclasses import dataclass

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.marketplace import reads as marketplace
from gobetween.marketplace.models import Buyer, Order, Seller, SenderAddress
from gobetween.web.mailroom import maildir
from gobetween.web.mailroom.catch import root
from gobetween.web.shared.people import public_name

MOST = 40
"""Mailboxes of each side that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A real mailbox in the world outside. `side` is "buyer" or "seller", `party` the buyer's or seller's id."""

    address: str
    name: str
    side: str
    party: int
    shop: str = ""
    locale: str = "en"
    unread: int = 0

    @property
    def is_office(self) -> bool:
        """Shops write with an office's mail client, buyers with a web mailer: they quote differently."""
        return self.side == "seller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An alias a party knows, and what it knows it for."""

    address: str
    name: str
    order: str
    title: str


def mailboxes() -> list[Mailbox]:
    """Everybody's, buyers first."""
    buyers = Buyer.objects.order_by("pk")[:MOST]
    senders = SenderAddress.objects.exclude(person=None).select_related("seller", "person").order_by("pk")[:MOST]
    return [of_buyer(buyer) for buyer in buyers] + [of_sender(sender) for sender in senders]


def mailbox(address: str) -> Mailbox | None:
    """The one with this address."""
    return next((each for each in mailboxes() if each.address.lower() == address.lower()), None)


def contacts(box: Mailbox) -> list[Contact]:
    """The aliases this party can write to, one for each of its orders, newest first."""
    orders = Order.objects.filter(**{box.side: box.party}).select_related("buyer", "seller", "marketplace")
    known = Pair.objects.select_related("buyer", "seller").filter(**{box.side: box.party})
    pairs = {(pair.buyer_id, pair.seller_id): pair for pair in known}
    found = orders.prefetch_related("items").order_by("-placed_at")
    return [
        _contact(box, order, pairs[order.buyer_id, order.seller_id])
        for order in found
        if (order.buyer_id, order.seller_id) in pairs
    ]


def reached_by(alias_address: str) -> list[Mailbox]:
    """The mailboxes that mail to this alias ends up in."""
    alias = aliases.resolve(alias_address)
    pair = aliases.pair_by_number(alias.pair) if alias else None
    if alias is None or pair is None:
        return []
    if alias.side == Side.BUYER:
        return [of_buyer(pair.buyer)]
    return of_seller(pair.seller)


def of_seller(seller: Seller) -> list[Mailbox]:
    """The mailboxes that get a seller's copies."""
    senders = SenderAddress.objects.filter(seller=seller, receives=True).exclude(person=None)
    return [of_sender(sender) for sender in senders.select_related("seller", "person").order_by("pk")]


def _contact(box: Mailbox, order: Order, pair: Pair) -> Contact:
    side, name = (Side.SELLER, order.seller.name) if box.side == "buyer" else (Side.BUYER, public_name(pair))
    first = next(iter(order.items.all()), None)
    return Contact(
        address=aliases.address_of(pair, side, domain=order.marketplace.domain),
        name=name,
        order=order.number,
        title=first.title if first else "",
    )


def of_buyer(buyer: Buyer) -> Mailbox:
    """A buyer's own."""
    address = marketplace.address_of_buyer(buyer)
    return Mailbox(
        address=address,
        name=buyer.name,
        side="buyer",
        party=buyer.pk,
        locale=buyer.locale,
        unread=maildir.unread(root(), address),
    )


def of_sender(sender: SenderAddress) -> Mailbox:
    """The one behind a seller's address."""
    address = marketplace.address_of(sender)
    return Mailbox(
        address=address,
        name=sender.person.name if sender.person else address,
        side="seller",
        party=sender.seller_id,
        shop=sender.seller.name,
        locale=sender.seller.locale,
        unread=maildir.unread(root(), address),
    )
