"""What an author is told: sentences in their language, the piece of text in question, and a fix that can be applied.

Catalogues lie in `locale/`; English where there is none.
"""

from __future__ import annotations

import gettext
import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import re2

from gobetween.policy.words import Finding

CATALOGUES = Path(__file__).parent / "locale"
QUOTED = 80
"""Characters of a span that are quoted."""
CONTACT = re2.compile(r"\S*@\S*|\p{Nd}(?:[\p{Zs}().\-/+]{0,3}\p{Nd}){4,}")
TAG = re2.compile(r"<[^<>]*>")


def translated(sentence: str, language: str) -> str:
    """`sentence` in `language` (a locale such as `de_AT` or `de`), English where it is not translated."""
    return _catalogue(language.replace("-", "_")).gettext(sentence) if sentence else ""


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("policy", CATALOGUES, [locale, locale.partition("_")[0]], fallback=True)


def fixed(text: str, findings: Iterable[Finding], place: str) -> str:
    """The text of `place` with every fix applied that can be; of overlapping ones the first counts."""
    for edit in reversed(edits(text, findings, place)):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a text and what comes in its place."""

    start: int
    end: int
    replacement: str


def edits(text: str, findings: Iterable[Finding], place: str) -> list[Edit]:
    """What `fixed` changes, in order and apart from each other."""
    made: list[Edit] = []
    end = 0
    for finding in sorted(findings, key=lambda each: (each.start, -each.end)):
        if finding.place != place or finding.replacement is None or finding.start < end:
            continue
        span = (finding.start, finding.end) if finding.replacement else _with_blank(text, finding.start, finding.end)
        made.append(Edit(max(end, span[0]), span[1], finding.replacement))
        end = span[1]
    return made


def moved(findings: Iterable[Finding], made: Mapping[str, Sequence[Edit]]) -> tuple[Finding, ...]:
    """The findings with their spans in the texts as they are after the edits made in each place."""
    return tuple(_moved(finding, made.get(finding.place, ())) for finding in findings)


def _moved(finding: Finding, made: Sequence[Edit]) -> Finding:
    if not made:
        return finding
    start, end = _shifted(finding.start, made, at_end=False), _shifted(finding.end, made, at_end=True)
    return replace(finding, start=start, end=max(start, end))


def _shifted(at: int, made: Sequence[Edit], *, at_end: bool) -> int:
    """An offset after the edits; one inside a replaced span goes to the end of the new text, or to its beginning."""
    shift = 0
    for edit in made:
        if edit.end <= at and not (at_end and edit.start == at):
            shift += len(edit.replacement) - (edit.end - edit.start)
        elif edit.start < at:
            return edit.start + shift + (len(edit.replacement) if at_end else 0)
    return at + shift


def _with_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """A span to take out, with the blank that would be one too many."""
    if text[start - 1 : start] in ("", " ", "\n") and text[end : end + 1] == " ":
        return start, end + 1
    if text[start - 1 : start] == " " and text[end : end + 1] in ("", "\n", ".", ",", "!", "?"):
        return start - 1, end
    return start, end


def words_of(text: str) -> str:
    """The words of a piece of text or HTML, a blank between two."""
    plain = html.unescape(TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join(plain.split())


def quoted(text: str, start: int, end: int) -> str:
    """The piece of text in question on one line, shortened, without tags, and its contact data made unusable."""
    shown = veiled(words_of(text[start : min(end, start + 10 * QUOTED)]))
    return shown if len(shown) <= QUOTED else f"{shown[: QUOTED - 1].rstrip()}…"


def veiled(text: str) -> str:
    """Addresses and numbers of five digits or more as their author will know them again, and nobody else."""
    return str(CONTACT.sub(lambda match: _dotted(match.group()), text))


def _dotted(contact: str) -> str:
    kept = 2
    return contact[:kept] + "".join("•" if each.isalnum() else each for each in contact[kept:])
