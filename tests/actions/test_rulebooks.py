"""Each marketplace is judged by its newest rulebook, and a verdict's number says by which, for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gobetween import policy
from gobetween.actions import rulebooks
from gobetween.actions.post import post
from gobetween.actions.publish_rulebook import publish
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Message
from gobetween.journal.models import Entry
from gobetween.marketplace import writes
from gobetween.marketplace.models import Item, Marketplace, Order, Rulebook
from tests.actions.letters import from_bea, from_sam

pytestmark = pytest.mark.django_db

STRICT = '[any]\ncontact-mail = "block"\n'
CUSTOM = """
[any]
custom-showroom = "hold"
[custom.showroom]
message = "It asks the buyer to come to a showroom."
phrases = ["our showroom"]
hits = ["Come to our showroom."]
passes = ["Come home."]
"""


def test_without_one_of_its_own_the_programs_default_judges(pair: Pair, now: datetime) -> None:
    [settled] = post([from_bea(pair, "Write to jo@mail.example")], now=now)
    message = Message.objects.get(id=settled.message)
    assert (message.state, message.masked[-1]["kind"]) == ("posted", "contact-mail")
    kept = Rulebook.objects.get(pk=message.rulebook)
    assert (kept.marketplace, kept.document) == (None, policy.default_document())
    assert kept.pk > 1000


def test_what_is_published_judges_from_then_on(pair: Pair, marketplace: Marketplace, now: datetime) -> None:
    [before] = post([from_bea(pair, "Write to jo@mail.example")], now=now)
    kept = publish(marketplace, STRICT, author="Olga", now=now)
    [after] = post([from_bea(pair, "Write to al@mail.example")], now=now)
    assert (before.state, after.state, after.reason) == ("posted", "refused", "contact-mail")
    older, newer = Message.objects.filter(kind="human").order_by("id").values_list("rulebook", flat=True)
    assert newer == kept.pk and older != kept.pk
    assert Rulebook.objects.get(pk=older).document == policy.default_document()
    entry = Entry.objects.get(kind="rulebook.published")
    assert entry.subject == f"rulebook:{kept.pk}" and "Olga" not in str(entry.facts)


def test_a_rule_of_the_operators_own_holds_a_letter(pair: Pair, marketplace: Marketplace, now: datetime) -> None:
    publish(marketplace, CUSTOM, author="", now=now)
    [settled] = post([from_sam(pair, "Do come to our showroom!")], now=now)
    assert (settled.state, settled.reason) == ("held", "custom-showroom")
    assert "It asks the buyer to come to a showroom. “our showroom”" in Message.objects.get(kind="notice").text


def test_each_marketplace_has_its_own(marketplace: Marketplace, now: datetime) -> None:
    other = writes.add_marketplace("other", name="Other", domain="other.example")
    kept = publish(marketplace, STRICT, author="", now=now)
    found = rulebooks.in_force({marketplace.pk, other.pk})
    assert found[marketplace.pk].version == kept.pk
    assert found[other.pk].version == Rulebook.objects.get(marketplace=None).pk
    assert len(found[other.pk].rows) == len(policy.default().rows)


def test_the_same_document_twice_is_one_rulebook(marketplace: Marketplace, now: datetime) -> None:
    first = publish(marketplace, STRICT, author="", now=now)
    assert publish(marketplace, STRICT, author="", now=now) == first
    publish(marketplace, CUSTOM, author="", now=now)
    assert publish(marketplace, STRICT, author="", now=now).pk > first.pk


def test_one_with_faults_changes_nothing(marketplace: Marketplace, now: datetime) -> None:
    with pytest.raises(policy.Invalid):
        publish(marketplace, CUSTOM.replace("Come home.", "our showroom"), author="", now=now)
    assert not Rulebook.objects.exists() and not Entry.objects.filter(kind="rulebook.published").exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_it_as_it_is(marketplace: Marketplace, now: datetime, change: str) -> None:
    kept = publish(marketplace, STRICT, author="", now=now)
    rows = Rulebook.objects.filter(pk=kept.pk)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        rows.update(document=CUSTOM) if change == "update" else rows._raw_delete(rows.db)  # type: ignore[attr-defined]
    assert rows.get().document == STRICT


def test_they_are_known_after_one_query(
    marketplace: Marketplace, now: datetime, django_assert_num_queries: Any
) -> None:
    publish(marketplace, STRICT, author="", now=now)
    rulebooks.in_force({marketplace.pk})
    with django_assert_num_queries(1):
        rulebooks.in_force({marketplace.pk})


def test_the_orders_own_numbers_may_stand(pair: Pair, order: Order, now: datetime) -> None:
    Item.objects.filter(order=order).update(sku="8003334444")
    [settled] = post([from_sam(pair, "Call it by its number: 8003334444, please.")], now=now)
    assert Message.objects.get(id=settled.message).text == "Call it by its number: 8003334444, please."


def test_what_the_same_side_wrote_before_is_known(pair: Pair, now: datetime) -> None:
    from datetime import timedelta

    from gobetween.conversations.reads import earlier

    for turn, (write, text) in enumerate([(from_sam, "first"), (from_bea, "hers"), (from_sam, "second")]):
        post([write(pair, text)], now=now + timedelta(hours=turn))
    assert earlier({(pair.pk, "seller")}, since=now - timedelta(hours=1)) == {(pair.pk, "seller"): ("first", "second")}
    assert earlier({(pair.pk, "seller")}, since=now + timedelta(hours=1)) == {(pair.pk, "seller"): ("second",)}
    assert earlier(set(), since=now) == {}
