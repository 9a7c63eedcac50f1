"""Number words of six languages and what each is worth, as folded text spells them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from gobetween.policy.views import fold

LISTS: dict[str, tuple[str, ...]] = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    ),
    "de": (
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
        "siebzehn achtzehn neunzehn",
        "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    ),
    "fr": (
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept "
        "dixhuit dixneuf",
        "vingt trente quarante cinquante soixante septante huitante nonante",
    ),
    "es": (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    ),
    "it": (
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
        "sedici diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    ),
}
"""Nought to nineteen, then the tens from twenty."""

OTHERS: dict[str, int] = {
    "oh": 0, "nought": 0, "naught": 0, "nil": 0, "zwo": 2, "ein": 1, "vingts": 20, "octante": 80, "una": 1,
    "zer0": 0, "0ne": 1, "tw0": 2, "thr33": 3, "f0ur": 4, "f0r": 4, "w0n": 1, "won": 1, "fiv3": 5, "f1ve": 5,
    "s1x": 6, "s3ven": 7, "sev3n": 7, "e1ght": 8, "nin3": 9, "n1ne": 9, "niner": 9,
    "veintiun": 21, "veintiuno": 21, "veintidos": 22, "veintitres": 23, "veinticuatro": 24, "veinticinco": 25,
    "veintiseis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "cien": 100, "ciento": 100,
    "doscientos": 200, "trescientos": 300, "cuatrocientos": 400, "quinientos": 500, "seiscientos": 600,
    "setecientos": 700, "ochocientos": 800, "novecientos": 900, "fourty": 40, "nueva": 9,
}  # fmt: skip
TIMES: dict[str, int] = {
    "double": 2, "dbl": 2, "triple": 3, "treble": 3, "doppel": 2, "doppelt": 2, "dreifach": 3, "doble": 2,
    "doppio": 2, "doppia": 2, "triplo": 3, "tripla": 3, "quadruple": 4, "zweimal": 2, "dreimal": 3,
}  # fmt: skip
HUNDRED = frozenset({"hundred", "cent", "cents", "cento", "hundert"})
_LINKING = (
    "and then und dann danach et puis ensuite y luego después e poi the die der comes kommt followed by next "
    "finally pour finir le la les el los il lo area code dash hyphen minus tiret bindestrich guion trattino space "
    "plus prefix vorwahl am ende with after that again nochmal encore "
    "point punkt punto dot barre slash comma virgule coma virgola strich schragstrich barra espace puntino"
)
CONNECTORS = frozenset(_LINKING.split())
"""Words that may stand between the pieces of one number."""

KANA: dict[str, int] = {
    "ゼロ": 0, "レイ": 0, "マル": 0, "イチ": 1, "ニ": 2, "サン": 3, "ヨン": 4, "ゴ": 5, "ロク": 6, "ナナ": 7, "シチ": 7,
    "ハチ": 8, "キュウ": 9, "キュー": 9, "ク": 9,
}  # fmt: skip
HAN = "〇一二三四五六七八九"
HAN_DIGITS = {**{each: str(worth) for worth, each in enumerate(HAN)},
              "零": "0", "令": "0", "伍": "5",
              "陸": "6", "捌": "8", "玖": "9",
              "壱": "1", "弐": "2", "参": "3", "○": "0", "◯": "0"}  # fmt: skip


@cache
def worths() -> dict[str, int]:
    """Folded word -> what it is worth, below a thousand."""
    found: dict[str, int] = {}
    for small, tens in LISTS.values():
        found.update({fold(word): worth for worth, word in enumerate(small.split())})
        found.update({fold(word): 20 + 10 * index for index, word in enumerate(tens.split())})
    for word, worth in (*_german(), *_italian()):
        found.setdefault(fold(word), worth)
    found.update(OTHERS)
    return found


def _german() -> Iterator[tuple[str, int]]:
    """Two-figure numbers in one word: siebenundfünfzig."""
    small, tens = (words.split() for words in LISTS["de"])
    for index, ten in enumerate(tens):
        for unit in range(1, 10):
            yield ("ein" if unit == 1 else small[unit]) + "und" + ten, 20 + 10 * index + unit


def _italian() -> Iterator[tuple[str, int]]:
    """Numbers up to 999 in one word: quarantadue, settecentoundici."""
    small, tens = (words.split() for words in LISTS["it"])
    below = dict(enumerate(small))
    for index, ten in enumerate(tens):
        worth = 20 + 10 * index
        below[worth] = ten
        for unit in range(1, 10):
            below[worth + unit] = (ten[:-1] if unit in (1, 8) else ten) + ("tré" if unit == 3 else small[unit])
    yield from ((word, worth) for worth, word in below.items())
    for hundreds in range(1, 10):
        head = "cento" if hundreds == 1 else small[hundreds] + "cento"
        yield head, 100 * hundreds
        yield from ((head + word, 100 * hundreds + worth) for worth, word in below.items() if worth)


def kana() -> dict[str, int]:
    """Both kana for each digit."""
    return {**KANA, **{"".join(chr(ord(each) - 0x60) if each != "ー" else each for each in word): worth
                       for word, worth in KANA.items()}}  # fmt: skip
