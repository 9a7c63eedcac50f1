"""Asking the other side for contact data (row 24 of the evasion catalogue)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-asked"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Whats ur WhatsApp number bro, need bulk price", "en"),
        ("Let's talk. What's your Skype?", "en"),
        ("hi do u have an email? easier to send the photos", "en"),
        ("Please send your phone number and your personal email so our office can reach you", "en"),
        ("May we have a number where our fitter can reach you?", "en"),
        ("Hallo, haben Sie WhatsApp?", "de"),
        ("Nennen Sie uns bitte Ihre Handynummer.", "de"),
        ("Bonjour, vous êtes sur WhatsApp ?", "fr"),
        ("Buenas, ¿tienen WhatsApp?", "es"),
        ("Mi passi il Suo numero uozzap.", "it"),
        ("そちらのメールアドレスを教えてください。", "ja"),
    ],
)
def test_asking_for_contact_data_is_found(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The carrier needs a phone number on the order.", "en"),
        ("Please confirm your address and the apartment number.", "en"),
        ("Add your phone number in your order details on Amazon.", "en"),
        ("What's your order number?", "en"),
        ("Could you send us your photos of the damage?", "en"),
        ("Die Spedition braucht Ihre Telefonnummer in der Bestellung.", "de"),
        ("Quel est votre numéro de commande ?", "fr"),
        ("¿Cuál es su número de pedido?", "es"),
        ("Qual è il suo numero d'ordine?", "it"),
        ("注文番号を教えてください。", "ja"),
    ],
)
def test_asking_for_what_the_order_needs_passes(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) == []
