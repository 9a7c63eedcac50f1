"""Does the text name an e-mail address in disguise: in words, in brackets, spaced, backwards?"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Iterator
from itertools import islice

import re2

from gobetween.policy.hosts import tlds
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.contact_mail import ADDRESS, HIDDEN, is_allowed
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Found, Label

NAME = r"[^\s@(){}\[\]<>,;:!?\"'|☆★◎。、「」]+"
PROVIDER = (
    r"(?:g[ -]?mail|googlemail|google mail|hot[ -]?mail|out[ -]?look|yahoo|ya[ -]hoo|proton(?:[ -]?mail)?|i[ -]?cloud|"
    r"gmx|web[ .]de|posteo|fast[ -]?mail|tuta(?:nota)?|aol|t-online|freenet|libero|virgilio|tiscali|orange|wanadoo|"
    r"laposte|yandex|naver|mail[ .]ru|qq|163)"
)
_DOTS = "dot|d0t|punkt|pkt|point|pt|punto|pto|ponto"
WORD_DOT = (
    rf"(?: ?[(\[{{<] ?(?:{_DOTS}|\.) ?[)\]}}>] ?|,? (?:dot|punkt|point|punto|ponto|full stop|period),? | ?ドット ?)"
)
DOT = rf"(?:{WORD_DOT}|\.| \. ?)"
_BRACKETED = "at|@|アット|a t|aet|at-?zeichen|arroba|chiocciola|arobase|chez|klammeraffe|affe|a commercial"
_SPOKEN = (
    "arroba|chiocciola|chiocciolina|arobase|klammeraffe|affenschwanz|snabel-?a|apenstaartje|a commercial|a entoure,?|"
    "a enroule|(?:the )?at[ -]?(?:sign|character),?|at[ -]symbol|at-?zeichen"
)
_THEN = "(?:(?:and |und |et |y |e )?(?:then|dann|puis|luego|poi) )"
SURE_AT = rf"(?: ?[(\[{{<|] ?(?:{_BRACKETED}) ?[)\]}}>|] ?| {_THEN}?(?:{_SPOKEN}) {_THEN}?| ?アットマーク ?| ?[☆★◎] ?)"
HYPHEN = " (?:bindestrich|minus|tiret|guion|trattino|dash|hyphen|underscore|unterstrich|guion bajo) "
HOST = rf"{NAME}(?:{HYPHEN}{NAME}|[ -]mail)*"
NAMES = rf"{NAME}(?:(?:{WORD_DOT}|{HYPHEN}){NAME})*"
ENDED = rf"(?:{HOST}(?:{DOT}{NAME})+|{PROVIDER}\b)"
SURE_MARK = re2.compile(SURE_AT)
SURE = re2.compile(rf"{NAMES},?{SURE_AT}(?:(?:the|la|le|el|il|lo) )?{ENDED}")
VAGUE_AT = re2.compile(rf"{NAMES} ?[(\[] ?a ?[)\]] ?{ENDED}")
DOT_MARK = re2.compile(WORD_DOT)
WORDED = re2.compile(rf"{NAMES},?(?: at | @ ?|@ ){NAME}(?:{WORD_DOT}[a-z]{{2,}})+")
LAST = re2.compile(r"[a-z]*$")
PROVIDER_MARK = re2.compile(PROVIDER)
PROVIDED = re2.compile(
    rf"(({NAME})(?: at | on | sur | chez | bei | auf | en | su | presso | bij | @ ?| ?[(\[] ?a ?[)\]] ?|"
    r", then at, then |@ )"
    rf"(?:(?:the|la|le|el|il|lo|my|mi) )?{PROVIDER})(?:[^\pL]|$)"
)
SPACED = re2.compile(r"([^\s@(){}\[\]<>,;:!?\"]+) ?@ ?([^\s@(),;:!?\"]+(?: {1,2}\. {1,2}[^\s@(),;:!?\".]+)*)")
LETTERS = re2.compile(r"\b((?:[a-z0-9._-] ){2,}@(?: [a-z0-9-])+ \.(?: [a-z]){2,})(?:[^\pL]|$)")
"""Every letter by itself."""
OWN_MARK = re2.compile(
    r"(?:write|mail|send|photos|reach|reach|schreib\w*|ecri\w+|escrib\w+|scriv\w+|use|find)[^.!?]{0,40}"
    r"\b(?:our|my|the shop's|his|her|mein|unser|mi|notre|nostro|nuestro)[ -](?:g[ -]?mail|googlemail|hotmail|yahoo|"
    r"protonmail|gmx|icloud mail)(?:[^\pL.]|$)"
)
BACKWARDS = re2.compile(
    r"(?i)\b(?:moc|ten|gro|oc|ku|ed|rf|ti|se|ue|ofni|pohs|erots|pj)\.[\p{L}\p{N}.-]+@[\p{L}\p{N}._-]+"
)
CODED = re2.compile(r"[A-Za-z0-9+/]{16,200}={0,2}")
CUE = re2.compile(
    r"mail|schreib|write|reach|contact|find |under|correo|posta|courriel|ecri|escrib|scriv|address|adress|send|inbox|"
    r"メール|連絡|handle"
)
_NO_NAME = (
    "us me out look visit see check now here is are it at buy order find follow meet home back a the my our your shop "
    "store and or as not just only made up looked arrive arrived laugh aim him her you them"
)
TRIES = 1000
"""Most places in a text that are looked at for one way to write an address."""
NO_NAME = frozenset(_NO_NAME.split())
"""Words that stand before `at` or `@` without being anybody's name."""
GOOGLE_POST = re2.compile(
    r"(?:chiocciola|arroba|arobase|at sign|klammeraffe)[ ,;:]+.{0,25}(?:posta|mail|correo|messagerie|post) .{0,6}google"
)


