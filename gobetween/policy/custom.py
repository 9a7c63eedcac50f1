"""Rules of an operator's own: phrases and patterns, with a sentence for the author and examples that prove them.

    [custom.no-showroom]
    message = "It asks the buyer to come to a showroom."
    fix = "Answer here."                    # optional
    label = "off_platform_contact"          # optional, `custom` without it
    phrases = ["(visit|come to) our showroom"]    # as in a lexicon
    patterns = ['\\bSR-\\d{4}\\b']              # re2; (?i) in front ignores case
    hits = ["Come to our showroom in Ulm!"]
    passes = ["The showroom lamp is sold out."]

Its id is `custom-no-showroom`; it runs only while every `hits` is found and every `passes` is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import re2

from gobetween.policy import lexicon
from gobetween.policy.lexicon.notation import entry
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Draft, Found, Label, Source

PREFIX = "custom-"
NAME = re2.compile(r"[a-z][a-z0-9-]{1,39}")
MOST_RULES, MOST_LINES, LONGEST_LINE = 100, 200, 500
MEMORY = 1 << 20
"""Bytes that one compiled pattern may take."""
TEXTS, LISTS = ("message", "fix", "label"), ("phrases", "patterns", "hits", "passes")
_OPTIONS = re2.Options()
_OPTIONS.max_mem = MEMORY
_OPTIONS.log_errors = False


def rules_of(tables: object, *, prove: bool) -> tuple[tuple[Rule, ...], list[str]]:
    """The rules of the `[custom.NAME]` tables that can be made, and everything that is wrong with the others.

    `prove`: try the examples too.
    """
    if not isinstance(tables, dict) or len(tables) > MOST_RULES:
        return (), [f"custom: write [custom.NAME] above each rule, {MOST_RULES} rules at most."]
    rules, faults = [], []
    for name, table in tables.items():
        wrong = _faults(name, table)
        if not wrong:
            rule, wrong = _rule(name, table)
            wrong += [] if wrong or not prove else _disproved(rule, table["hits"], table["passes"])
            rules += [] if wrong else [rule]
        faults += [f"{PREFIX}{name}: {fault}" for fault in wrong]
    return tuple(rules), faults


def _faults(name: str, table: object) -> list[str]:
    """What is wrong with the form of a table."""
    if not isinstance(table, dict):
        return ["write [custom.NAME] above it."]
    faults = [] if NAME.fullmatch(name) else ["a name has 2 to 40 of a-z, 0-9 and dashes."]
    faults += [f"{key}: there is no such field." for key in table if key not in (*TEXTS, *LISTS)]
    faults += [f"{key}: must be a text." for key in TEXTS if not isinstance(table.get(key, ""), str)]
    faults += [f"{key}: must be a list of texts, {MOST_LINES} at most, each up to {LONGEST_LINE} characters."
               for key in LISTS if not _is_list(table.get(key, []))]  # fmt: skip
    faults += [f"{key}: is missing." for key in ("message", "hits", "passes") if not table.get(key)]
    if table.get("label", "custom") not in set(Label):
        faults.append(f"label: no such label: {table['label']!r}.")
    if not table.get("phrases") and not table.get("patterns"):
        faults.append("needs phrases or patterns.")
    return faults


def _is_list(value: object) -> bool:
    texts = isinstance(value, list) and all(isinstance(each, str) and 0 < len(each) <= LONGEST_LINE for each in value)
    return texts and isinstance(value, list) and len(value) <= MOST_LINES


def _rule(name: str, table: Mapping[str, Any]) -> tuple[Rule, list[str]]:
    """The rule of a well-formed table, with all that is wrong with its phrases and patterns."""
    phrases, faults = _phrases(table.get("phrases", []))
    patterns, unfit = _patterns(table.get("patterns", []))
    rule = Rule(
        id=f"{PREFIX}{name}",
        label=Label(table.get("label", Label.CUSTOM)),
        find=_Finder(phrases, patterns),
        message=table["message"],
        fix=table.get("fix", ""),
    )
    return rule, faults + unfit


def _phrases(lines: Sequence[str]) -> tuple[lexicon.Lexicon | None, list[str]]:
    entries, faults = [], []
    for line in lines:
        try:
            entries.append(entry(line))
        except ValueError as error:
            faults.append(f"phrase {line!r}: {error}.")
    return lexicon.Lexicon({Label.CUSTOM: entries}) if entries else None, faults


def _patterns(lines: Sequence[str]) -> tuple[tuple[re2._Regexp, ...], list[str]]:
    patterns, faults = [], []
    for line in lines:
        try:
            pattern = re2.compile(line, _OPTIONS)
        except re2.error as error:
            faults.append(f"pattern {line!r}: {_said(error)}.")
            continue
        if pattern.search("") is not None:
            faults.append(f"pattern {line!r}: it finds nothing at all everywhere.")
        patterns.append(pattern)
    return tuple(patterns), faults


def _said(error: Exception) -> str:
    told = error.args[0] if error.args else error
    return (told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)).rstrip(".")


class _Finder:
    """`find` of a custom rule."""

    def __init__(self, phrases: lexicon.Lexicon | None, patterns: Sequence[re2._Regexp]) -> None:
        self.phrases, self.patterns = phrases, patterns

    def __call__(self, reading: Reading) -> Iterator[Found]:
        for passage in reading.own:
            yield from self._by_phrase(passage)
            yield from self._by_pattern(passage)

    def _by_phrase(self, passage: Passage) -> Iterator[Found]:
        if self.phrases is None:
            return
        for text in passage.texts:
            for hit in self.phrases.hits(text.view.text):
                start, end = text.view.span(hit.start, hit.end)
                yield Found(place=passage.place, start=start, end=end, view=text.view.name)

    def _by_pattern(self, passage: Passage) -> Iterator[Found]:
        for pattern in self.patterns:
            for match in pattern.finditer(passage.normal.text):
                if match.end() > match.start():
                    start, end = passage.normal.span(*match.span())
                    yield Found(place=passage.place, start=start, end=end, view=passage.normal.name)


def _disproved(rule: Rule, hits: Iterable[str], passes: Iterable[str]) -> Iterator[str]:
    """The examples that the rule gets wrong."""
    for text in hits:
        if not _finds(rule, text):
            yield f"does not find {text!r}, as it must."
    for text in passes:
        if _finds(rule, text):
            yield f"finds {text!r}, which must pass."


def _finds(rule: Rule, text: str) -> bool:
    return any(True for _ in rule.find(Reading(Draft(sources=(Source(place="text", text=text),)))))
