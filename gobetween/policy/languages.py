"""Which languages a text may be in: by its commonest words and its script."""

from __future__ import annotations

from functools import lru_cache

import re2

WORDS = {
    "en": "a and are at be can for has have i if in is it no not of on our please that the this to us was we "
    "when will with you your",
    "de": "aber am auf bei bitte das dass dein dem den der dich die dies dir du ein eine es fur haben hat ich "
    "ihr ihre ihren im in ist kann mit nicht noch sehr sie sind und uns unser von war wenn wir zu zum zur",
    "fr": "a au aux avec avez bonjour c'est ce cette dans de des du en est et il je la le les mais merci ne "
    "notre nous par pas plus pour que si sont sur un une vos votre vous",
    "es": "al con de del el en es esta este gracias ha hola la las le les lo los me mi muy no nosotros nuestra "
    "nuestro para pero por que se si son su sus te tu un una usted y",
    "it": "al alla che ci ciao con da dal del della di e gli grazie ha i il la le lei lo ma mi molto nel noi "
    "non nostra nostro per questa questo se si sono su sua suo ti un una vi",
}
COMMON: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in WORDS.items()}
KANA = re2.compile(r"[\x{3041}-\x{30FF}\x{FF66}-\x{FF9F}]")
MARKS = ".,;:!?()\"'…¡¿"
EXAMINED = 3000
"""Characters looked at."""

TELLING = 2
"""Different common words that tell a language."""
PART, ENGLISH_PART = 2, 4
"""A language counts from this part of the best score on; English, which everybody mixes in, from a smaller one."""


@lru_cache(maxsize=256)
def of(text: str, said: str = "") -> tuple[str, ...]:
    """Languages with a lexicon that folded `text` may be in, the likeliest first; all of them when it tells nothing."""
    scores = {language: score for language, score in _scores(text[:EXAMINED]).items() if score}
    best = max(scores.values(), default=0)
    if best < TELLING and said[:2] not in ("ja", *COMMON):
        return ("en", *(language for language in COMMON if language != "en"))
    likely = [language for language in sorted(scores, key=lambda each: -scores[each]) if _is_likely(language, scores)]
    if said[:2] in ("ja", *COMMON) and said[:2] not in likely:
        likely.append(said[:2])
    return tuple(likely)


def _is_likely(language: str, scores: dict[str, int]) -> bool:
    return scores[language] * (ENGLISH_PART if language == "en" else PART) >= max(scores.values())


def _words(text: str) -> set[str]:
    return {word.strip(MARKS) for word in text.split()}


def _common(words: set[str]) -> dict[str, int]:
    """How many common words of each language are among these."""
    return {language: len(words & common) for language, common in COMMON.items()}


def _scores(text: str) -> dict[str, int]:
    scores = _common(_words(text))
    if not text.isascii() and KANA.search(text):
        scores["ja"] = 3 + max(scores.values())
    return scores


SURE = 6
"""Different common words of a language from which on a text may be taken for it."""
SHARE = 0.15
"""Of all its different words, how many must be common ones of the language."""
SPOKEN = 4
"""Different common words that show a language is spoken beside another."""
KANA_SURE = 12


@lru_cache(maxsize=256)
def evident(text: str) -> str:
    """The language that folded `text` is in without doubt; empty if there is any."""
    text = text[:EXAMINED]
    if len(KANA.findall(text)) >= KANA_SURE:
        return "ja"
    words = _words(text)
    scores = _common(words)
    best, second = sorted(scores.values(), reverse=True)[:2]
    sure = best >= SURE and best >= 2 * second and best >= SHARE * len(words)
    return max(scores, key=lambda language: scores[language]) if sure else ""


def speaks(text: str, language: str) -> bool:
    """Whether folded `text` may be partly in `language`; of a language that is not known, nobody can tell."""
    if language == "ja":
        return KANA.search(text) is not None
    if language not in COMMON:
        return evident(text) not in ("en", "ja")
    words = _words(text)
    alone = words & COMMON[language] - frozenset().union(*(COMMON[each] for each in COMMON if each != language))
    return len(alone) >= SPOKEN
