"""`gobetween doctor`: looks at everything a message depends on and says what to do about what is not well."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from gobetween.kit.config import Config
from gobetween.kit.problems import Problem


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


COLOURS = {State.OK: "green", State.WARNING: "yellow", State.FAULT: "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One finding; `remedy` says what to do and is empty when all is well."""

    state: State
    about: str
    text: str
    remedy: str = ""


def ok(about: str, text: str) -> Line:
    return Line(state=State.OK, about=about, text=text)


def warning(about: str, text: str, remedy: str) -> Line:
    return Line(state=State.WARNING, about=about, text=text, remedy=remedy)


def fault(about: str, text: str, remedy: str) -> Line:
    return Line(state=State.FAULT, about=about, text=text, remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What the examinations look at. `resolver` is the DNS seam, `now` the clock."""

    config: Config
    resolver: Any
    now: datetime
    notes: dict[str, Any] = field(default_factory=dict)


Examination = Callable[[Patient], Iterator[Line]]


def doctor(
    demo: Annotated[bool, typer.Option("--demo", help="Examine the demo's state instead.")] = False,
) -> None:
    """Check settings, database, keys, DNS, TLS, the smarthost and the own SMTP port. Exit status 1 on faults."""
    console = Console(highlight=False)
    worst = State.OK
    for line in examine(demo=demo):
        worst = State.FAULT if line.state == State.FAULT else worst
        show(console, line)
    console.print("\n[bold]All is well enough to run.[/bold]" if worst == State.OK else "\n[bold red]Faults found.[/]")
    if worst == State.FAULT:
        raise typer.Exit(1)


def show(console: Console, line: Line) -> None:
    """One line, and the remedy below it."""
    colour = COLOURS[line.state]
    console.print(f"[{colour}]{line.state:<8}[/] [bold]{line.about:<10}[/] ", end="")
    console.print(line.text, markup=False, soft_wrap=True)
    if line.remedy:
        console.print(f"{'':20}→ {line.remedy}", markup=False, soft_wrap=True)


def examine(*, demo: bool = False) -> Iterator[Line]:
    """Every finding, as it is made. Settings first; without them and a database the rest is spared."""
    from gobetween.cli import roles
    from gobetween.cli.demo import settings as demo_settings
    from gobetween.kit import checks

    config, found = checks.examine(os.environ)
    for each in found:
        make = fault if each.grave else warning
        yield make("settings", f"{each.code}: {each.text}", "see docs/operate/settings.md")
    if config is None or any(each.grave for each in found):
        return
    config = demo_settings(config) if demo else config
    yield ok("settings", f"state in {config.state_dir}")
    with ExitStack() as stack:
        try:
            whole = stack.enter_context(roles.world(roles.with_own_url(config)))
        except Problem as problem:
            yield fault("database", str(problem), "start PostgreSQL, or mend DATABASE_URL")
            return
        yield from examinations(whole)


def examinations(config: Config) -> Iterator[Line]:
    """All that need the database and Django."""
    from gobetween.cli import checkup_dns, checkup_mail, checkup_sight, checkup_store
    from gobetween.mail.identity.dns import shared_resolver

    patient = Patient(config=config, resolver=shared_resolver(config.dns_servers), now=datetime.now(UTC))
    for about, examination in (*checkup_store.ALL, *checkup_sight.ALL, *checkup_dns.ALL, *checkup_mail.ALL):
        yield from carefully(about, examination, patient)


def carefully(about: str, examination: Examination, patient: Patient) -> Iterator[Line]:
    """The findings of one examination; one that breaks is a finding too."""
    try:
        yield from examination(patient)
    except Exception as error:  # the doctor goes on, whatever one organ does
        yield fault(about, f"could not be examined ({type(error).__name__})", "report this with the log")
