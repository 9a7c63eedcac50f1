"""Finds web addresses in a text: with a scheme, with `www.`, bare with a real top-level domain, numeric.

Mail addresses are none. What only looks like an address (a sentence without a blank after its full stop, a file name,
an abbreviation, a version) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import re2

from gobetween.policy import hosts
from gobetween.policy.disguise import skeleton
from gobetween.policy.views import fold

LETTER = r"\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}\p{Thai}\p{Devanagari}\p{Armenian}\p{Cherokee}\p{Mn}"
NAME = rf"[{LETTER}0-9](?:[{LETTER}0-9_-]*[{LETTER}0-9])?"
TAIL = r"(?::\d{1,5})?(?:[/?#][^\s<>\"'«»“”„「」『』【】（）、。，！？\p{Han}\p{Hiragana}\p{Katakana}]*)?"
ADDRESS = re2.compile(
    rf"(?i)(?:([a-z][a-z0-9+.-]{{1,11}})://+)((?:[^\s/@?#<>\"']*@)?[^\s/:?#<>\"'()、。，「」（）]+)({TAIL})"
    rf"|({NAME}(?:\.{NAME})+)({TAIL})"
)
"""Scheme, host, tail; or host, tail."""
_ENDINGS = hosts.named("endings")
PLAIN, TITLED, SPOKEN, SMALL_WORDS = (_ENDINGS[kind] for kind in ("plain", "titled", "spoken", "small-words"))
ENDINGS, FILE_ENDINGS = _ENDINGS["file-like"], _ENDINGS["files"]
SERVERS, SECOND, NO_HOST = _ENDINGS["servers"], _ENDINGS["second"], _ENDINGS["no-host"]
MAYBE = re2.compile(r"[\p{L}\p{N}][.。･・·․‧•]\p{L}|://|\d\.\d+\.\d")
"""Without this there is no address."""
EAST_ASIAN = re2.compile(
    r"(?i)[a-z0-9\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー]\.(com|net|jp|co\.jp|cn|tw|kr|shop|store|コム|みんな|网址|中国|公司|商店|"
    r"한국|닷컴)(?:[^a-zA-Z0-9.]|$)"
)
DOTS = str.maketrans(dict.fromkeys("。｡․‧·・•∙⋅", "."))
STOPS = ".,;:!?'\")]}>»”’…*_~|"
"""What belongs to the sentence and not to the address before it."""
JOINED = "_@☆★.-"
"""Before a host: it is part of something longer, or of a mail address."""
AT_BEFORE = re2.compile(
    r"(?:@|\((?:at|a|ät|@)\)|\[(?:at|a|ät|@)\]|\{(?:at|a|@)\}|<at>|☆|★|"
    r"\b(?:arroba|chiocciola|arobase|klammeraffe|at[ -]?sign|a commercial|ät|małpa|apenstaartje)\b|"
    r"a entour[eé]|アット(?:マーク)?|골뱅이|собака)[\sa-z0-9ß-ÿ.,_-]*$"
)
QUAD = re2.compile(r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$")
FILES = re2.compile(
    r"(?i)\b(?:file|folder|datei|ordner|fichier|dossier|archivo|carpeta|cartella|script|template|vorlage|ouvr|console|"
    r"folder|save|upload|attach|print|proof|vector|font|arquivo|pasta|bestand)|ファイル|入稿|データ|フォルダ|文件"
)
CUE = re2.compile(
    r"(?i)(?:\b(?:at|on|visit|see|via|site|website|web|webpage|page|shop|store|open|from|go to|check|under|auf|unter|"
    r"bei|seite|webseite|sur|chez|sous|visite[zr]?|en|nuestra|su|sito|presso|negozio|il nostro|blog|is)|"
    r"[:>→»=|(\[\"'“„«]|"
    r"サイト|ページ|→)\s*$"
)
SITE_CUE = re2.compile(
    r"(?i)(?:\b(?:site|website|web|webpage|webshop|webseite|seite|shop|store|sito|boutique|tienda|p[aá]gina|visit\w*|"
    r"besuch\w*|auf|unter|su|sul|chez|sur|url|at)(?: is| ist| est| es| è)?|サイト|ショップ|→|>)[\s:]{0,2}$"
)
COMPANY = re2.compile(r"(?i)^[.,]? ?,? ?(?:ltd|kg|inc|llc|limited|gmbh)\b")
FOLLOWING = re2.compile(
    r"(?i)^ (?:is|was|has|had|does|did|will|would|can|came|arrived|looks?|works?|fits?|broke|leaks?|seems?|should|just|"
    r"also|"
    r"never|still|only|isn't|doesn't|wasn't|won't|the|a|an|all|home|least|last|first|your|our|this|that|ist|war|hat|passt|wird|que|un|"
    r"una|muy|el|los|las|nada|nuevo|lo|non|tutto)\b|^'s\b"
)
"""Behind `it`, `at`, `es` and their like: a sentence goes on."""
LONGEST_NAME = 20
"""Most characters of a name in kanji, kana or hangul: there are no blanks to tell where it begins."""
MOST = 60
"""Most addresses told of one text."""
LONG = 200
"""Characters from which on a target is not kept in mind."""
TRIED = 15_000
"""Most names with dots looked at: only a text made to tire the reader has more."""


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in a view: its span there, host in lower case, and what follows the host.

    `feigned`: the host is read from look-alike letters and truly is another one.
    """

    start: int
    end: int
    host: str
    path: str = ""
    scheme: str = ""
    feigned: bool = False


