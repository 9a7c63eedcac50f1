"""Who may write to an alias."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from gobetween.aliases.models import Pair
from gobetween.kit import sealing
from gobetween.mail import admission
from gobetween.mail.admission import Facts, Question, Recipient
from gobetween.mail.identity import Identity
from gobetween.mail.models import Intake
from gobetween.marketplace import writes
from gobetween.marketplace.models import Seller

BASE = "https://messages.marketplace.example/"
TO_SELLER = Recipient(target=Intake.Target.ALIAS, number=1, side="seller")
TO_BUYER = Recipient(target=Intake.Target.ALIAS, number=1, side="buyer")
FACTS = Facts(seller=1, alive=True, from_buyer=False, sender_state="", marketplace="Demo Marketplace")
BEA = Identity(address="bea@home.example", by="dkim")
SAM = Identity(address="sam@lamps.example", by="dkim+spf")
APPROVED = replace(FACTS, sender_state="approved")
BUYER = replace(FACTS, from_buyer=True)
UNSURE = Identity(address="bea@home.example", reason="not-authenticated")
LATER = Identity(reason="dns-temporary", temporary=True)


@pytest.mark.parametrize(
    ("recipient", "identity", "facts", "reply"),
    [
        (TO_SELLER, BEA, BUYER, None),
        (TO_BUYER, SAM, APPROVED, None),
        (TO_SELLER, SAM, APPROVED, "550 5.7.1 write from the address you registered at Demo Marketplace"),
        (TO_BUYER, BEA, BUYER, "550 5.7.1 <bea@home.example> is not approved to write for this seller. Approve it at "
         "https://messages.marketplace.example/seller/senders and send the letter again"),
        (TO_BUYER, SAM, replace(FACTS, sender_state="pending"), "550 5.7.1 <sam@lamps.example> is not approved to "
         "write for this seller. Approve it at https://messages.marketplace.example/seller/senders and send the "
         "letter again"),
        (TO_BUYER, SAM, replace(FACTS, sender_state="blocked"),
         "550 5.7.1 <sam@lamps.example> is blocked for this seller"),
        (TO_SELLER, UNSURE, BUYER, "550 5.7.26 cannot be sure that this is from <bea@home.example>: neither SPF nor "
         "DKIM of its domain agrees"),
        (TO_SELLER, Identity(reason="several-froms"), FACTS, "550 5.7.26 cannot be sure that this is from its From "
         "address: neither SPF nor DKIM of its domain agrees"),
        (TO_SELLER, LATER, FACTS, "451 4.4.3 cannot check now who wrote this, please try again later"),
        (TO_SELLER, BEA, None, "550 5.1.1 no such address"),
        (TO_SELLER, BEA, replace(BUYER, alive=False), "550 5.1.1 no such address"),
        (TO_SELLER, LATER, None, "550 5.1.1 no such address"),
    ],
)  # fmt: skip
def test_the_first_bar_that_holds_decides(
    recipient: Recipient, identity: Identity, facts: Facts | None, reply: str | None
) -> None:
    refusal = admission.judge(recipient, identity, facts, base_url=BASE)
    assert (refusal and refusal.reply) == reply


def test_a_bounce_comes_from_whoever_sends_it() -> None:
    bounce = Recipient(target=Intake.Target.BOUNCE, number=7)
    assert admission.judge(bounce, Identity(reason="from-missing"), None, base_url=BASE) is None


def test_every_reason_has_a_reply() -> None:
    assert {reason for reason, _ in admission.BARS} == set(admission.REPLIES)


def found(*questions: Question) -> dict[int, Facts]:
    with connection.cursor() as cursor:
        rows = connection.connection.execute(admission.LOOK_UP, admission.look_up(questions)).fetchall()
        assert cursor is not None
    return admission.facts_of(questions, rows)


def question(pair: int, side: str, author: str, serial: int = 0) -> Question:
    recipient = Recipient(target=Intake.Target.ALIAS, number=pair, side=side, serial=serial)
    return Question(recipient=recipient, indexes=sealing.indexes(author, purpose="address"))


@pytest.mark.django_db
def test_the_facts_of_a_batch_come_in_one_query(pair: Pair, sam: Seller, eve: Seller) -> None:
    writes.add_sender(sam, "old@lamps.example", state="blocked", receives=False)
    questions = (
        question(pair.pk, "seller", "bea@home.example"),
        Question(recipient=Recipient(target=Intake.Target.BOUNCE, number=1), indexes=()),
        question(pair.pk, "buyer", "sam@lamps.example"),
        question(pair.pk, "buyer", "old@lamps.example"),
        question(pair.pk, "buyer", "eve@emporium.example"),
        question(pair.pk + 1000, "buyer", "sam@lamps.example"),
        Question(recipient=Recipient(target=Intake.Target.ALIAS, number=pair.pk, side="seller", serial=1), indexes=()),
    )
    facts = found(*questions)
    assert {number: (each.from_buyer, each.sender_state, each.alive) for number, each in facts.items()} == {
        0: (True, "", True),
        2: (False, "approved", True),
        3: (False, "blocked", True),
        4: (False, "", True),
        6: (False, "", False),
    }
    assert facts[0].marketplace == "Demo Marketplace"
    assert facts[2].seller == sam.pk


@pytest.mark.django_db
def test_an_address_is_known_under_any_key_of_the_ring(pair: Pair) -> None:
    asked = question(pair.pk, "seller", "bea@home.example")
    both = Question(recipient=asked.recipient, indexes=[b"\x00" * 16, *asked.indexes])
    back = Question(recipient=asked.recipient, indexes=[*asked.indexes, b"\x00" * 16])
    facts = found(both, back)
    assert facts[0].from_buyer
    assert facts[1].from_buyer


@pytest.mark.django_db
def test_a_retired_or_renewed_alias_is_dead_for_its_side_only(pair: Pair, now: object) -> None:
    Pair.objects.filter(pk=pair.pk).update(buyer_serial=2, seller_retired_at=now)
    author = "bea@home.example"
    facts = found(
        question(pair.pk, "buyer", author, 1),
        question(pair.pk, "buyer", author, 2),
        question(pair.pk, "seller", author),
    )
    assert [facts[number].alive for number in range(3)] == [False, True, False]


def test_nothing_is_asked_when_no_alias_is_meant() -> None:
    assert admission.look_up([Question(recipient=Recipient(target=Intake.Target.BOUNCE, number=1), indexes=())]) is None
