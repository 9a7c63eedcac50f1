"""Words that hurt are found in six languages; the same letters in innocent company pass."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, language: str = "", **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), language=language, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "sensitive"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "You are a stupid bitch and you will get nothing.", "bitch"),
        ("en", "Leave a bad word again and I will find you.", "i will find you"),
        ("en", "Kill yourself, loser.", "kill yourself"),
        ("en", "send nudes and I refund you", "nudes"),
        ("en", "I know where you live.", "i know where you live"),
        ("en", "We will break your legs.", "break your legs"),
        ("de", "Du Hurensohn bekommst kein Geld zurück.", "hurensohn"),
        ("de", "Das wirst du noch bereuen!", "das wirst du noch bereuen"),
        ("fr", "Vous êtes un connard et un crétin.", "connard"),
        ("fr", "Je vais te casser la gueule.", "casser la gueule"),
        ("es", "Eres un gilipollas, no te devuelvo nada.", "gilipollas"),
        ("it", "Lei è una testa di cazzo.", "testa di cazzo"),
        ("ja", "クソ客はもう二度と来るな。", "クソ客"),
        ("ja", "文句を言うなら死ね。", "死ね"),
        ("ja", "裸の写真を送ってください。", "裸の写真"),
        ("ja", "文句を言う客はぶっ殺すからな。", "ぶっ殺"),
    ],
)
def test_insults_threats_and_sex_are_found(language: str, text: str, word: str) -> None:
    found = findings(text, language)
    assert any(word in text[each.start : each.end].lower() for each in found)
    assert {each.outcome for each in found} == {policy.Outcome.HOLD}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The parcel for Scunthorpe left Penistone on Monday and passes Essex and Sussex."),
        ("en", "Turn the kill switch before you change the blade; the weed killer is not included."),
        ("en", "Plant sex: female. The seedlings are sexed by hand."),
        ("en", "Your breast pump and the chicken breast slicer ship together."),
        ("en", "The ball cock washer and the stopcock ring fit half inch taps."),
        ("en", "Great tit nest box, entrance 32 mm, cocker spaniel door sign, Dickens novel."),
        ("en", "I feel stupid, I ordered the wrong size."),
        ("en", "The retardant coating delays ignition; retardation is 2 mm."),
        ("en", "The dog is a bit of a character, the killer whale plush is sold out."),
        ("de", "Die Bastardfeile und der Lackstripper sind im Paket, das Sparschwein folgt."),
        ("de", "Den Vögeln im Garten schmeckt das Futter, Keime werden abgetötet."),
        ("de", "Das ist eine Schlamperei, so war das nicht bestellt."),
        ("fr", "Votre colis est en retard, la tapette à souris et la litière de la chatte suivent."),
        ("fr", "Sexe du chiot : femelle. La bombe de peinture est vide."),
        ("es", "Sexo del cachorro: hembra. El vibrador de hormigón pesa 5 kg."),
        ("it", "C'è una crepa nel vaso e il pacco è ritardato; la scopa serve per scopare il cortile."),
        ("ja", "鶏むね肉の燻製と搾乳器を一緒にお送りします。"),
        ("ja", "ミステリー小説『殺人予告』の第3巻を発送しました。"),
    ],
)
def test_innocent_company_passes(language: str, text: str) -> None:
    assert findings(text, language) == []


def test_it_binds_buyers_too() -> None:
    assert findings("fuck you, thieves", "en", direction=policy.Direction.TO_SELLER)
