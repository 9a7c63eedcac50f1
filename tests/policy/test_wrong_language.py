"""Mail nobody asked for is in the language of its reader."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, kind: policy.Kind = policy.Kind.PROACTIVE, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), kind=kind, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "wrong-language"]


TEXTS = {
    "en": "We have a question about the engraving that you want on your lamp, please tell us the name and the date.",
    "de": "Wir haben eine Frage zu der Gravur, die Sie auf der Lampe wünschen, bitte nennen Sie uns den Namen.",
    "fr": "Nous avons une question sur la gravure de votre lampe, merci de nous donner le nom et la date.",
    "es": "Tenemos una pregunta sobre el grabado de su lámpara, por favor díganos el nombre y la fecha para la placa.",
    "it": "Abbiamo una domanda per la sua lampada, ci dica il nome e la data che non sono indicati nel suo ordine.",
    "ja": "ランプの刻印についてお伺いしたいことがございます。お名前と日付をお知らせください。",
}


@pytest.mark.parametrize(("written", "reads"), [(one, other) for one in TEXTS for other in TEXTS if one != other])
def test_a_text_in_another_language_is_told(written: str, reads: str) -> None:
    [found] = findings(TEXTS[written], reads=reads)
    assert found.evidence == written
    assert found.outcome is policy.Outcome.ADVISE


@pytest.mark.parametrize("language", TEXTS)
def test_the_readers_own_language_passes(language: str) -> None:
    assert findings(TEXTS[language], reads=language) == []


@pytest.mark.parametrize("second", ["de", "fr", "ja"])
def test_two_languages_pass_if_one_is_the_readers(second: str) -> None:
    assert findings(TEXTS["en"] + "\n\n" + TEXTS[second], reads=second) == []


@pytest.mark.parametrize(
    "text",
    [
        "OK",
        "Order 112-7352211-9823412, 2 x 19.99 EUR",
        "LED 12V IP65 E27 A++",
        "Bonjour!",
        "Gravur: Anna & Tom, 12.5.2024",
    ],
)
def test_nothing_is_said_of_a_text_too_short_to_tell(text: str) -> None:
    assert findings(text, reads="it") == []


def test_a_reader_of_a_language_without_lexicon_is_given_the_benefit_of_the_doubt() -> None:
    dutch = "Wij hebben een vraag over de gravure op uw lamp, kunt u ons de naam en de datum sturen in dit bericht?"
    assert findings(dutch, reads="nl") == []
    assert findings(TEXTS["en"], reads="nl")


def test_replies_are_in_whatever_language_they_are() -> None:
    assert findings(TEXTS["de"], policy.Kind.REPLY, reads="fr") == []
