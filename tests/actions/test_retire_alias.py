"""Aliases are switched off and renewed, and the journal says so."""

from __future__ import annotations

from datetime import datetime

import pytest

from gobetween.actions.retire_alias import renew, retire
from gobetween.aliases import reads
from gobetween.aliases.models import Pair, Side
from gobetween.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_retired_alias_is_dead_until_its_side_gets_a_new_one(pair: Pair, now: datetime) -> None:
    old = reads.address_of(pair, Side.BUYER, domain="marketplace.example")
    retire(pair, Side.BUYER, now)
    retire(pair, Side.BUYER, now)
    new = renew(pair, Side.BUYER, now)
    alive = {address: reads.alive(pair, alias) for address in (old, new) if (alias := reads.resolve(address))}
    assert alive == {old: False, new: True}
    entries = Entry.objects.order_by("number").values_list("kind", "subject", "facts")
    assert list(entries) == [
        ("alias.retired", f"pair:{pair.pk}", {"side": "buyer", "serial": 0}),
        ("alias.renewed", f"pair:{pair.pk}", {"side": "buyer", "serial": 1}),
    ]
