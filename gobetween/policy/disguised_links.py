"""Finds web addresses that are written so that no machine should see them: dots in words, spaced, reversed, encoded."""

from __future__ import annotations

import base64
import binascii
import html
import urllib.parse
from collections.abc import Callable, Iterator
from itertools import chain, islice

import re2

from gobetween.policy import hosts
from gobetween.policy.disguise import skeleton
from gobetween.policy.links import AT_BEFORE, CUE, PLAIN, Link, links, parsed
from gobetween.policy.views import Piece, View

CALLS = re2.compile(
    r"dot|d0t|punkt|punto|point|ponto|period|ドット|どっと|点|닷|точка|kropka|nokta|hxxp|h\*\*p|h--p|[\[({<〔|]\s*[.·,]\s*[\])}>〕|]|"
    r"\s[.·•・●⚫]\s?[a-z]|[a-z0-9][·•・●⚫*_][a-z]|\(\.[a-z]|"
    r"[a-z0-9]\.\s(?:com|net|org)\b|&#|&period|%2e|ahr0c|d3d3l|base ?64|\bwww[^.]|"
    r"\b[a-z] [a-z] [a-z.:] |\bh t t p|\bw w w|[a-z0-9]{3},(?:com|net|org|de|fr|es|it|eu|shop|store)\b|"
    r"[a-z]\.[a-z0-9-]{2}|http[^s:]|https[^:]"
)
"""Without one of these, folded, there is no disguised address."""
OTHER_SCRIPT = re2.compile(r"[\p{Cyrillic}\p{Greek}]")