def links(text: str) -> Iterator[Link]:
    """Every web address of a normalised text, in order."""
    if not MAYBE.search(text):
        return
    same = text.translate(DOTS) if not text.isascii() else text
    found = 0
    for match in islice(ADDRESS.finditer(same), TRIED):
        link = _with_scheme(match) if match.group(1) else _bare(same, text, match)
        if link:
            yield link
            found += 1
        if found == MOST:
            return
    if not same.isascii():
        yield from _east_asian(same, text)


def parsed(url: str) -> Link | None:
    """The address of a link's target; `None` if it leads to no host."""
    return _known(url) if len(url) <= LONG else _parsed(url)


@lru_cache(maxsize=2048)
def _known(url: str) -> Link | None:
    """The same targets come again and again."""
    return _parsed(url)


def _parsed(url: str) -> Link | None:
    text = url.strip().replace("\\", "/")
    if text.startswith("//"):
        text = "https:" + text
    match = ADDRESS.match(text)
    if match is None:
        return None
    return _with_scheme(match) if match.group(1) else _bare(text, text, match)


def _with_scheme(match: re2._Match) -> Link | None:
    start = match.start()
    host = match.group(2).rpartition("@")[2].rstrip(STOPS)
    tail = match.group(3)
    end = match.end() if tail else match.start(2) + len(match.group(2).rstrip(STOPS))
    path = tail.rstrip(STOPS)
    end -= len(tail) - len(path)
    return Link(start, end, plain_host(host), path, match.group(1).lower(), _is_feigned(host)) if host else None


def _bare(text: str, original: str, match: re2._Match) -> Link | None:
    host, tail = match.group(4), match.group(5)
    start, end = match.span(4)
    if (start and text[start - 1] in JOINED) or text[max(0, start - 2) : start] == "@ ":
        return None
    if AT_BEFORE.search(text[max(0, start - 30) : start].lower()):
        return None
    if text[match.end() : match.end() + 1] == "@" or (not tail and text[end : end + 1] == "_"):
        return None
    first, hyphen, rest = host.rpartition(".")[2].partition("-")
    if hyphen and not tail and first != "xn":
        host, end = host[: -len(rest) - 1], end - len(rest) - 1
    path = tail.rstrip(STOPS)
    if not _is_host(host, path, text, start, odd=original[start:end] != host):
        return None
    return Link(start, end + len(path), plain_host(host), path, feigned=_is_feigned(host))


def _is_host(host: str, path: str, text: str, start: int, *, odd: bool) -> bool:
    """Whether a name with dots is meant as an address."""
    if QUAD.match(host):
        return _is_public(host) and (bool(path) or "browser" in text[max(0, start - 60) : start + 90].lower())
    labels = host.split(".")
    last = labels[-1]
    ending = plain_host(last)
    if "_" in labels[-2] or not ending.replace("xn--", "").isalnum():
        return False
    if labels[0].lower() == "www" and not ending.isdigit():
        return len(labels) > 2
    if ending not in hosts.tlds():
        return last.islower() and last.isalpha() and _is_made_up(labels, last, path, text[max(0, start - 24) : start])
    if host.lower() in NO_HOST or not _case_fits(host, last):
        return False
    if ending == "co" and COMPANY.match(text[start + len(host) : start + len(host) + 8]):
        return False
    if ending in PLAIN and not odd:
        return len(labels[-2]) > 1 or ending == "com" or bool(path)
    return _is_meant(labels, ending, path, text, start, odd=odd)


