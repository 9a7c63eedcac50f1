"""A mere confirmation is what the marketplace sends already."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, kind: policy.Kind = policy.Kind.PROACTIVE, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), kind=kind, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "confirmation-only"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, your order has been shipped today. Kind regards, the lamp shop"),
        ("en", "Your order has been confirmed and will leave our warehouse soon."),
        ("de", "Guten Tag, Ihre Bestellung wurde heute versandt. Viele Grüße"),
        ("fr", "Bonjour, votre commande a été expédiée ce matin. Cordialement"),
        ("es", "Hola, su pedido ha sido enviado hoy. Saludos"),
        ("it", "Buongiorno, il suo ordine è stato spedito oggi. Saluti"),
        ("ja", "ご注文を承りました。本日発送いたしました。"),
    ],
)
def test_a_mere_confirmation_is_told(language: str, text: str) -> None:
    [found] = findings(text, language=language)
    assert found.outcome is policy.Outcome.ADVISE
    assert found.start < found.end


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your order has been shipped, but the parcel was damaged on the way. We send a new one."),
        ("en", "Your order has been confirmed. Which colour do you want for the cord?"),
        ("en", "The engraving is ready to be checked, see the picture."),
        ("de", "Ihre Bestellung wurde versandt, die Hausnummer fehlt aber in der Adresse."),
        ("fr", "Votre commande est prête mais l'adresse est incomplète, merci de la préciser."),
        ("ja", "ご注文を承りましたが、番地が不足しております。番地をお知らせください。"),
    ],
)
def test_what_says_more_passes(language: str, text: str) -> None:
    assert findings(text, language=language) == []


def test_a_reply_may_confirm() -> None:
    assert findings("Your order has been shipped today.", policy.Kind.REPLY, language="en") == []