DOT = r"dot|d0t|punkt|pkt|punto|point|ponto|period|kropka|nokta|точка|ドット|どっと|点|닷"
LABEL = r"([a-z0-9ß-öø-ÿœ](?:[a-z0-9ß-öø-ÿœ-]*[a-z0-9ß-öø-ÿœ])?)"
GAP = r"[\s\"'„“”«»‘’,*_~-]{0,3}"
FILLER = r"(?:(?:one|a|an|un|uno|une|ein|einen|el|il|the|then|and|y|und|et|e|dann|luego|poi|puis)[\s,]{1,2}){0,2}"
BRACKETED = re2.compile(
    rf"{LABEL}\s?[\[({{<（【〔|]\s*(?:{DOT}|[.·•,。*])\s*[\])}}>）】〕|]\s?((?:co|com|org|net)[\[({{<]\s*(?:{DOT}|[.])\s*[\])}}>])?([a-z0-9]{{2,14}})(?:[^a-z0-9]|$)"
)
WORDED = re2.compile(rf"{LABEL}{GAP}{FILLER}({DOT}){GAP}{FILLER}([a-z0-9]{{2,14}})(?:[^a-z0-9'’]|$)")
GLUED = re2.compile(r"\b([a-z0-9-]{4,}?)[-_]?d[o0]t[-_]?(c[o0]m|n[e3]t|[o0]rg|co[-_]?dot[-_]?uk)\b")
MARKED = re2.compile(
    rf"{LABEL}(\s+\.\s*|\s*[·•・●⚫*_]\s*)([a-z0-9]{{2,14}})(?:[^a-z0-9'’.]|$|\.(?:\s|$|[a-z]{{2}}\b))"
)
ENDED = re2.compile(rf"{LABEL}(\.\s)(com|net|org)\b")
DEFANGED = re2.compile(
    r"\bh(?:xx|\*\*|--|__|tt__)ps?\b\s*:?[\s/]*[^\s/]*\S*|\bhttps?(?:[;_]|\s:|:\s)\s*/\s*/?\s*\S+|\bhttps?\s*\(:\)\S+"
)
SPACED = re2.compile(r"(?:[a-z0-9:/.\-_·] ){7,}[a-z0-9/]")
NO_DOTS = re2.compile(
    r"\bwww[ ,_-]{0,2}([a-z0-9-]{3,}?)[ ,_-]{0,2}(com|net|org|de|fr|es|it|co ?uk|jp|eu|nl|pl|shop|store)\b"
)
COMMA = re2.compile(r"\b(www,)?([a-z0-9-]{4,}),(com|net|org|de|fr|es|it|co,uk|eu|shop|store)(/|[\s.)]|$)")
LEET = re2.compile(r"\b([a-z0-9-]{3,})\.(c0m|n3t|0rg|c0\.uk)\b")
DANGLING = re2.compile(r"([a-z0-9-]{5,})[^.!?\n]{0,16}, (com|net|org)\b")
TORN_OFF = re2.compile(r"([a-z0-9-]{5,})[^.!?\n]{0,20}[\s(\"']\.(com|net|org|de|fr|shop|store|co\.uk)\b")
TOKEN = re2.compile(r"[a-z0-9/_-]{2,}(?:\.[a-z0-9/_-]{2,})+")
BACKWARDS = re2.compile(
    r"backward|back to front|revers|rückwärts|ruckwarts|von hinten|à l'envers|a l'envers|al rev[eé]s|al contrario|"
    r"mancino|mirror|spiegel|逆|後ろから|de trás|achterstevoren|od tyłu"
)
ENCODED = re2.compile(r"[A-Za-z0-9+/_-]{10,}={0,2}")
HINTS_CODE = re2.compile(r"base ?64|decod|dekod|entschl|décod|デコード")
REFERENCE = re2.compile(r"&#[0-9]{1,7};?|&#x[0-9a-f]{1,6};?|&[a-z]{2,10};|%[0-9a-f]{2}")
WORD_AT = re2.compile(
    r"(^|[:,;>(\n-]|\b(?:to|me|is|mail|e-mail|email|on|or|and|an|unter))?\s*([a-z0-9ß-ÿ._-]+)[\s_-]+(?:at|ät|a)[\s_-]+[a-z0-9ß-ÿ-]*$"
)
MAIL_TO = re2.compile(
    r"(?:mail|write|reach|contact|address|adres|schreib|écri|escri|scriv|correo)\w*(?:\W+\w+)?(?:\W+(?:to|me|us|"
    r"is|at|an|à|a|an uns|mir|lautet|est|es|è))*\W+[a-z0-9ß-ÿ._-]+[\s_-]+(?:at|ät|a)[\s_-]+[a-z0-9ß-ÿ-]*$"
)
_SPOKEN = hosts.named("spoken_dots")
MAILBOX, STOP, LISTED = _SPOKEN["mailbox"], _SPOKEN["stop"], _SPOKEN["marks"]
NOT_A_SITE = re2.compile(r"^\s*(?:boom|bubble|era|crash|model|company|companies|firm|bust|business|age|years)\b")
EVER = _SPOKEN["other"]
TRIES = 40
"""Most places of one sort looked at."""
TOKENS = 2000
"""Most words looked at one by one."""
LONGEST = 50_000
"""Longest text whose character references are taken for what they stand for; HTML is read elsewhere."""


def disguised(view: View) -> Iterator[Link]:
    """Every disguised address of a normalised view, by its span there."""
    low = view.text.lower()
    if len(low) != len(view.text) or not CALLS.search(low):
        return
    if OTHER_SCRIPT.search(low):
        low = "".join(each if each.isascii() else _latin(each) for each in low)
    for find in (_bracketed, _worded, _glued, _marked, _defanged, _spaced, _no_dots, _leet, _backwards, _dangling):
        yield from find(low)
    yield from _encoded(view.text, low)
    yield from _referenced(view)


def _latin(character: str) -> str:
    plain = skeleton(character)
    return plain if len(plain) == 1 else character


def _tried(pattern: re2._Regexp, text: str) -> Iterator[re2._Match]:
    """Matches that may overlap: behind each, the next begins at its second group."""
    at = 0
    for _ in range(TRIES):
        match = pattern.search(text, at)
        if match is None:
            return
        yield match
        at = max(match.end(1), at + 1)


def _ending(text: str) -> str:
    """A top-level domain, leet taken off; empty if it is none."""
    plain = text if text in hosts.tlds() else text.translate(_PLAIN_DIGITS)
    return plain if plain in hosts.tlds() and not plain.isdigit() else ""


_PLAIN_DIGITS = str.maketrans("013457", "oieast")


