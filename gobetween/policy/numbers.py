"""Finds digits however they are written: runs of them with their spans in a view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import ahocorasick_rs
import re2

from gobetween.policy.spelled import CONNECTORS, HAN_DIGITS, HUNDRED, TIMES, kana, worths

LEAST, MOST = 7, 15
"""Digits of a phone number (ITU-T E.164: at most 15)."""
EXAMINED = 3000
"""Most words looked at for spelled numbers in one text."""
TRIES = 400
"""Most places in a text that are looked at for one way to write a number."""
LONGEST = 400
"""Characters of one unbroken run of digits that are looked at."""


@dataclass(frozen=True, slots=True)
class Run:
    """Digits that belong together, where they stand, and how many pieces were words."""

    digits: str
    start: int
    end: int
    words: int = 0
    pieces: int = 1


PLAIN = re2.compile(r"(?:\+ ?)?\(?[0-9](?:[ \t\x{A0}().\-/\x{2010}-\x{2015}\x{B7}\x{2022}]{0,4}[0-9]){6,}")
DIGITS = re2.compile(r"[0-9]+")
WORDS = re2.compile(r"\S+")


def plain(text: str) -> Iterator[Run]:
    """Digits with blanks, dots, dashes, slashes or parentheses between; one that is too long, in its parts."""
    for match in islice(PLAIN.finditer(text), TRIES):
        start, end = match.span()
        digits = _only_digits(text[start : min(end, start + LONGEST)])
        if LEAST <= len(digits) <= MOST:
            yield Run(digits, start, end, pieces=_pieces(text[start:end]))
        elif len(digits) > MOST:
            yield from _parts(text, start, min(end, start + LONGEST))


def _parts(text: str, start: int, end: int) -> Iterator[Run]:
    """From each `+` or leading nought that begins a chunk, as many chunks as a number can have."""
    if " " not in text[start:end]:
        return
    at = start
    chunks = [(start + match.start(), start + match.end()) for match in WORDS.finditer(text[start:end])]
    for index, (first, _) in enumerate(chunks):
        if first < at or text[first] not in "+0(":
            continue
        digits, last = "", first
        for begin, stop in chunks[index : index + 8]:
            more = _only_digits(text[begin:stop])
            if len(digits) + len(more) > 11 or (digits and more[:1] == "0" and len(digits) >= 9):
                break
            digits, last = digits + more, stop
        if len(digits) >= 9:
            yield Run(digits, first, last, pieces=_pieces(text[first:last]))
            at = last


def _only_digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _pieces(text: str) -> int:
    return sum(1 for _ in DIGITS.finditer(text))


_SURE = (
    "zero two three four five seven eight nine null zwei zwo drei vier funf sechs sieben acht neun deux trois "
    "quatre cinq sept huit neuf cero tres quattro cuatro cinco seis siete ocho nueve cinque sette otto nove double "
    "triple treble oh dix douze quinze trente quarante cinquante soixante vingt cient cento trenta quaranta "
    "cinquanta sessanta settanta ottanta novanta venti teen twenty thirty forty fifty sixty zwanzig dreisig zig "
    "treinta cuarenta cincuenta sesenta setenta ochenta veinti quinientos triplo doppi thr33 f0ur w0n nin3 s1x fiv3 "
    "tw0 zer0 f1ve s3ven sev3n e1ght n1ne"
)
"""Where three of them stand close together, inside other words or not, all number words are looked at."""
SURE = ahocorasick_rs.AhoCorasick(_SURE.split())
CLUSTER = 50
"""Characters from the first of three to the third."""
TOKEN = re2.compile(r"w0n|tw0|thr33|f0u?r|fiv3|f1ve|s1x|s3ven|sev3n|e1ght|nin3|n1ne|zer0|0ne|\pL+|[0-9]+")
CLOSE = frozenset({" ", "-", "", " y ", " et ", "-et-", " e ", " and ", " und ", "\u2010", "\u2011", "\u2013"})
GLUED = 8
_KNOWN = re2.compile(
    "|".join(sorted((each for each in worths() if len(each) > 2 and worths()[each] < 100), key=len, reverse=True))
)
_JOINED = re2.compile(f"(?:{_KNOWN.pattern}){{2,}}")
"""Number words written as one."""
GAP = 30
"""Most characters between two pieces of one spelled number."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number word, a multiplier or a run of digits."""

    text: str
    worth: int | None
    start: int
    end: int


def spelled(text: str) -> Iterator[Run]:
    """Runs of number words, mixed with digits or not, in folded text."""
    first, last = _clustered(text)
    if first == last:
        return
    group: list[Token] = []
    for token in _tokens(text, first, last):
        if group and not _belongs(text[group[-1].end : token.start]):
            yield from _run(text, group)
            group = []
        group.append(token)
    yield from _run(text, group)


