"""Pointing to where contact data stands (row 23 of the evasion catalogue)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-pointed"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("My number is on the invoice.", "en"),
        ("Look inside the lid of the box, there's a sticker with my cell.", "en"),
        ("The invoice has them top right, so give us a bell.", "en"),
        ("Just google us, we answer faster there.", "en"),
        ("You will find our contact details in my profile", "en"),
        ("Meine Nummer steht auf der Rechnung.", "de"),
        ("Mes coordonnées directes sont sur le carton glissé sous le coussin", "fr"),
        ("mi número viene en la tarjeta de la caja", "es"),
        ("Il mio numero è sul biglietto nella scatola", "it"),
        ("連絡先は同封のカードに書いてあります", "ja"),
    ],
)
def test_pointing_to_contact_data_is_found(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your order number is on the invoice.", "en"),
        ("The serial number is on the box, under the label.", "en"),
        ("I need an invoice with my VAT number, thanks", "en"),
        ("We looked up the tracking number for you.", "en"),
        ("Die Seriennummer steht auf der Rechnung.", "de"),
        ("Le numéro de suivi est sur la facture.", "fr"),
        ("El número de lote está en la etiqueta.", "es"),
        ("Il numero d'ordine è sulla fattura.", "it"),
        ("領収書の発行にメールアドレスやお電話番号は必要ございません。", "ja"),
    ],
)
def test_pointing_to_the_orders_numbers_passes(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) == []
