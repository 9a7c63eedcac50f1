"""Who is hidden: the addresses, names and ids of a letter's author and reader, and the ways a name is written.

Single words that are also ordinary language need care: "Info" or "Will" as a display name must not show as a name, yet
"more info" and "I will" must stay. Such words, and words of two letters, are hidden only as capitalised in the display
name or in capitals; pronouns and the like only when they stand alone on a line, as a signature does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gobetween.mime.folding import folded_word
from gobetween.mime.letter import Hidden, Letter, Mailbox

GENERIC = frozenset(
    str.split(
        "account accounts address admin administrator alert alerts amazon amber angel answers apple april art "
        "august automatic baker bank bell bill billing blog bob book booking bookings books bot brook buck business "
        "buyer card cards care carol chase chat chip christian church city clay client clients cliff cloud club "
        "code com company contact cook copy credit crystal curt customer customers daily daisy data date dawn deals "
        "dean debian delivery desk digest domain don drew dusty e-mail earnest ebay editor editors email ernest eve "
        "event events faith feedback file forest forum fox frank free from game games gene glen google grace group "
        "groups guy harmony health heath help helpdesk hidden home hope host hosting hotline house html http https "
        "hunter id image info information internet invoice iris ivy jack job jobs journal joy june king "
        "kundenservice lance lily linux list lists long mail mailer mailing major mark market marketing "
        "marketplace max may media melody member members message microsoft miles mobile money music name net "
        "network news newsletter no-reply noreply norm notification notifications offer offers office online open "
        "order orders org package page parcel pat pay payment penny perl phone photo photos pierce plain post "
        "postmaster posts press project python randy ray receipt reception reed replies reply rich rob root rose "
        "ruby rusty sale sales sandy school security seller server service services shipping shop site skip sky son "
        "source staff star store subject sue summer sun sunny support system team tech technology test text the "
        "times to today trace tracking travel update updates user vendor verkauf victor video violet wade web "
        "webmaster weekly will windows won woody world www yahoo young your"
    )
)
PRONOUNS = frozenset(
    str.split(
        "a ah all an and any as at be best by can de die do du el for from go he her hi him his i ich if il in is it "
        "its la le los me mi moi my no not of oh ok on one or our out regards re she so thanks that the they this to "
        "tu un us we what who with yes you"
    )
)

_ADDRESS = re.compile(r"[^\s@<>()\[\]\"',;:]{1,64}@[^\s@<>()\[\]\"',;:]{1,253}")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_VIA = re.compile(r"\s+(?:via|über|through|on behalf of|im auftrag von|par)\s+.*", re.IGNORECASE)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_PHONE_DIGITS = 7
_MOST_PEOPLE = 100
"""Authors named by one letter who are hidden: each costs a search of every text, and nobody has more."""
_EDGES = "\"'`´‘’“”„«»()[]{}<>.,;:!?*_~|/\\-–— \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """One spelling of a name: folded tokens in order. `cased` forms count only in these exact spellings."""

    tokens: tuple[str, ...]
    bounded: bool = True
    cased: frozenset[str] = frozenset()
    alone: bool = False


def hidden_of(letter: Letter, *, also: Iterable[Mailbox] = ()) -> Hidden:
    """Everybody the letter's header names as its author, and `also` (the pair it is relayed for)."""
    boxes = [*also, *letter.from_, *letter.sender, *letter.reply_to][:_MOST_PEOPLE]
    paths = [letter.return_path, *letter.return_paths][:_MOST_PEOPLE]
    addresses = {one.strip().strip("<>") for one in (*(box.address for box in boxes), *paths)}
    names = {box.name for box in boxes}
    ids = {letter.message_id.strip().strip("<>")}
    return tidy(Hidden(addresses=frozenset(addresses), names=frozenset(names), ids=frozenset(ids)))


@lru_cache(maxsize=1024)
def tidy(hidden: Hidden) -> Hidden:
    """Addresses written as names moved to the addresses; empty and hopeless entries left out."""
    addresses = {a for a in hidden.addresses if "@" in a.strip("@")}
    names = set()
    for name in hidden.names:
        addresses.update(found.strip(_EDGES) for found in _ADDRESS.findall(name))
        rest = " ".join(_ADDRESS.sub(" ", name).split()).strip(" '\"`,;:<>")
        if len(rest) > 1:
            names.add(rest)
    ids = {i for i in hidden.ids if len(i) > (5 if "@" in i else 11)}
    return Hidden(addresses=frozenset(addresses), names=frozenset(names), ids=frozenset(ids))


@lru_cache(maxsize=1024)
def forms(name: str) -> tuple[NameForm, ...]:
    """The spellings to look for: as given, without brackets and "via …", family name first, without middle initial."""
    short = _VIA.sub("", _BRACKETED.sub(" ", name))
    spellings = dict.fromkeys([_words(name), _words(short)])
    for words in list(spellings):
        if len(words) == 3 and len(words[1]) == 1:
            spellings[(words[0], words[2])] = None
    for words in list(spellings):
        if 1 < len(words) < 5:
            spellings[(words[-1], *words[:-1])] = None
            spellings[(*words[1:], words[0])] = None
    return tuple(form for words in spellings if (form := _form(words)) is not None)


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for part in re.split(r"[\s,]+", name) if (word := part.strip(_EDGES)))


def _form(words: tuple[str, ...]) -> NameForm | None:
    tokens = tuple(token for word in words if (token := folded_word(word)))
    length = sum(map(len, tokens))
    letters = sum(c.isalpha() for token in tokens for c in token)
    if length < 2 or (not letters and sum(map(str.isdigit, "".join(tokens))) < _PHONE_DIGITS):
        return None
    if any(_CJK.search(token) for token in tokens):
        return NameForm(tokens=tokens, bounded=False)
    if all(token in PRONOUNS for token in tokens):
        return NameForm(tokens=tokens, alone=True)
    generic = sum(token in GENERIC and token not in PRONOUNS for token in tokens)
    if length < 3 or (generic < 2 and all(token in GENERIC or token in PRONOUNS for token in tokens)):
        written = " ".join(words)
        return NameForm(tokens=tokens, cased=frozenset({written.title(), written.upper(), written} - {written.lower()}))
    return NameForm(tokens=tokens)