def _clustered(text: str) -> tuple[int, int]:
    """The part of a text that number words stand close together in; empty if they nowhere do."""
    starts: list[int] = []
    for _, start, end in SURE.find_matches_as_indexes(text):
        starts.append(start)
        beside = (text[max(0, start - 2) : start], text[end : end + 2])
        starts.extend(start for each in beside if any(map(str.isdigit, each)))
    close = [(first, third) for first, third in zip(starts, starts[2:], strict=False) if third - first < CLUSTER]
    if not close:
        return 0, 0
    return text.rfind(" ", 0, max(0, close[0][0] - 60)) + 1, close[-1][1] + 160


def _tokens(text: str, first: int, last: int) -> Iterator[Token]:
    known = worths()
    for match in islice(TOKEN.finditer(text, first, min(last, len(text))), EXAMINED):
        word, start, end = match.group(), match.start(), match.end()
        if word.isdigit():
            yield Token(word, None, start, end)
        elif word in known or word in TIMES or word in HUNDRED or word == "o":
            yield Token(word, known.get(word, 0), start, end)
        elif len(word) >= GLUED and _JOINED.fullmatch(word):
            for part in _KNOWN.finditer(word):
                yield Token(part.group(), known[part.group()], start + part.start(), start + part.end())


def _belongs(gap: str) -> bool:
    """Whether what stands between two pieces leaves them one number: marks and a few linking words."""
    if len(gap) > GAP or "\n\n" in gap:
        return False
    words = [match.group() for match in TOKEN.finditer(gap)]
    return len(words) <= 4 and all(word in CONNECTORS for word in words)


def _run(text: str, group: Sequence[Token]) -> Iterator[Run]:
    words = sum(token.worth is not None for token in group)
    while group and (group[-1].text in TIMES or group[-1].text in HUNDRED):
        group = group[:-1]
    if not group:
        return
    digits = _read(text, group)
    if LEAST - 1 <= len(digits) <= MOST + 1:
        yield Run(digits, group[0].start, group[-1].end, words=words, pieces=len(group))


def _read(text: str, group: Sequence[Token]) -> str:
    """The digits that a group of tokens spells."""
    found: list[str] = []
    open_worth: int | None = None
    times, end = 1, group[0].start
    for token in group:
        near = text[end : token.start] in CLOSE
        end = token.end
        if token.text in TIMES:
            _closed(found, open_worth)
            open_worth = None
            times = TIMES[token.text]
            continue
        if token.text in HUNDRED:
            if near and open_worth is not None and 0 < open_worth < 10:
                open_worth *= 100
                continue
            _closed(found, open_worth)
            open_worth = 100
            continue
        if times > 1 or token.worth is None:
            _closed(found, open_worth)
            open_worth = None
            figures = token.text if token.worth is None else str(token.worth)
            found.append(figures[0] * (times - 1) + figures)
            times = 1
            continue
        if open_worth is not None and near and _adds(open_worth, token.worth):
            open_worth = 80 if (open_worth, token.worth) == (4, 20) else open_worth + token.worth
            continue
        _closed(found, open_worth)
        open_worth = token.worth
    _closed(found, open_worth)
    return "".join(found)


def _closed(found: list[str], worth: int | None) -> None:
    if worth is not None:
        found.append(str(worth))


def _adds(worth: int, more: int) -> bool:
    """Whether `more` is said as part of the same number: twenty-one, soixante-dix, quatre-vingt, trescientos doce."""
    if (worth, more) == (4, 20) or (worth % 100 in (60, 80) and 10 <= more < 20):
        return True
    if worth % 100 == 0 and worth:
        return 0 < more < 100
    return (worth % 10 == 0 and worth % 100 >= 20 and 0 < more < 10) or (worth in (70, 90) and 6 < more < 10)


LEET = str.maketrans("OoQlI|ZzSsBbGgq", "000111225586699")
LEET_MARK = re2.compile(r"[0-9][ .\-\x{2013}\x{2014}/()]{0,3}[OoQlI|ZzSsBbGgq]+[ .\-/()]{0,3}[0-9]|[OoIl][0-9]")
LEET_RUN = re2.compile(r"[OoIl]{0,4}[0-9][0-9OoQlI|ZzSsBbGgq]*(?:[ .\-\x{2013}\x{2014}/()]{1,3}[0-9OoQlI|ZzSsBbGgq]+)*")


def leet(text: str) -> Iterator[Run]:
    """Digits with letters that look like digits among them."""
    if not LEET_MARK.search(text):
        return
    for match in islice(LEET_RUN.finditer(text), TRIES):
        start, end = match.span()
        found = match.group()
        if not LEAST <= len(found) <= 40 or sum(map(str.isdigit, found)) == sum(map(str.isalnum, found)):
            continue
        if _letter_at(text, start - 1) or _letter_at(text, end):
            continue
        digits = "".join(each for each in found.translate(LEET) if each.isdigit())
        letters = sum(map(str.isalpha, found))
        if LEAST <= len(digits) <= MOST and letters * 2 <= len(digits):
            yield Run(digits, start, end, pieces=_pieces(found))


def _letter_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalpha()


