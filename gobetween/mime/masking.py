"""Take hidden addresses, names and ids out of text and HTML, however they are disguised; everything else stays.

An address is also found with any plus tag, with spaces or "at"/"dot" for its signs, VERP-coded, IDN or punycode, and as
the end of a longer local part (all of which is masked then). A name is found in both orders, over line breaks and quote
marks, at word borders only. No regular expression is built per letter: needles walk by `str.find`, in linear time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gobetween.mime.folding import (
    Folded,
    fold,
    fold_html,
    fold_html_apart,
    fold_html_tight,
    fold_xml,
    folded_word,
    laid_bare,
    lowered,
)
from gobetween.mime.letter import Hidden, Mask
from gobetween.mime.names import NameForm, forms, tidy
from gobetween.mime.spans import Span, without_overlaps

MASKS = {"address": "[address hidden]", "name": "[name hidden]", "id": "[id hidden]"}
_MASKS_IN_XML = {"address": "hidden@hidden.invalid", "name": "hidden", "id": "hidden"}
_TAG = re.compile(r"<[^<>]*>")
_VALUE_TAG = re.compile(r"<[^<>]*[\"'][^<>]*>")
ANY_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+%=-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_HEADER_LINE = re.compile(r"^[\s>*|]*[^\W\d_][^:\n@]{0,30}\s?[:：].*@.*$|^.*@.*[:：]\s*$", re.MULTILINE)

_GAP = r"[\s>]{0,6}"
_AT = re.compile(
    r"[\"']?(?:\+[^\s@<>\"=]{0,64})?" + _GAP + r"(?:@|=|%|[(\[{<]\s?(?:at|@|a)\s?[)\]}>]|\bat\b|_at_)" + _GAP
)
_TAGGED_AT = re.compile(r"\+[^\s@<>\"]{0,64}@")
_DOT = re.compile(_GAP + r"(?:\.|[(\[{<]\s?(?:dot|\.)\s?[)\]}>]|\bdot\b|_dot_)" + _GAP)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._+-")
_NAME_GAP = re.compile(r"[\s>,;.+_()\-\[\]\"'*|\u2019\u201c\u201d]{1,12}")
_NOT_A_NAME = re.compile(r"['\u2019]t\b")
"""Don't is no Don, nor won't a Won."""
_MASK = re.compile(r"\[(?:address|name|id) hidden\]")
_LOOSE_GAP = re.compile(r"[\s>,.+_]{0,6}")

_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class _Address:
    local: str
    domains: tuple[tuple[str, ...], ...]

    def spans(self, hay: Folded) -> Iterator[Span]:
        text = hay.text
        domains = [labels for labels in self.domains if labels[0] in text]
        at = text.find(self.local) if domains else -1
        while at >= 0:
            end = self._end(text, at, domains)
            if end:
                yield _leftwards(text, at), end, "address"
            at = text.find(self.local, end or at + 1)

    def _end(self, text: str, at: int, domains: list[tuple[str, ...]]) -> int:
        for pattern in (_AT, _TAGGED_AT):
            sign = pattern.match(text, at + len(self.local))
            for labels in domains if sign else ():
                end = _labels_end(text, sign.end(), labels) if sign else 0
                if end:
                    return _rightwards(text, end)
        return 0


@dataclass(frozen=True, slots=True)
class _Name:
    form: NameForm

    def spans(self, hay: Folded, written: str) -> Iterator[Span]:
        text, tokens = hay.text, self.form.tokens
        at = text.find(tokens[0])
        if at >= 0 and any(token not in text for token in tokens[1:]):
            return
        while at >= 0:
            end = self._end(text, at)
            if end and self._counts(hay, written, at, end):
                yield at, end, "name"
            at = text.find(tokens[0], end or at + 1)

    def _end(self, text: str, at: int) -> int:
        tokens, bounded = self.form.tokens, self.form.bounded
        if bounded and at and text[at - 1].isalnum() and tokens[0][0].isalnum():
            return 0
        end = at + len(tokens[0])
        for token in tokens[1:]:
            gap = (_NAME_GAP if bounded else _LOOSE_GAP).match(text, end)
            if gap is None or not text.startswith(token, gap.end()):
                return 0
            end = gap.end() + len(token)
        return 0 if bounded and text[end : end + 1].isalnum() and tokens[-1][-1].isalnum() else end

    def _counts(self, hay: Folded, written: str, start: int, end: int) -> bool:
        if _NOT_A_NAME.match(hay.text, end) or _in_a_mask(hay.text, start, end):
            return False
        if self.form.alone:
            before, after = hay.text.rfind("\n", 0, start) + 1, hay.text.find("\n", end)
            rest = hay.text[before:start] + hay.text[end : after if after >= 0 else None]
            return not any(c.isalnum() for c in rest)
        if not self.form.cased:
            return True
        as_written = "".join(written[a:b] for a, b in hay.pieces(start, end))
        return " ".join(as_written.split()) in self.form.cased


@dataclass(frozen=True, slots=True)
class _Id:
    text: str

    def spans(self, hay: Folded) -> Iterator[Span]:
        at = hay.text.find(self.text)
        while at >= 0:
            yield at, at + len(self.text), "id"
            at = hay.text.find(self.text, at + len(self.text))


@dataclass(frozen=True, slots=True)
class Needles:
    """All needles of one `Hidden`."""

    ids: tuple[_Id, ...]
    addresses: tuple[_Address, ...]
    names: tuple[_Name, ...]

    def may_be_in(self, folded: str) -> bool:
        """A cheap look: whether the characters of any needle are there at all."""
        return (
            any(exact.text in folded for exact in self.ids)
            or any(a.local in folded and any(d[0] in folded for d in a.domains) for a in self.addresses)
            or any(all(token in folded for token in name.form.tokens) for name in self.names)
        )

    def as_bytes(self) -> list[bytes]:
        """Every address as it stands in a file."""
        return [f"{a.local}@{'.'.join(labels)}".encode() for a in self.addresses for labels in a.domains]

    def spans(self, hay: Folded, written: str) -> list[Span]:
        """What to mask in `hay`, in order, without overlaps; an id wins over an address, an address over a name."""
        found: list[Span] = []
        for exact in self.ids:
            found.extend(exact.spans(hay))
        for address in self.addresses:
            found.extend(address.spans(hay))
        named = {span for name in self.names for span in name.spans(hay, written)}
        found.extend(sorted(named, key=lambda span: (span[0], -span[1])))
        return without_overlaps(found) if len(found) > 1 else found


@lru_cache(maxsize=512)
def needles(hidden: Hidden) -> Needles:
    """Built once per `Hidden`."""
    hidden = tidy(hidden)
    name_forms = dict.fromkeys((form.tokens, form) for name in sorted(hidden.names) for form in forms(name))
    return Needles(
        ids=tuple(_Id(folded_word(i)) for i in sorted(hidden.ids, key=len, reverse=True)),
        addresses=tuple(_address(a) for a in sorted(hidden.addresses, key=len, reverse=True)),
        names=tuple(_Name(form) for _, form in sorted(name_forms, key=lambda pair: -len("".join(pair[0])))),
    )


class Masker:
    """Masks texts for one `Hidden` and counts what it masked, by kind and place. `any_address` masks strangers' too."""

    def __init__(self, hidden: Hidden) -> None:
        self._needles = needles(hidden)
        self.tally: Counter[tuple[str, str]] = Counter()

    def text(self, text: str, place: str) -> str:
        """Plain text with every hidden thing replaced by its mask."""
        if not text:
            return text
        masked = self._mask(text, fold, place, MASKS)
        for _ in range(_ROUNDS):
            telling = next((bare for bare in laid_bare(masked) if bare != masked and self._may_tell(bare)), "")
            if not telling:
                break
            masked = self._mask(telling, fold, place, MASKS)
        return masked

    def history(self, text: str, place: str) -> str:
        """Quoted history: as `text`, and in header lines and attributions every address at all."""
        masked = self.text(text, place)
        if "@" not in masked:
            return masked
        return _HEADER_LINE.sub(lambda line: self.all_addresses(line[0], place), masked)

    def all_addresses(self, text: str, place: str) -> str:
        """Every address, whoever's: for lines that are addresses by nature."""
        masked, count = ANY_ADDRESS.subn(MASKS["address"], text)
        if count:
            self.tally["address", place] += count
        return masked

    def html(self, html: str, place: str) -> str:
        """The text of sanitised HTML; its attributes are `attribute`'s business."""
        if not self._needles.may_be_in(fold(_TAG.sub("", html)).text):
            return html
        for view in (fold_html, fold_html_tight, fold_html_apart):
            html = self._mask(html, view, place, MASKS)
        return html

    def xml(self, xml: str, place: str) -> str:
        """Text and attribute values of an office file's XML; masks in attributes stay legal URLs and names."""
        if self._needles.may_be_in(fold(_TAG.sub("", xml)).text):
            xml = self._mask(xml, fold_xml, place, MASKS)
        if not self._needles.may_be_in(fold(xml).text):
            return xml
        return _VALUE_TAG.sub(lambda tag: self._mask(tag[0], fold, place, _MASKS_IN_XML), xml)

    def spans(self, text: str, place: str) -> list[tuple[int, int]]:
        """Where hidden things stand, for those who overwrite in place; they count as masked."""
        hay = fold(text)
        spans = self._needles.spans(hay, text)
        for _, _, kind in spans:
            self.tally[kind, place] += 1
        return [piece for start, end, _ in spans for piece in hay.pieces(start, end)]

    def url(self, url: str, place: str) -> str:
        """Masks that are legal inside a URL."""
        masks = {kind: mask.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20") for kind, mask in MASKS.items()}
        return self._mask(url, fold, place, masks)

    def _may_tell(self, bare: str) -> bool:
        return self._needles.may_be_in(folded_word(bare)) and self.finds(bare)

    def finds(self, text: str) -> bool:
        """Whether anything hidden is in the text."""
        return bool(text) and bool(self._needles.spans(fold(text), text))

    def finds_in_bytes(self, content: bytes) -> bool:
        """Whether a hidden address is in a binary file, in 8-bit or 16-bit characters."""
        if b"@" not in content:
            return False
        views = (content.lower(), content.replace(b"\x00", b"").lower())
        return any(address in view for address in self._needles.as_bytes() for view in views)

    def note(self, kind: str, place: str) -> None:
        """Counts something taken out by others (metadata, the people of an invitation)."""
        self.tally[kind, place] += 1

    def masked(self) -> tuple[Mask, ...]:
        """The tally as values, in a stable order."""
        return tuple(Mask(kind=kind, place=place, count=n) for (kind, place), n in sorted(self.tally.items()))

    def _mask(self, text: str, view: Callable[[str], Folded], place: str, masks: dict[str, str]) -> str:
        """Masks what `view` shows, then what the text shows as it is; a mask may lay bare a name it stood beside."""
        hay = view(text)
        for _ in range(_ROUNDS):
            spans = self._needles.spans(hay, text)
            if spans:
                text = self._replaced(text, hay, spans, place, masks)
                hay = view(text)
            elif hay.segments is None or view is not fold:
                break
            else:
                hay, view = Folded(lowered(text)), _as_it_is
        return text

    def _replaced(self, text: str, hay: Folded, spans: list[Span], place: str, masks: dict[str, str]) -> str:
        out: list[str] = []
        at = 0
        for start, end, kind in spans:
            self.tally[kind, place] += 1
            mask = masks[kind]
            for piece_start, piece_end in hay.pieces(start, end):
                if piece_end <= at:
                    continue
                out.extend((text[at : max(piece_start, at)], mask))
                mask, at = "", piece_end
        out.append(text[at:])
        return "".join(out)


def _as_it_is(text: str) -> Folded:
    return Folded(lowered(text))


def _address(address: str) -> _Address:
    local, _, domain = address.rpartition("@")
    local = folded_word(local.strip('"'))
    base = local.partition("+")[0] or local
    return _Address(base, tuple(dict.fromkeys(tuple(form.split(".")) for form in _domain_forms(domain))))


def _domain_forms(domain: str) -> Iterator[str]:
    folded = folded_word(domain.rstrip("."))
    yield folded
    try:
        if not domain.isascii():
            yield folded_word(domain.rstrip(".").lower().encode("idna").decode("ascii"))
        elif "xn--" in folded:
            yield folded_word(folded.encode("ascii").decode("idna"))
    except UnicodeError:
        return


def _in_a_mask(text: str, start: int, end: int) -> bool:
    mask = _MASK.match(text, max(text.rfind("[", max(start - 9, 0), start), 0))
    return mask is not None and mask.start() < start and end < mask.end()


def _labels_end(text: str, at: int, labels: tuple[str, ...]) -> int:
    for number, label in enumerate(labels):
        if number:
            dot = _DOT.match(text, at)
            if dot is None:
                return 0
            at = dot.end()
        if not text.startswith(label, at):
            return 0
        at += len(label)
    return at


def _leftwards(text: str, at: int) -> int:
    """Take in the rest of a longer local part, so that no mask stands inside another address."""
    start = at
    while start and at - start < 64 and text[start - 1] in _LOCAL:
        start -= 1
    while start < at and text[start] in "._+-":
        start += 1
    return start


def _rightwards(text: str, end: int) -> int:
    """Take in the rest of a longer last label (`home.co` in `home.community`)."""
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return end
