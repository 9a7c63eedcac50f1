"""A seller may not make the buyer cancel; speaking of a cancellation the buyer wants is fine."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, language: str, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), language=language, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "cancel-asked"]


ASKED = [
    ("en", "We are out of stock. Could you please cancel the order from your account?"),
    ("en", "Sorry, the price was wrong, kindly request a cancellation on your side."),
    ("en", "It would be great if you could cancel your order, so that our metrics stay fine."),
    ("en", "Please cancel it and choose 'changed my mind' as reason."),
    ("de", "Leider ausverkauft. Bitte stornieren Sie die Bestellung selbst."),
    ("de", "Könnten Sie die Bestellung bitte stornieren?"),
    ("fr", "Article en rupture, merci d'annuler votre commande de votre côté."),
    ("fr", "Pourriez-vous demander l'annulation de la commande ?"),
    ("es", "No tenemos existencias, por favor cancele su pedido."),
    ("es", "Le rogamos cancelar el pedido desde su cuenta."),
    ("it", "Articolo esaurito, può annullare l'ordine dal suo account?"),
    ("it", "La preghiamo di annullare l'acquisto."),
    ("ja", "在庫がないため、お客様の方でキャンセルをお願いいたします。"),
    ("ja", "恐れ入りますが、注文履歴からキャンセル申請をしていただけますか。"),
]

FINE = [
    ("en", "If you wish to cancel, use the button in your order list."),
    ("en", "Your cancellation request was accepted and the refund is on its way."),
    ("en", "As you requested, the order has been cancelled."),
    ("en", "Would you like to wait until Friday or shall we cancel the order?"),
    ("en", "Please do not cancel the order, the replacement ships today."),
    ("de", "Falls Sie stornieren möchten, geht das in Ihren Bestellungen."),
    ("de", "Ihre Stornierung ist bestätigt."),
    ("de", "Möchten Sie warten oder sollen wir die Bestellung stornieren?"),
    ("fr", "Si vous souhaitez annuler votre commande, le bouton se trouve dans vos achats."),
    ("fr", "Votre demande d'annulation est acceptée."),
    ("es", "Si desea cancelar el pedido, puede hacerlo en sus compras."),
    ("es", "El pedido ha sido cancelado como nos pidió."),
    ("it", "Se desidera annullare l'ordine, il tasto è nei suoi acquisti."),
    ("it", "La sua richiesta di annullamento è stata accettata."),
    ("ja", "キャンセルをご希望の場合は、注文履歴からお手続きください。"),
    ("ja", "キャンセルのご依頼を承りました。返金は三日ほどで反映されます。"),
    ("ja", "お待ちいただくか、キャンセルして全額ご返金するか、お選びください。"),
]


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_asking_the_buyer_to_cancel_is_held(language: str, text: str) -> None:
    assert {each.outcome for each in findings(text, language)} == {policy.Outcome.HOLD}


@pytest.mark.parametrize(("language", "text"), FINE)
def test_a_cancellation_the_buyer_wants_passes(language: str, text: str) -> None:
    assert findings(text, language) == []


def test_a_buyer_may_ask_for_it() -> None:
    assert findings("Could you please cancel the order?", "en", direction=policy.Direction.TO_SELLER) == []


def test_the_span_is_the_asking() -> None:
    text = "Hello. Please cancel the order. Thanks."
    [found] = findings(text, "en")
    assert text[found.start : found.end] == "Please cancel the order"
