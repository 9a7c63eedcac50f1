"""Offers to unsubscribe: by link, button or key word, in six languages."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "optout"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Unsubscribe"),
        ("en", "To opt out, answer this message."),
        ("en", "Reply STOP to end these messages."),
        ("en", "Too many letters from us? Answer with the word PEACE."),
        ("en", "If you no longer wish to hear from us, send us the word GOODBYE."),
        ("en", "Manage your email preferences"),
        ("en", "Click here to be removed from our mailing list."),
        ("en", "un\u200bsub\u200bscribe"),
        ("en", "u n s u b s c r i b e"),
        ("en", "ᴜɴsᴜʙsᴄʀɪʙᴇ"),
        ("en", "unsubscrіbe here"),
        ("de", "Vom Newsletter abmelden"),
        ("de", "Keine Nachrichten mehr? Antworten Sie mit STOPP."),
        ("de", "E-Mails abbestellen"),
        ("fr", "Se désabonner"),
        ("fr", "Pour ne plus recevoir nos messages, répondez STOP."),
        ("es", "Darse de baja"),
        ("es", "Si no desea recibir más correos, responda BAJA."),
        ("it", "Disiscriviti"),
        ("it", "Se non vuole più ricevere messaggi risponda BASTA."),
        ("ja", "配信停止はこちら"),
        ("ja", "メールが不要な方は「停止」とご返信ください。"),
    ],
)
def test_an_offer_to_unsubscribe_is_found(language: str, text: str) -> None:
    assert spans(RULE, text, language=language) != []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Press stop twice to end the alarm."),
        ("en", "Your Subscribe & Save order can be changed in your account."),
        ("en", "We stopped the production of this colour; reply here if you want blue."),
        ("en", "Please answer with the word you want engraved."),
        ("en", "The light stops after ten minutes. Send us a picture please."),
        ("en", "If you no longer need the spare lid, send it back."),
        ("de", "Bitte melden Sie sich mit dem Gerät am WLAN an und wieder ab."),
        ("de", "Die Gravur lautet: Keine Sorge. Antworten Sie mit Ja."),
        ("fr", "Le facteur s'arrête chez vous mardi. Répondez-nous si besoin."),
        ("es", "Baje el fuego, la tapa baja sola. Responda con la talla."),
        ("it", "Basta una foto della confezione, scriva qui."),
        ("ja", "運転停止ボタンを押してください。ご返信をお待ちしております。"),
    ],
)
def test_other_stops_and_answers_pass(language: str, text: str) -> None:
    assert spans(RULE, text, language=language) == []


@pytest.mark.parametrize(
    "path", ["unsubscribe?u=7", "x/optout", "abmelden", "desinscription", "darse-de-baja", "u?unsub=1"]
)
def test_a_link_that_leads_there_is_found_whatever_it_says(path: str) -> None:
    assert spans(RULE, html=f'<a href="https://m.acme-rugs.com/{path}">X</a>') == [f"https://m.acme-rugs.com/{path}"]


def test_a_button_that_only_a_picture_names_is_found() -> None:
    html = '<a href="https://m.acme-rugs.com/k"><img src="cid:b" alt="Unsubscribe"></a>'
    assert spans(RULE, html=html) == ["Unsubscribe"]


def test_hidden_words_are_found() -> None:
    assert spans(RULE, html='<p style="font-size:1px;color:#fefefe">unsubscribe</p>') == ["unsubscribe"]


def test_being_tired_of_mail_is_an_offer_when_a_link_follows() -> None:
    text = "Fewer messages from us? The exit: "
    assert spans(RULE, text + "acme-rugs.com/q") != []
    assert spans(RULE, "Too many messages from us crossed, sorry.") == []
