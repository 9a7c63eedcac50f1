"""The cast of every story: Bea buys, Sam sells, Olga operates, Eve must see nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from gobetween.aliases import reads as alias_reads
from gobetween.aliases import writes as aliases
from gobetween.aliases.models import Pair
from gobetween.marketplace import writes
from gobetween.marketplace.models import Buyer, Item, Marketplace, Order, Person, Seller

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let stories that commit be swept away by TRUNCATE; that the journal refuses it has a story of its own."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_is_kept")


@pytest.fixture
def now() -> datetime:
    """Noon of a Monday."""
    return NOON


@pytest.fixture
def marketplace(db: None) -> Iterator[Marketplace]:
    """The marketplace `demo` at marketplace.example."""
    alias_reads.forget_domains()
    yield writes.add_marketplace("demo", name="Demo Marketplace", domain="marketplace.example")
    alias_reads.forget_domains()


@pytest.fixture
def bea(marketplace: Marketplace) -> Buyer:
    """Bea buys; she writes from bea@home.example."""
    return writes.add_buyer(marketplace, ref="B-BEA", address="bea@home.example", name="Bea Buyer")


@pytest.fixture
def sam(marketplace: Marketplace) -> Seller:
    """Sam's Lamps; Sam Seller reads and writes at sam@lamps.example."""
    return _shop(marketplace, ref="S-SAM", name="Sam's Lamps", person="Sam Seller", address="sam@lamps.example")


@pytest.fixture
def eve(marketplace: Marketplace) -> Seller:
    """Eve's Emporium, another shop; Eve must see nothing of what Bea and Sam say."""
    return _shop(
        marketplace, ref="S-EVE", name="Eve's Emporium", person="Eve Eavesdrop", address="eve@emporium.example"
    )


@pytest.fixture
def olga(marketplace: Marketplace) -> Person:
    """Olga operates the marketplace."""
    return writes.add_person(marketplace, name="Olga Operator", role=Person.Role.OPERATOR)


@pytest.fixture
def order(bea: Buyer, sam: Seller) -> Order:
    """Bea's order of one lamp from Sam."""
    made = Order.objects.create(
        marketplace=bea.marketplace, buyer=bea, seller=sam, number="302-1111111-2222222", placed_at=NOON
    )
    Item.objects.create(order=made, line=1, sku="LAMP-1", title="Desk lamp", quantity=1, price=2999, currency="EUR")
    return made


@pytest.fixture
def pair(bea: Buyer, sam: Seller) -> Pair:
    """Bea and Sam."""
    return aliases.pair_for(bea, sam)


def _shop(marketplace: Marketplace, *, ref: str, name: str, person: str, address: str) -> Seller:
    seller = writes.add_seller(marketplace, ref=ref, name=name)
    owner = writes.add_person(marketplace, name=person, role=Person.Role.OWNER, seller=seller)
    writes.add_sender(seller, address, state="approved", receives=True, person=owner)
    return seller