def _case_fits(host: str, last: str) -> bool:
    """A sentence begins with a capital; the end of an address does not."""
    return last.islower() or last in TITLED or host.isupper() or not any(map(str.isascii, last))


def _is_made_up(labels: list[str], last: str, path: str, before: str) -> bool:
    """Whether a host whose top-level domain does not exist (yet) is shown as an address all the same."""
    if last in FILE_ENDINGS or len(last) < 4 or labels[-2] in hosts.words() or not CUE.search(before):
        return False
    return len(path) > 2 or (len(labels) > 2 and labels[0] in SERVERS)


def _is_meant(labels: list[str], ending: str, path: str, text: str, start: int, *, odd: bool) -> bool:
    """Of an ending that may be a word or a file's: whether what stands before it makes it an address."""
    name = labels[-2]
    if len(path) > 1 and name.islower() and not (ending in ENDINGS and path[0] in "#?"):
        return name not in hosts.words() or (path[0] == "/" and len(path) > 2)
    if len(name) < 3 or name.isdigit():
        return False
    after = _behind(text, start + sum(map(len, labels)) + len(labels) - 1)
    if len(ending) == 2 and not path and _goes_on(name, ending, text[max(0, start - 24) : start], after):
        return False
    around = text[max(0, start - 60) : start + 80]
    if ending in ENDINGS and (FILES.search(around) or fold(name) in hosts.words()):
        return False
    if len(labels) > 2 and (name in SECOND or labels[0] in SERVERS):
        return True
    if len(labels) > 2:
        return not all(fold(label) in hosts.words() for label in labels[:-1])
    if any(character in "-0123456789" for character in name):
        return "-" in name or CUE.search(text[max(0, start - 24) : start]) is not None
    if odd and ending not in PLAIN and len(ending) < 3:
        return False
    if fold(name) not in hosts.words():
        return True
    return ending not in SPOKEN and SITE_CUE.search(text[max(0, start - 16) : start]) is not None


def _behind(text: str, at: int) -> str:
    return text[at : at + 14]


def _goes_on(name: str, ending: str, before: str, after: str) -> bool:
    """Whether a short ending is the first word of the next sentence."""
    if FOLLOWING.match(after) and (ending in ("it", "at", "es") or fold(name) in hosts.words()):
        return True
    if ending not in SMALL_WORDS or not after[:1].isspace() or not after[1:2].isalpha():
        return False
    plain = not (name.islower() or name.istitle()) or ("-" not in name and len(name) < 11)
    return plain and not CUE.search(before)


def _east_asian(text: str, original: str) -> Iterator[Link]:
    """Addresses with a name or an ending in kanji, kana or hangul; behind `。` a word begins the next sentence."""
    for match in islice(EAST_ASIAN.finditer(text), MOST):
        start, ending = match.start(), match.group(1)
        if text[start].isascii() if ending.isascii() else original[match.start(1) - 1] in "。｡":
            continue
        while start and (text[start - 1].isalnum() or text[start - 1] == "-") and match.start() - start < LONGEST_NAME:
            start -= 1
        yield Link(start, match.end(1), text[start : match.end(1)].lower())


def _is_public(host: str) -> bool:
    """Whether an IPv4 address leads out of the reader's own house (RFC 1918, RFC 3927)."""
    first, second = (int(part) for part in host.split(".")[:2])
    return not (
        first in (0, 10, 127) or (first, second) in ((192, 168), (169, 254)) or (first == 172 and 16 <= second < 32)
    )


def _is_feigned(host: str) -> bool:
    """Whether a host only reads like the one it is taken for: `аmazon.com` with a Cyrillic letter."""
    return not host.isascii() and plain_host(host).isascii()


@lru_cache(maxsize=2048)
def plain_host(host: str) -> str:
    """A host as it reads: lower case, look-alike letters of a mixed script as Latin ones."""
    lower = host.lower().rstrip(".")
    if lower.isascii():
        return lower
    plain = "".join(character if character.isascii() else skeleton(character) for character in lower)
    return plain if plain.isascii() else lower
