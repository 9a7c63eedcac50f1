"""What a buyer writes about, guessed in six languages; what is not known is `other`."""

from __future__ import annotations

import pytest

from gobetween.eligibility import guess

SAID = {
    "delivery": [
        "Where is my parcel?",
        "Wo bleibt mein Paket?",
        "Mon colis n'est pas là",
        "¿Dónde está el paquete?",
        "Dov'è il pacco?",
        "いつ届きますか",
    ],
    "refund": [
        "I want my money back",
        "Bitte um Erstattung",
        "Je veux un remboursement",
        "Quiero un reembolso",
        "Voglio un rimborso",
        "返金してください",
    ],
    "return": [
        "How do I send it back?",
        "Ich möchte eine Retoure anmelden",
        "Je veux renvoyer la lampe",
        "Quiero devolver la lámpara",
        "Vorrei fare un reso",
        "返品したい",
    ],
    "damaged": [
        "It arrived broken",
        "Die Lampe ist kaputt",
        "La lampe est cassée",
        "Está roto",
        "È rotto",
        "壊れています",
    ],
    "cancellation": [
        "Please cancel my order",
        "Bitte stornieren",
        "Merci d'annuler ma commande",
        "Quiero cancelar mi pedido",
        "Vorrei annullare",
        "キャンセルしたい",
    ],
    "invoice": [
        "I need an invoice",
        "Bitte eine Rechnung",
        "Il me faut une facture",
        "Necesito una factura",
        "Mi serve la fattura",
        "領収書をください",
    ],
    "customization": [
        "Can you engrave a name?",
        "Geht auch eine Gravur?",
        "Une gravure est possible ?",
        "¿Se puede grabar?",
        "Si può fare un'incisione?",
        "名入れできますか",
    ],
    "product": [
        "Does it fit E27?",
        "Passt E27?",
        "Est-ce compatible E27 ?",
        "¿Es compatible con E27?",
        "È compatibile con E27?",
        "サイズを教えて",
    ],
    "other": ["Good morning", "Guten Tag", "Bonjour", "Hola", "Buongiorno", "こんにちは"],
}


@pytest.mark.parametrize(("topic", "text"), [(topic, text) for topic, texts in SAID.items() for text in texts])
def test_a_topic_is_known_by_its_words(topic: str, text: str) -> None:
    assert guess("", text) == topic


def test_a_service_comes_before_the_product() -> None:
    assert guess("Does it fit E27?", "Where is my lamp? And the refund? The parcel?") == "delivery"
    assert guess("", "Does it fit? Where is my parcel?") == "delivery"
