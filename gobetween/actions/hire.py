"""Somebody begins to work for a seller, or for the marketplace itself as an operator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gobetween.journal.writes import Note, note_all
from gobetween.marketplace import writes
from gobetween.marketplace.models import Marketplace, Person, Seller, SenderAddress


def hire(
    marketplace: Marketplace,
    *,
    name: str,
    role: str,
    now: datetime,
    seller: Seller | None = None,
    address: str = "",
    state: str = SenderAddress.State.PENDING,
    receives: bool = False,
) -> Person:
    """A person, with the address they write from where there is one; an address known already becomes theirs."""
    with transaction.atomic():
        person = writes.add_person(marketplace, name=name, role=role, seller=seller)
        if seller is not None and address:
            sender, fresh = writes.add_sender(seller, address, state=state, receives=receives, person=person)
            if not fresh and sender.person_id is None:
                writes.set_sender_person(sender, person)
        facts: dict[str, object] = {"role": role, "seller": seller.pk if seller else 0}
        note_all(
            [Note(marketplace=marketplace.pk, kind="person.added", subject=f"person:{person.pk}", facts=facts)], now
        )
    return person
