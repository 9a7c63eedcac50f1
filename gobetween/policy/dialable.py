"""Is a run of digits a phone number? By the words around it, by how it is grouped, and by what else it may be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

import phonenumbers
import re2

from gobetween.policy.lexicon.hit import Hit
from gobetween.policy.numbers import LEAST, LEET, MOST, Run
from gobetween.policy.reading import Text
from gobetween.policy.views import View
from gobetween.policy.words import LIKELY_REGION, Draft

CUES = ("call", "phone-word", "messenger")
BEFORE, AFTER = 70, 45
"""How far before and after a number a word for calling may stand."""
NOISE = 40
FAR = 120
"""How far behind a number in disguise it may stand; no phrase is longer."""
DATE = re2.compile(
    r"\(?(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d|[0-3]?\d\.[01]?\d\.|(?:19|20)\d\d)\)?"
)
UNIT = re2.compile(
    r"(?i)^[ \x{A0}]?(?:[€$£¥%°]|(?:eur|euros?|usd|gbp|dollars?|pounds?|cm|mm|ml|kg|km|gb|mb|mah|watts?|volts?|x \d|円|"
    r"個|枚|回|日|年|月|時|分|stunden|hours?|days?|tage|jours?|días|giorni|pcs|stück)(?:[^\pL]|$)|:\d)"
)
MONEY = re2.compile(r"(?:[€$£¥#№]|(?i:eur|usd|gbp|nr\.?|no\.|n°|nº))[ \x{A0}]?$")
GLUED = re2.compile(
    r"(?i)(?:phone|call|tel|text|ring|dial|sms|whats|mobil|handy|ruf|appel|llam|chiam|cel|wa|num)\pL{0,6}$"
)
NANP = re2.compile(r"(?:\+?1[ .\-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .\-])[2-9]\d\d[ .\-]\d{4}")
MIXED = re2.compile(r"(?i)[a-z]{3}[0-9]|[0-9][a-z]{3}")
"""A number word and digits in one."""
LOCAL = re2.compile(r"\(?0\d{1,5}\)?(?:[ .\-/]{1,3}\d{2,8}){1,5}")
WARRANTY = re2.compile(r"warrant|guarant|garant|保証|修理")
MAKER = re2.compile(r"manufactur|maker|hersteller|fabricant|constructeur|produttore|casa madre|fabbricante|メーカー")
OURS = re2.compile(
    r"\b(?:our|us|my|me|unser\w*|uns|mein\w*|mich|mir|notre|nos|nous|mon|moi|nuestr\w+|nos|mi|nostr\w+|mio|ci|mi)\b|当店|弊社|当社"
)
"""Words by which an author means the own house."""
THEIRS = re2.compile(r"\btheir (?:own )?(?:guarantee|warranty|service|support|repair|customer)")
"""Words by which an author means another house."""
WORD_END = re2.compile(r"\S*$")
WORD_START = re2.compile(r"^\S*")


@dataclass(frozen=True, slots=True)
class Place:
    """A text and the draft it stands in, with what a number is judged by."""

    text: Text
    view: View
    draft: Draft

    @property
    def cased(self) -> str:
        return self.view.text

    def is_phone(self, run: Run) -> bool:
        """Whether the run, found in the words of a text, is a phone number."""
        if not LEAST <= len(run.digits) <= MOST or len(set(run.digits)) < 3 or self._is_known(run.digits):
            return False
        return not self._is_measure(run) and not _is_series(self.cased[run.start : run.end]) and self._is_meant(run)

    def is_other(self, run: Run) -> bool:
        """Whether digits too few for a number are known, an amount, a measure or a number of something else."""
        noise = last_before(self.text.of("phone-noise"), run.start, NOISE)
        return noise is not None or self._is_known(run.digits) or self._is_measure(run)

    def has_cue(self) -> bool:
        """Whether the text speaks of calling at all."""
        return any(self.text.of(concept) for concept in CUES)

    def _is_meant(self, run: Run) -> bool:
        before, after = self._nearest(run)
        noise = last_before(self.text.of("phone-noise"), run.start, NOISE)
        written = self.cased[run.start : run.end]
        if _is_named(self.text.of("phone-noise"), run.end) or self._is_makers(run):
            return False
        if noise is not None and (before is None or noise.end >= before.end):
            return False
        if written.startswith("+") and len(run.digits) >= 8:
            return True
        if _is_code(self.cased, run) or _is_book(run):
            return False
        if (
            self._is_hidden(run)
            or before is not None
            or (after is not None and len(run.digits) >= 8)
            or self._is_glued(run)
        ):
            return True
        return self._is_grouped(run, written)

    def _nearest(self, run: Run) -> tuple[Hit | None, Hit | None]:
        """The words for calling before and after a number, none of which is part of another number's name."""
        written = self.cased[run.start : run.end]
        after = AFTER if not run.words and written.upper() == written.lower() else FAR
        noise = near(self.text.of("phone-noise"), run.start - FAR, run.end + FAR)
        hits = [
            hit
            for concept in CUES
            for hit in near(self.text.of(concept), run.start - FAR, run.end + FAR)
            if not any(each.start < hit.end and hit.start < each.end for each in noise)
        ]
        hits.sort(key=START)
        return last_before(hits, run.start, BEFORE), first_after(hits, run.end, after)

    def _is_makers(self, run: Run) -> bool:
        """Whether it is the number of the maker's support, said for a warranty."""
        before = self.text.view.text[max(0, run.start - 160) : run.start]
        around = before + self.text.view.text[run.start : run.end + 60]
        if run.words > 1:
            return False
        if self.draft.purpose == "warranty":
            return OURS.search(before) is None or THEIRS.search(before) is not None
        return (
            MAKER.search(around) is not None
            and not OURS.search(around)
            and WARRANTY.search(self.text.view.text) is not None
        )

    def _is_hidden(self, run: Run) -> bool:
        """Whether characters that nobody sees stand between the digits."""
        start, end = self.view.span(run.start, run.end)
        return end - start > run.end - run.start + 2

    def _is_known(self, digits: str) -> bool:
        known = ("".join(filter(str.isdigit, each)) for each in self.draft.identifiers)
        return any(len(each) >= 6 and (digits in each or each in digits) for each in known)

    def _is_measure(self, run: Run) -> bool:
        return bool(
            UNIT.search(self.cased[run.end : run.end + 12])
            or MONEY.search(self.cased[max(0, run.start - 5) : run.start])
            or any(run.start < hit.end for hit in near(self.text.of("money"), run.start - FAR, run.end))
        )

    def _is_glued(self, run: Run) -> bool:
        return GLUED.search(self.cased[max(0, run.start - 12) : run.start]) is not None

    def _is_grouped(self, run: Run, written: str) -> bool:
        """Whether it is grouped as phone numbers are and valid where the parties may live."""
        plain = written.translate(LEET)
        if plain != written and (LOCAL.fullmatch(plain) or NANP.fullmatch(plain)):
            return run.digits[0] != "0" or len(run.digits) >= LEAST + 2
        if plain != written and not run.words and sum(map(str.isalpha, written)) > 2 and len(run.digits) >= LEAST + 2:
            return run.pieces > 2
        if run.words:
            least = 2 if MIXED.search(written) else 5
            return run.words >= least and not _is_counting(run.digits)
        if run.pieces == len(run.digits) >= LEAST + 2:
            return True
        if NANP.fullmatch(written) and {"US", "CA"} & set(regions(self.draft)):
            return True
        if not LOCAL.fullmatch(written):
            return False
        return any(_is_valid(written, region) for region in regions(self.draft))