HAN_RUN = re2.compile(r"(?:[0-9〇零○◯一二三四五六七八九壱弐参令伍陸捌玖][\s、,・.\-ーのノ/]{0,2}){7,}")
_KANA = kana()
_KANA_WORD = re2.compile("|".join(sorted(_KANA, key=len, reverse=True)))
KANA_RUN = re2.compile(r"(?:(?:" + _KANA_WORD.pattern + r")[ー〜~・、,\s\-の]{0,2}){7,}")


def japanese(text: str) -> Iterator[Run]:
    """Kanji numerals and digits read out in kana."""
    for match in islice(HAN_RUN.finditer(text), TRIES):
        digits = "".join(HAN_DIGITS.get(each, each if each.isdigit() else "") for each in match.group())
        if not match.group()[:1].isascii() or any(each in HAN_DIGITS for each in match.group()):
            yield Run(digits, match.start(), match.start() + len(match.group().rstrip("の、,・ \n")), words=len(digits))
    for match in islice(KANA_RUN.finditer(text), TRIES):
        digits = "".join(str(_KANA[each.group()]) for each in _KANA_WORD.finditer(match.group()))
        yield Run(digits, match.start(), match.start() + len(match.group().rstrip("の、,・ \n")), words=len(digits))


VANITY = re2.compile(r"(?:\+?1[ .\-]?)?8(?:00|88|77|66|55|44|33|22)[ .\-]?(?:[A-Z0-9][ .\-]?){6,10}[A-Z0-9]\b")
KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


def vanity(text: str) -> Iterator[Run]:
    """Toll-free numbers that end in a word of the keypad: 1-800-FLOWERS."""
    for match in islice(VANITY.finditer(text), TRIES):
        found = match.group()
        digits = "".join(each for each in found.translate(KEYPAD) if each.isdigit())
        if sum(map(str.isalpha, found)) >= 3 and len(digits) <= MOST:
            yield Run(digits, match.start(), match.end(), words=9)


ROMAN = re2.compile(r"\b(?:(?:IX|IV|V?I{1,3}|V|X|[0O])[ ,.\-\x{2013}/]{1,3}){6,14}(?:IX|IV|V?I{1,3}|V|X|[0O])\b")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9",
          "X": "10", "0": "0", "O": "0"}  # fmt: skip
ROMAN_WORDS = 4
"""Too few to be a number by themselves."""
_NUMERAL = re2.compile(r"[IVX0O]+")


def roman(text: str) -> Iterator[Run]:
    """Roman numerals one after another: only with a word for calling near are they a number."""
    for match in islice(ROMAN.finditer(text), TRIES):
        digits = "".join(_ROMAN.get(each.group(), "") for each in _NUMERAL.finditer(match.group()))
        yield Run(digits, match.start(), match.end(), words=ROMAN_WORDS)


FILLED = re2.compile(r"[0-9]+(?:[^0-9\s.,;:]+[0-9]+){2,}")
FILLER = re2.compile(r"[^0-9]+")


def _is_filler(fillers: set[str]) -> bool:
    """The same thing again and again, or marks; not the capitals of a code."""
    if any(each.isupper() for each in fillers):
        return False
    return len(fillers) == 1 or (len(fillers) == 2 and not any(map(str.isalnum, fillers)))


def filled(text: str) -> Iterator[Run]:
    """Digits with the same filler again and again between: 415x555x2671."""
    for match in islice(FILLED.finditer(text), TRIES):
        if not LEAST + 4 <= len(match.group()) <= 60:
            continue
        fillers = {each.group() for each in FILLER.finditer(match.group())}
        digits = _only_digits(match.group())
        if _is_filler(fillers) and LEAST + 2 <= len(digits) <= MOST and not fillers <= {"-", "/", ":", "–", "_"}:
            yield Run(digits, match.start(), match.end(), words=1)


_MARKS = r"[ \n,.:;\-\x{2013}\x{2026}/\"']"
_LINKS = "|".join(sorted(CONNECTORS, key=len, reverse=True))
CLOCK = re2.compile(r"(?:^|[^0-9:])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:[^0-9:]|$)")
"""A time of day: what it stands in is a date, such as that of a quoted mail."""
LINKED = re2.compile(rf"[0-9]{{1,6}}(?:{_MARKS}+(?:(?:{_LINKS}){_MARKS}+){{0,4}}[0-9]{{1,6}}){{2,}}")


def linked(text: str) -> Iterator[Run]:
    """Pieces of digits with marks and linking words between, in folded text: 415, then 555, and 2671."""
    for match in islice(LINKED.finditer(text), TRIES):
        pieces = [each.group() for each in DIGITS.finditer(match.group()[:LONGEST])]
        steps = {int(right) - int(left) for left, right in pairwise(pieces)}
        digits = "".join(pieces)
        if len(steps) > 1 and LEAST <= len(digits) <= MOST and not CLOCK.search(match.group()):
            yield Run(digits, match.start(), match.end(), words=1, pieces=len(pieces))
