"""Talking, dealing or paying away from the marketplace."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-elsewhere"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It'd be $12 cheaper if you cancelled on here and bought from me direct.", "en"),
        ("Kindly do payment by Western Union or PayPal friends", "en"),
        ("Next time skip the middleman and pay me cash when you pick it up", "en"),
        ("Would you take $140 if I send it through Zelle instead of checking out here?", "en"),
        ("Let's carry this on somewhere with less eyes.", "en"),
        ("Order directly from our own website, it is cheaper there", "en"),
        ("Sie stornieren hier und überweisen mir die 180 Euro direkt auf mein Konto", "de"),
        ("On annule ici et je vous règle les 90 € en billets", "fr"),
        ("si cancelas el pedido y me haces un bizum te lo dejo en 42", "es"),
        ("Se annulla l'ordine e mi paga con Postepay glielo lascio a 70", "it"),
        ("いったんキャンセルしていただき、銀行振込で直接お取引させてください", "ja"),
        ("PayPayで送ってもらえればすぐ出しますよ。", "ja"),
    ],
)
def test_a_way_around_the_marketplace_is_found(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The refund goes to your PayPal account within five days.", "en"),
        ("The money goes back to your bank account, the bank needs three days.", "en"),
        ("You can contact us through Amazon at any time.", "en"),
        ("We cannot accept cash or bank transfer, please pay through Amazon.", "en"),
        ("Keep it out of direct sunlight and do not order a larger pot.", "en"),
        ("The toy cash register comes with two rolls of paper.", "en"),
        ("Die Erstattung geht auf Ihr PayPal-Konto.", "de"),
        ("Le remboursement arrive sur votre compte PayPal.", "fr"),
        ("El reembolso llega a su cuenta bancaria en tres días.", "es"),
        ("Il rimborso arriva sulla tua carta.", "it"),
        ("返金はお支払いのカードに行われます。", "ja"),
    ],
)
def test_refunds_and_the_marketplaces_own_ways_pass(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) == []