def near(hits: Sequence[Hit], first: int, last: int) -> Sequence[Hit]:
    """The hits, in order, that begin within a span: found without looking at the others."""
    begin = bisect_left(hits, first, key=START)
    return hits[begin : bisect_left(hits, last, begin, key=START)]


START = attrgetter("start")


def _is_named(noise: Sequence[Hit], at: int) -> bool:
    """Whether it says right behind a number what it is: 06 51 77 20 14 (file)."""
    return bool(near(noise, at, at + 4))


def last_before(hits: Sequence[Hit], at: int, within: int) -> Hit | None:
    """The hit that ends last before an offset, not further from it than `within`."""
    fitting = [hit for hit in near(hits, at - within - FAR, at) if at - hit.end <= within]
    return max(fitting, key=attrgetter("end"), default=None)


def first_after(hits: Sequence[Hit], at: int, within: int) -> Hit | None:
    """The hit that begins first behind an offset, not further from it than `within`."""
    return min(near(hits, at, at + within + 1), key=START, default=None)


def trimmed(cased: str, run: Run) -> Run | None:
    """The run without dates, years and times at its ends; `None` if nothing long enough is left."""
    words = [
        (run.start + match.start(), run.start + match.end()) for match in CHUNKS.finditer(cased[run.start : run.end])
    ]
    if cased[run.end : run.end + 1] == ":" and cased[run.end + 1 : run.end + 2].isdigit():
        words.pop()
    if words and cased[run.start - 1 : run.start] == ":" and cased[run.start - 2 : run.start - 1].isdigit():
        words.pop(0)
    while words and DATE.fullmatch(cased[slice(*words[0])]):
        words.pop(0)
    while words and DATE.fullmatch(cased[slice(*words[-1])]) and len(words) < 3:
        words.pop()
    if not words:
        return None
    start, end = words[0][0], words[-1][1]
    digits = "".join(filter(str.isdigit, cased[start:end]))
    return Run(digits, start, end, run.words, run.pieces) if len(digits) >= LEAST else None


