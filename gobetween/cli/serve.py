"""`gobetween serve`: every role of this machine in one tree of processes, or some of them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TextIO

import typer

from gobetween.cli import roles
from gobetween.kit import logs, postgres, processes, supervise
from gobetween.kit.config import Config
from gobetween.kit.problems import Problem

POSTGRES = "postgres"
CHOICES = (*roles.ROLES, POSTGRES)


def serve(
    role: Annotated[list[str] | None, typer.Option(help=f"Only this role (repeatable): {', '.join(CHOICES)}.")] = None,
) -> None:
    """Run the service until Ctrl-C or SIGTERM."""
    begun = time.monotonic()
    wrong = [name for name in role or () if name not in CHOICES]
    if wrong:
        raise Problem(f"There is no role {wrong[0]}: choose from {', '.join(CHOICES)}.")
    config = roles.read()
    run(config, role or wanted(config), announce=lambda whole: _say_ready(whole, begun))


def wanted(config: Config) -> list[str]:
    """Every role; the database too, unless it runs elsewhere."""
    return [*roles.ROLES, *([] if config.database_url else [POSTGRES])]


def run(
    config: Config,
    chosen: Sequence[str],
    *,
    announce: Callable[[Config], None],
    prepare: Callable[[], None] = lambda: None,
    log: TextIO | None = None,
) -> None:
    """Start `chosen` roles and keep them running until a signal. `prepare` runs once between migrations and roles,
    `announce` when all answer; each in a process of its own, so that this one holds no connection and no thread."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), contextlib.ExitStack() as stack:
        working = [name for name in chosen if name != POSTGRES]
        own = POSTGRES in chosen
        if own:
            _claim(config)
        roles.free_ports(config, working)
        url, server, pid = _database(config, own, stack)
        whole = _load(config, url, log)
        if server:
            postgres.wait(server, pid)
            postgres.ensure_database(config.state_dir)
        if working:
            _once(lambda: _migrate_and(prepare), "migrate")
        children = _children(whole, working, server)
        roles.warm()
        supervise.settle_memory()
        processes.fork(lambda: _telling(lambda: _herald(whole, working, announce)), name="gb-herald")
        stack.pop_all()
        supervise.watch(children, adopted={POSTGRES: pid} if server else None)


_CLAIMS: list[Any] = []


def _claim(config: Config) -> None:
    """Hold the database folder until this process and its forks are gone. Raises `Problem` when it is taken."""
    claim = postgres.claimed(config.state_dir)
    claim.__enter__()
    _CLAIMS.append(claim)


def _database(config: Config, own: bool, stack: contextlib.ExitStack) -> tuple[str, postgres.Server | None, int]:
    """URL, and the server with its pid when it is ours; it recovers while the program is loaded."""
    if config.database_url and not own:
        return config.database_url, None, 0
    url = postgres.url(config.state_dir)
    if not own:
        if not postgres.accepts(url):
            raise Problem("There is no database: set DATABASE_URL, or run `gobetween serve --role postgres` first.")
        return url, None, 0
    server = postgres.prepare(config.state_dir)
    pid = postgres.start(server)
    stack.callback(postgres.stop, pid)
    return url, server, pid


def _load(config: Config, url: str, log: TextIO | None) -> Config:
    if config.metrics_port:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder(config))
    logs.configure(config.log_format, stream=log)
    return roles.django(config, url)


def _metrics_folder(config: Config) -> Any:
    from gobetween.kit import counting  # prometheus-client reads the folder when it is imported

    return counting.folder(config.state_dir)


def _children(config: Config, working: Sequence[str], server: postgres.Server | None) -> list[supervise.Child]:
    children = []
    for name in working:
        role = roles.ROLES[name]
        count = role.count(config)
        for slot in range(count):
            label = name if count == 1 else f"{name}-{slot + 1}"
            children.append(supervise.role(label, roles.runner(name, slot), rank=role.rank, patience=role.patience))
    if server:
        children.append(
            supervise.Child(
                name=POSTGRES, start=lambda: postgres.start(server), rank=9, stop_with=signal.SIGINT, patience=2.0
            )
        )
    return children


def _once(work: Callable[[], None], name: str) -> None:
    """Run `work` in a process of its own and wait for it. Raises `Problem` when it fails; it has said why."""
    pid = processes.fork(lambda: _telling(work), name=f"gb-{name}")
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise Problem(f"The step `{name}` failed; see above.")


def _telling(work: Callable[[], None]) -> None:
    try:
        work()
    except Problem as problem:
        print(f"gobetween: {problem}", file=sys.stderr, flush=True)
        raise SystemExit(2) from None


def _migrate_and(prepare: Callable[[], None]) -> None:
    roles.migrate()
    prepare()


def _herald(config: Config, working: Sequence[str], announce: Callable[[Config], None]) -> None:
    ports = [
        (name, getattr(config, name))
        for role in working
        if roles.ROLES[role].count(config)
        for name in roles.ROLES[role].ports
        if getattr(config, name)
    ]
    for name, port in ports:
        roles.wait_for_port(getattr(config, roles.HOSTS.get(name, ""), "127.0.0.1"), port)
    announce(config)


def _say_ready(config: Config, begun: float) -> None:
    import structlog

    structlog.get_logger("serve").info("ready", seconds=round(time.monotonic() - begun, 2), web=config.base_url)
