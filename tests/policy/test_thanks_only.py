"""Thanks alone are no reason to write."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, kind: policy.Kind = policy.Kind.PROACTIVE, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), kind=kind, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "thanks-only"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Dear Ms Lee,\nthank you for your order. We hope you enjoy your lamp!\nThe lamp shop"),
        ("en", "Thank you so much for your purchase! We are here to help if you have any questions."),
        ("de", "Hallo,\nvielen Dank für Ihren Einkauf. Wir wünschen viel Freude damit!"),
        ("fr", "Bonjour, merci beaucoup pour votre commande et belle découverte !"),
        ("es", "Muchas gracias por su compra. Esperamos que lo disfrute."),
        ("it", "Grazie per il suo acquisto. Speriamo che le piaccia."),
        ("ja", "この度はご購入いただき、誠にありがとうございました。今後ともよろしくお願いいたします。"),
    ],
)
def test_thanks_alone_are_told(language: str, text: str) -> None:
    [found] = findings(text, language=language)
    assert found.outcome is policy.Outcome.ADVISE
    assert found.start < found.end


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thank you for your order. Which name shall we engrave?"),
        (
            "en",
            "Thank you for your order. The carrier brings the wardrobe on Tuesday, two men carry it up.",
        ),
        ("en", "Thank you for your order. The address is incomplete, the house number is missing."),
        (
            "de",
            "Vielen Dank. Der Schrank wird am Dienstag von zwei Leuten in den dritten Stock gebracht.",
        ),
        ("ja", "ご購入ありがとうございます。名入れの文字をご指定ください。"),
    ],
)
def test_what_says_more_passes(language: str, text: str) -> None:
    assert findings(text, language=language) == []


def test_a_reply_may_say_thanks() -> None:
    assert findings("Thank you for your purchase!", policy.Kind.REPLY, language="en") == []
