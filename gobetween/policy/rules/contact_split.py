"""Does it end, or carry on, contact data begun in the author's earlier messages?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from gobetween.policy.dialable import CUES, NANP, Place, regions
from gobetween.policy.numbers import DIGITS, LEAST, MOST, Run
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.contact_mail import ADDRESS
from gobetween.policy.rules.contact_mail_disguised import PROVIDER
from gobetween.policy.rules.shape import Rule
from gobetween.policy.views import raw
from gobetween.policy.words import Draft, Found, Label, Source

SHORT = 80
"""Characters of a message that may be nothing but a piece."""
WINDOW = 6
"""Earlier messages that are looked at."""
PIECE = re2.compile(r"(?:^|[^\pL\pN.,:/#€$£%-])\(?([0-9]{1,6}(?:[ .-][0-9]{1,6}){0,4})\)?(?:[^\pL\pN%€$£:/-]|$)")
TAIL = re2.compile(
    r"(?i)(?:^|[^\pL])((?:@|at|\(at\)|arroba|chiocciola|arobase|klammeraffe) ?"
    rf"(?:[\w-]+(?: dot |\.)\pL{{2,6}}|{PROVIDER}))"
)
LOCAL = re2.compile(r"(?i)(?:^|\s)[\p{L}\p{N}]+[._][\p{L}\p{N}._]+\W*$|mail|name")


def find(reading: Reading) -> Iterator[Found]:
    """The piece in the present message that makes, with the earlier ones, a number or an address."""
    earlier = reading.draft.earlier[-WINDOW:]
    if not earlier:
        return
    for passage in reading.own:
        text = passage.cased.text
        if len(text) > SHORT * 5:
            continue
        span = _number(passage, earlier, reading.draft) or _address(text, earlier)
        if span:
            start, end = passage.cased.span(*span)
            yield Found(place=passage.place, start=start, end=end, view="earlier", evidence=" | ".join(earlier[-3:]))


def _number(passage: Passage, earlier: Sequence[str], draft: Draft) -> tuple[int, int] | None:
    """Where the last piece of a number stands."""
    here = _pieces(passage, draft)
    if not here or len(passage.cased.text) > SHORT:
        return None
    parts, cued = [], _has_cue(passage)
    for text in reversed(earlier):
        before = Passage(Source(place="earlier", text=text), raw(text), draft)
        cued = cued or _has_cue(before)
        found = _pieces(before, draft) if len(text) <= SHORT else []
        if not found and not _has_cue(before):
            break
        parts.append("".join(digits for digits, _, _ in found))
    digits = "".join(reversed(parts)) + "".join(digits for digits, _, _ in here)
    pieces = sum(map(bool, parts)) + 1
    if pieces > 1 and _is_plausible(digits, draft, cued=cued):
        return here[0][1], here[-1][2]
    return None


def _pieces(passage: Passage, draft: Draft) -> list[tuple[str, int, int]]:
    """The digits of a short message that are nothing else."""
    text = passage.texts[0]
    found = []
    for match in PIECE.finditer(passage.cased.text):
        digits = "".join(each.group() for each in DIGITS.finditer(match.group(1)))
        run = Run(digits, *match.span(1))
        place = Place(text, passage.cased, draft)
        if not place.is_other(run):
            found.append((digits, *match.span(1)))
    return found


def _has_cue(passage: Passage) -> bool:
    return any(passage.texts[0].of(concept) for concept in (*CUES, "number-pieces"))


def _is_plausible(digits: str, draft: Draft, *, cued: bool) -> bool:
    """With a word for calling any length a number has; without one, a grouping that is used where they live."""
    if len(set(digits)) < 3 or not LEAST <= len(digits) <= MOST:
        return False
    if cued:
        return True
    american = {"US", "CA"} & set(regions(draft))
    if american and len(digits) == 10:
        return NANP.fullmatch(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}") is not None
    return digits[0] == "0" and 9 <= len(digits) <= 12


def _address(text: str, earlier: Sequence[str]) -> tuple[int, int] | None:
    match = TAIL.search(text)
    if match is None or ADDRESS.search(text) or len(text) > SHORT:
        return None
    last = earlier[-1]
    return match.span(1) if len(last) <= SHORT and LOCAL.search(last) else None


RULE = Rule(
    id="contact-split",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="Together with your earlier messages this makes contact data.",
    fix="Arrange everything here: both of you can answer in this conversation.",
)
