"""The language of a text as ISO 639-1 by script and common words: a cheap guess, "" when unsure."""

from __future__ import annotations

import re

# Words that stand in nearly every letter and in few other languages.
WORDS = {
    "en": "where what when order has been can could would hello the and you is to "
    "of for have with that this your are not please it be on my we thanks",
    "de": "wo wann bestellung hallo der die das und ich nicht ist sie mit "
    "für auf ein eine haben bitte wir zu den wie noch vielen dank",
    "fr": "où quand commande le la les et je est vous pour pas "
    "une des du mon avec dans bonjour merci nous que sur votre",
    "es": "dónde cuándo el los las y que es para por una con mi no gracias hola pero su está usted pedido del",
    "it": "il gli che è per non una con mio grazie sono ho di della ciao buongiorno ma questo ordine",
    "nl": "het een en ik niet dat van voor met mijn is op zijn wij dank graag heb bestelling de",
    "pt": "os que não para uma com meu obrigado por foi está você e do da pedido olá mais",
    "pl": "nie że się jest na do proszę dziękuję mam zamówienie dzień dobry czy jak i w z",
    "sv": "och att det jag inte är en på för med har som tack hej min av till",
    "da": "og at det jeg ikke er en på for med har som tak hej min af til",
    "tr": "bir ve bu için ile çok değil teşekkürler merhaba ama ben var mı",
}
SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0430-\u044f]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("ar", re.compile("[\u0627-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e01-\u0e2e]")),
    ("hi", re.compile("[\u0905-\u0939]")),
)
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)
_TAG = re.compile(r"\s*([a-zA-Z]{2})(?:[-_,;\s]|$)")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 800


def language_of(content_language: str, text: str) -> str:
    """What the letter says it is written in, else what its first lines look like."""
    tag = _TAG.match(content_language)
    return tag[1].lower() if tag else guessed(text[:_SAMPLE])


def guessed(text: str) -> str:
    """By script when a good part is not Latin, else by the most common words with a clear winner."""
    if not text:
        return ""
    if max(text) > "\u0370":
        for language, letters in SCRIPTS:
            if len(letters.findall(text)) * 6 > len(text):
                return language
    votes: dict[str, float] = {}
    for word in _LANGUAGES_OF.keys() & set(_WORD.findall(text.lower())):
        languages = _LANGUAGES_OF[word]
        for language in languages:
            votes[language] = votes.get(language, 0) + 1 / len(languages)
    best = sorted(votes.items(), key=lambda vote: -vote[1])[:2]
    if not best or best[0][1] < 2 or (len(best) > 1 and best[0][1] < best[1][1] * 1.3):
        return ""
    return best[0][0]