CHUNKS = re2.compile(r"[^\s]+")


def regions(draft: Draft) -> Iterator[str]:
    """Where the number may be from: the country of the language, then those of the parties."""
    language = draft.language[:2]
    yield from dict.fromkeys(
        (LIKELY_REGION.get(language, "US"), *(("GB",) if language in ("", "en") else ()), *draft.regions)
    )


def _is_valid(written: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _is_code(cased: str, run: Run) -> bool:
    """Whether letters stick to it as to a tracking code, a part number or the path of a link."""
    left = WORD_END.search(cased[max(0, run.start - 200) : run.start])
    head = left.group() if left else ""
    right = WORD_START.search(cased[run.end : run.end + 12])
    tail = right.group() if right else ""
    if "://" in head or "www." in head or "=" in head or "_" in head[-1:]:
        return True
    if head[-1:].isalpha() and head[-1:].isascii():
        return not GLUED.search(head)
    if len(head) > 1 and head[-1] in "-/#" and head[-2].isascii() and head[-2].isalnum():
        return True
    return tail[:1].isupper() and tail[:1].isascii() and not tail[1:2].islower()


def _is_book(run: Run) -> bool:
    """An ISBN, or an EAN with its check digit right and no grouping."""
    digits = run.digits
    if len(digits) != 13 or (run.pieces > 1 and digits[:3] not in ("978", "979")):
        return False
    return sum(int(each) * (3 if index % 2 else 1) for index, each in enumerate(digits)) % 10 == 0


def _is_series(written: str) -> bool:
    """Whether it is four or more numbers with equal steps, such as sizes."""
    groups = written.split()
    if len(groups) < 4 or not all(map(str.isdigit, groups)) or groups[0][0] == "0":
        return False
    return len({int(right) - int(left) for left, right in pairwise(groups)} | {0}) == 2


def _is_counting(digits: str) -> bool:
    steps = {int(right) - int(left) for left, right in pairwise(digits)}
    return steps <= {1} or steps <= {-1}