def _is_mail(low: str, start: int, host: str) -> bool:
    """Whether what stands before makes it the host of a mail address."""
    before = low[max(0, start - 40) : start]
    if host in hosts.listed("mailboxes") or AT_BEFORE.search(before):
        return True
    match = WORD_AT.search(before)
    if match is None or match.group(2) in ("us", "me", "find", "look", "is", "are", "here"):
        return False
    lead, local = match.groups()
    if local in MAILBOX or not local.isalpha() or MAIL_TO.search(before):
        return True
    return lead is not None and local not in hosts.words() and not local.endswith("ed")


def _made(low: str, match: re2._Match, ending: str) -> Iterator[Link]:
    label, last = match.group(1), match.end(len(match.groups()))
    host = f"{label}.{ending}"
    if not _is_mail(low, match.start(1), host) and low[last : last + 1] != "@":
        yield Link(match.start(1), last, host)


def _bracketed(low: str) -> Iterator[Link]:
    for match in _tried(BRACKETED, low):
        ending = _ending(match.group(3))
        if ending:
            yield from _made(low, match, ending)


def _worded(low: str) -> Iterator[Link]:
    for match in _tried(WORDED, low):
        label, word = match.group(1), match.group(2)
        ending = _ending(match.group(3))
        if (
            not ending
            or label in STOP
            or len(label) < 2
            or label.isdigit()
            or NOT_A_SITE.match(low[match.end(3) : match.end(3) + 14])
        ):
            continue
        strange = label not in hosts.words()
        between = low[match.end(1) : match.start(2)] + low[match.end(2) : match.start(3)]
        if not strange and any(map(str.isalpha, between)):
            continue
        if ending in _SPOKEN.get(word, EVER) or (strange and ending not in STOP):
            yield from _made(low, match, ending)


def _glued(low: str) -> Iterator[Link]:
    for match in islice(GLUED.finditer(low), TRIES) if "d0t" in low or "dot" in low else ():
        yield from _made(low, match, _ending(match.group(2)) or "com")


def _marked(low: str) -> Iterator[Link]:
    for match in chain(_tried(MARKED, low), islice(ENDED.finditer(low), TRIES)):
        label, mark = match.group(1), match.group(2)
        ending = _ending(match.group(3))
        if not ending or label.isdigit():
            continue
        marked = label not in STOP and _is_marked(low, match, label, mark, ending)
        if marked or _leads_to_a_person(low, match, f"{label}.{ending}"):
            yield from _made(low, match, ending)


def _leads_to_a_person(low: str, match: re2._Match, host: str) -> bool:
    """Whether it is the short host of a messenger with a path: `wa . me / 123`."""
    path = low[match.end(3) : match.end(3) + 3].lstrip(" ").startswith("/")
    return path and host in hosts.listed("contacts")


def _is_marked(low: str, match: re2._Match, label: str, mark: str, ending: str) -> bool:
    """Whether a dot with blanks, or a dot of another kind, stands inside an address."""
    strange = label not in hosts.words() and len(label) > 2
    after = low[match.end(3) : match.end(3) + 2]
    if mark == ".":
        return False
    if "\n" in mark or mark.strip() in ("*", "_"):
        return strange and ending in ("com", "net", "org") and mark in ("\n.", ".\n", "*", "_")
    if mark[0].isspace() and mark.strip() in LISTED and (low.count(mark) > 1 or len(label) < 7):
        return False
    if mark.strip() != ".":
        return (
            (strange and not mark[0].isspace())
            or (strange and ending not in STOP)
            or (ending in EVER and not mark[0].isspace())
        )
    if mark == ". ":
        return strange and ending in ("com", "net", "org")
    if ending in ("com", "net", "org") and (strange or mark == " . "):
        return True
    return strange and (
        ending in PLAIN or mark == " . " or after[:1] == "/" or CUE.search(low[: match.start()]) is not None
    )


def _defanged(low: str) -> Iterator[Link]:
    if "h" in low:
        for match in islice(DEFANGED.finditer(low), TRIES):
            if ":" in match.group() or "/" in match.group() or "." in match.group():
                yield Link(match.start(), match.end(), "")


def _spaced(low: str) -> Iterator[Link]:
    for match in islice(SPACED.finditer(low), TRIES):
        if low[max(0, match.start() - 2) : match.start()].strip().endswith("@"):
            continue
        plain = match.group().replace(" ", "")
        found = next(links(plain), None)
        if found or plain.startswith(("http", "www")):
            yield Link(match.start(), match.end(), found.host if found else "")