def find(reading: Reading) -> Iterator[Found]:
    """Every address that has to be put together by its reader; quoted ones too."""
    for passage in reading.passages:
        taken: list[tuple[int, int]] = []
        for start, end in _spans(passage, reading.draft):
            if not taken and "@" in passage.normal.text:
                taken = [match.span() for match in islice(ADDRESS.finditer(passage.normal.text), TRIES)]
            if any(first < end and start < last for first, last in taken):
                continue
            taken.append((start, end))
            first, last = passage.normal.span(start, end)
            yield Found(place=passage.place, start=first, end=last, view="spelled", replacement=HIDDEN)


def _spans(passage: Passage, draft: Draft) -> Iterator[tuple[int, int]]:
    """Spans of the folded text: what is dear is looked for only where a mark of it stands."""
    text = passage.folded.text
    patterns = [SURE] if SURE_MARK.search(text) else []
    if DOT_MARK.search(text):
        patterns += [WORDED, *((VAGUE_AT,) if "a)" in text or "a]" in text else ())]
    for pattern in patterns:
        for match in islice(pattern.finditer(text), TRIES):
            worded = pattern is WORDED and LAST.search(match.group()).group() not in tlds()
            lost = pattern is WORDED and match.group().partition(" ")[0] in NO_NAME
            if not worded and not lost and not _is_ours(match.group(), draft):
                yield match.span()
    if PROVIDER_MARK.search(text):
        yield from _provided(text)
        yield from (match.span() for match in islice(OWN_MARK.finditer(text), TRIES))
    if "@" in text:
        yield from (match.span(1) for match in islice(LETTERS.finditer(text), TRIES))
        yield from (match.span() for match in islice(BACKWARDS.finditer(text), TRIES))
        yield from _spaced(text, draft)
    if "google" in text:
        yield from (match.span() for match in islice(GOOGLE_POST.finditer(text), TRIES))
    yield from _coded(passage.normal.text)


def _provided(text: str) -> Iterator[tuple[int, int]]:
    """A name and a provider without its ending."""
    cued = CUE.search(text) is not None
    for match in islice(PROVIDED.finditer(text), TRIES):
        name = match.group(2)
        if name not in NO_NAME and (cued or not name.isalpha()):
            yield match.span(1)


def _is_ours(found: str, draft: Draft) -> bool:
    plain = found.replace(" dot ", ".").replace(" punkt ", ".").rpartition(" ")[2]
    return "." in plain and is_allowed(plain, draft)


def _spaced(text: str, draft: Draft) -> Iterator[tuple[int, int]]:
    for match in islice(SPACED.finditer(text), TRIES):
        name, domain = match.groups()
        blank = domain.replace(" ", "")
        if name not in NO_NAME and " " in match.group() and not is_allowed(blank, draft) and _ends_well(blank):
            yield match.span()


def _ends_well(domain: str) -> bool:
    if "." not in domain:
        return False
    ending = domain.replace("-", "").rpartition(".")[2]
    return 2 <= len(ending) <= 6 and ending.isalpha()


def _coded(text: str) -> Iterator[tuple[int, int]]:
    """Addresses in base64."""
    for match in islice(CODED.finditer(text), TRIES):
        found = match.group()
        if found.islower() or found.isupper() or found.isdigit() or len(found) % 4:
            continue
        try:
            plain = b64decode(found, validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if ADDRESS.search(plain):
            yield match.span()


RULE = Rule(
    id="contact-mail-disguised",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="An e-mail address is not passed on, in whatever way it is written.",
    fix="Write here: both of you can answer in this conversation.",
)
