"""What `gobetween check FILE` shows people: each text with the spans marked, and below it what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from gobetween import policy
from gobetween.actions.masks import files_of, sources_of
from gobetween.cli.check_lines import Asked
from gobetween.kit.problems import Problem
from gobetween.mime.clean import clean
from gobetween.mime.letter import Attachment, Hidden, Unreadable
from gobetween.mime.parse import parse
from gobetween.policy import Draft, File, Finding, Outcome, Source, sight

COLOURS = {
    Outcome.PASS: "green",
    Outcome.ADVISE: "cyan",
    Outcome.MASK: "yellow",
    Outcome.HOLD: "magenta",
    Outcome.BLOCK: "red",
}
AROUND = 300
"""Characters of a long text shown before and behind what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What one argument holds."""

    name: str
    sources: tuple[Source, ...]
    files: tuple[File, ...] = ()
    language: str = ""
    unread: tuple[str, ...] = ()


def show(paths: Sequence[str], asked: Asked) -> int:
    """Judge each file and show it; the exit status: 2 when one could not be read."""
    console, status = Console(highlight=False), 0
    for path in paths:
        try:
            named = _read(path)
        except Problem as problem:
            print(f"gobetween: {problem}", file=sys.stderr)
            status = 2
            continue
        _show(console, named, policy.judge(_draft(named, asked), asked.rulebook, language=asked.language))
    return status


def _read(path: str) -> Named:
    """Raises `Problem`."""
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise Problem(f"{path}: {error.strerror or 'cannot be read'}") from None
    if path.lower().endswith((".eml", ".msg")):
        return _letter(path, raw)
    try:
        return Named(name=path, sources=(Source(place="text", text=raw.decode("utf-8-sig").replace("\r\n", "\n")),))
    except UnicodeDecodeError:
        raise Problem(f"{path}: not UTF-8; a letter's name must end in .eml") from None


def _letter(path: str, raw: bytes) -> Named:
    """A mail as the service would read it: new words apart from quoted ones, files under the types they show."""
    letter = parse(raw)
    if isinstance(letter, Unreadable):
        raise Problem(f"{path}: {letter.sentence}")
    cleaned = clean(letter, Hidden())
    seen, unread = _seen(cleaned.attachments)
    return Named(
        name=path,
        sources=(*sources_of(cleaned), *seen),
        files=files_of(cleaned),
        language=cleaned.language,
        unread=tuple(unread),
    )


def _seen(files: Sequence[Attachment]) -> tuple[list[Source], list[str]]:
    """What pictures, codes and documents show, and the names of those that could not be looked at whole."""
    sources: list[Source] = []
    unread: list[str] = []
    for number, file in enumerate(files):
        if not sight.sees(file.media_type):
            continue
        from gobetween.policy.sight.look import look  # reading pictures loads models; most letters have none

        shown = look(file.content, file.media_type)
        sources += sight.sources_of(number, shown)
        unread += [f"{file.name} ({shown.unread})"] if shown.unread else []
    return sources, unread


def _draft(named: Named, asked: Asked) -> Draft:
    return Draft(sources=named.sources, files=named.files, language=named.language, allowed_domains=asked.allowed)


def _show(console: Console, named: Named, verdict: policy.Verdict) -> None:
    outcome = verdict.outcome
    console.print(Text.assemble((named.name, "bold"), ": ", (outcome.name.lower(), f"bold {COLOURS[outcome]}")))
    for source in named.sources:
        found = [finding for finding in verdict.findings if finding.place == source.place]
        if found or source.place == "text":
            console.print(Text(f"-- {source.place}", style="dim"))
            console.print(_marked(source.text, found))
    for number, finding in enumerate(verdict.findings, start=1):
        console.print(_line(number, finding))
    for name in named.unread:
        console.print(Text(f"not looked at whole: {name}", style="yellow"))
    console.print()


def _marked(text: str, found: Sequence[Finding]) -> Text:
    """The text with every span set off, also without colours: [[like this]]."""
    marked = Text()
    at = 0
    for start, end, style in _spans(text, found):
        marked.append(_short(text[at:start], first=at == 0))
        marked.append(f"[[{text[start:end]}]]", style=style)
        at = end
    marked.append(_short(text[at:], first=at == 0, last=True))
    return marked


def _spans(text: str, found: Sequence[Finding]) -> Iterator[tuple[int, int, str]]:
    """Where something was found, overlapping spans as one under the gravest of them."""
    spans: list[tuple[int, int, Outcome]] = []
    for finding in sorted(found, key=lambda each: (each.start, each.end)):
        if spans and finding.start < spans[-1][1]:
            start, end, outcome = spans.pop()
            spans.append((start, max(end, finding.end), max(outcome, finding.outcome)))
        else:
            spans.append((finding.start, min(finding.end, len(text)), finding.outcome))
    yield from ((start, end, f"reverse {COLOURS[outcome]}") for start, end, outcome in spans)


def _short(text: str, *, first: bool, last: bool = False) -> str:
    """A long stretch without findings, its middle left out."""
    before, behind = (0 if first else AROUND), (0 if last else AROUND)
    if len(text) <= 2 * AROUND + 40:
        return text
    if first and last:
        return text[: 2 * AROUND] + " …"
    return text[:before] + " … " + text[len(text) - behind :] if behind else text[:before] + " …"


def _line(number: int, finding: Finding) -> Text:
    head = f"{number}. {finding.outcome.name.lower()} {finding.rule} "
    where = f"({finding.label.value}, {finding.place} {finding.start}-{finding.end}) "
    return Text.assemble((head, COLOURS[finding.outcome]), (where, "dim"), f"{finding.message} {finding.fix}".rstrip())