def _no_dots(low: str) -> Iterator[Link]:
    if "www" in low:
        for match in islice(NO_DOTS.finditer(low), TRIES):
            yield Link(match.start(), match.end(), f"{match.group(1)}.{match.group(2)}")
    if "," in low:
        for match in islice(COMMA.finditer(low), TOKENS):
            www, label, ending, after = match.groups()
            cued = www or after == "/" or CUE.search(low[max(0, match.start() - 24) : match.start()])
            if cued and label not in hosts.words():
                yield Link(match.start(), match.end(3), f"{label}.{ending}")


def _leet(low: str) -> Iterator[Link]:
    for match in islice(LEET.finditer(low), TRIES):
        yield from _made(low, match, _ending(match.group(2)) or "com")


def _backwards(low: str) -> Iterator[Link]:
    if "." not in low:
        return
    for match in islice(TOKEN.finditer(low), TOKENS):
        token = match.group()
        if token.endswith(".moc") and len(token) > 8:
            yield Link(match.start(), match.end(), f"{token[:-4][::-1]}.com")
        if token.partition(".")[0].rpartition("/")[2][::-1] not in hosts.tlds() and "www" not in token:
            continue
        around = low[max(0, match.start() - 1) : match.end() + 1]
        if "@" in around:
            continue
        turned = parsed(match.group()[::-1].strip("/"))
        if turned is None or next(links(match.group()), None):
            continue
        ending = turned.host.rpartition(".")[2]
        certain = ending in ("com", "info") or turned.host.startswith("www.")
        if certain or (ending in hosts.tlds() and BACKWARDS.search(low)):
            yield Link(match.start(), match.end(), turned.host)


def _dangling(low: str) -> Iterator[Link]:
    """`The name, a point and three letters: lamps, you know, com`."""
    if " .com" in low or "(.com" in low or ".net" in low or ".org" in low or ".shop" in low or ".de" in low:
        for match in islice(TORN_OFF.finditer(low), TRIES):
            label = match.group(1)
            if label not in hosts.words() and not label.isdigit() and not _is_mail(low, match.start(1), label):
                yield Link(match.start(), match.end(2), f"{label}.{match.group(2)}")
    if ", com" not in low and ", net" not in low and ", org" not in low:
        return
    for match in islice(DANGLING.finditer(low), TRIES):
        before = low[max(0, match.start() - 120) : match.start()]
        if match.group(1) not in hosts.words() and re2.search(DOT, before):
            yield Link(match.start(), match.end(2), f"{match.group(1)}.{match.group(2)}")


def _encoded(text: str, low: str) -> Iterator[Link]:
    if "ahr0c" not in low and "d3d3l" not in low and not HINTS_CODE.search(low):
        return
    for match in islice(ENCODED.finditer(text), TOKENS):
        plain = _decoded(match.group())
        found = next(links(plain), None) if plain else None
        if found:
            yield Link(match.start(), match.end(), found.host)


def _decoded(token: str) -> str:
    bare = token.rstrip("=").replace("-", "+").replace("_", "/")[:400]
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _referenced(view: View) -> Iterator[Link]:
    """Character references and percent signs taken for what they stand for."""
    text = view.text
    if ("&" not in text and "%2" not in text) or len(text) > LONGEST:
        return
    pieces: list[Piece] = []
    at = 0
    for match in REFERENCE.finditer(text.lower()):
        start, end = match.span()
        pieces += [(text[at:start], at, start), (_unescape(text[start:end]), start, end)]
        at = end
    if not pieces:
        return
    pieces.append((text[at:], at, len(text)))
    plain_view = View("raw", text).rewritten("decoded", pieces)
    for link in links(plain_view.text):
        start, end = plain_view.span(link.start, link.end)
        if text[start:end] != plain_view.text[link.start : link.end]:
            yield Link(start, end, link.host, link.path)


def _unescape(piece: str) -> str:
    plain: Callable[[str], str] = urllib.parse.unquote if piece.startswith("%") else html.unescape
    return plain(piece)
