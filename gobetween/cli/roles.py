"""The world a command needs: settings, keys, database, Django; and the table of roles."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gobetween.kit import checks
from gobetween.kit import config as settings
from gobetween.kit.config import Config
from gobetween.kit.problems import Problem

MIGRATING = 0x60BE73EE  # key of the advisory lock: two starters at once take turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One kind of process. Lower ranks stop first; a rank has `patience` seconds to finish what it has in hand."""

    run: str
    rank: int
    count: Callable[[Config], int] = lambda config: 1
    ports: tuple[str, ...] = ()
    patience: float = 1.5


ROLES: dict[str, Role] = {
    "edge": Role(
        run="gobetween.mail.edge.run",
        rank=0,
        count=lambda config: config.edge_processes,
        ports=("smtp_port", "lmtp_port"),
        patience=6.0,
    ),
    "post": Role(run="gobetween.mail.intake.run", rank=0, count=lambda config: config.post_processes),
    "courier": Role(run="gobetween.mail.courier.run", rank=0, count=lambda config: config.courier_processes),
    "scan": Role(run="gobetween.mail.scanner.run", rank=0, count=lambda config: config.scan_processes),
    "web": Role(run="gobetween.web.serve.run", rank=1, ports=("web_port",)),
    "mailroom": Role(
        run="gobetween.web.mailroom.catch.run", rank=1, count=lambda config: int(config.demo), ports=("mailroom_port",)
    ),
    "metrics": Role(
        run="gobetween.kit.metrics.run",
        rank=1,
        count=lambda config: int(config.metrics_port > 0),
        ports=("metrics_port",),
    ),
}
HOSTS = {"web_port": "web_host", "smtp_port": "smtp_host", "lmtp_port": "smtp_host", "metrics_port": "metrics_host"}


def read() -> Config:
    """The settings of this process. Raises `Problem` with all that is wrong."""
    config, found = checks.examine(os.environ)
    grave = [str(finding) for finding in found if finding.grave]
    if config is None or grave:
        raise Problem("\n".join(grave))
    return with_own_url(config)


def with_own_url(config: Config) -> Config:
    """Links follow the port unless they were set."""
    if config.base_url != Config().base_url:
        return config
    return dataclasses.replace(config, base_url=f"http://127.0.0.1:{config.web_port}")


def django(config: Config, database_url: str) -> Config:
    """Make the keys, give Django its settings and load it. Opens no connection and starts no thread."""
    from gobetween.kit import keys  # only commands that need them pay for cryptography and Django

    whole = dataclasses.replace(config, database_url=database_url, keys=config.keys or keys.ensure_keys(config))
    for name in [name for name in os.environ if name.startswith(("GOBETWEEN_", "DATABASE_URL"))]:
        del os.environ[name]  # they are read; what `whole` says counts
    os.environ.update(settings.environment(whole))
    (whole.state_dir / "static").mkdir(mode=0o700, parents=True, exist_ok=True)  # whitenoise wants it
    os.environ["DJANGO_SETTINGS_MODULE"] = "gobetween.project.settings"
    import django

    django.setup()
    _register_checks()
    return whole


def _register_checks() -> None:
    """Show the numbered findings to Django's own `check` as well."""
    from django.core import checks as system

    def settings_are_sound(**_: object) -> list[system.CheckMessage]:
        return [
            (system.Error if each.grave else system.Warning)(each.text, id=f"gobetween.{each.code}")
            for each in checks.findings(settings.current())
        ]

    system.register(settings_are_sound)


@contextlib.contextmanager
def database(config: Config) -> Iterator[str]:
    """URL of the database: the one that is set, the embedded one that runs, or one that lives as long as the block."""
    if config.database_url:
        yield config.database_url
        return
    from gobetween.kit import postgres

    with postgres.running(config.state_dir) as url:
        yield url


@contextlib.contextmanager
def world(config: Config | None = None) -> Iterator[Config]:
    """All a command needs that works on the record: database, keys, Django, migrations applied."""
    given = config or read()
    with database(given) as url:
        whole = django(given, url)
        migrate()
        yield whole


def migrate() -> None:
    """Bring the tables up to date; one process at a time, harmless when they are."""
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            try:
                call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
    except OperationalError as error:
        raise Problem(f"The database cannot be reached ({_first_line(error)}): is DATABASE_URL right?") from None
    finally:
        connection.close()


def warm() -> None:
    """Load the pages before the first fork, so that the processes share them."""
    from django.conf import settings as loaded
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    import_string(loaded.ASGI_APPLICATION)
    _ = get_resolver().url_patterns


def runner(role: str, slot: int) -> Callable[[], None]:
    """What a process of `role` does. Imports its code now, so that forks share it."""
    from django.utils.module_loading import import_string

    run = cast("Callable[..., None]", import_string(ROLES[role].run))
    return lambda: run(slot=slot)


def free_ports(config: Config, roles: Sequence[str]) -> None:
    """Raise `Problem` when a port that one of `roles` needs is taken."""
    for role in roles:
        for name in ROLES[role].ports if ROLES[role].count(config) else ():
            _free(name, getattr(config, HOSTS.get(name, ""), "127.0.0.1"), getattr(config, name))


def _free(name: str, host: str, port: int) -> None:
    if port == 0:
        return
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Problem(
                f"Port {port} on {host} cannot be used ({error.strerror}): stop what uses it, or choose "
                f"another with GOBETWEEN_{name.upper()}."
            ) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def log_file(config: Config) -> Path:
    """Where the demo writes its log."""
    folder = config.state_dir / "log"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "gobetween.log"


def wait_for_port(host: str, port: int, *, seconds: float = 60.0) -> None:
    """Return when something answers there. Raises `Problem` when nothing does in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1.0):
            return
        time.sleep(0.05)
    raise Problem(f"Nothing answers on port {port} after {seconds:.0f} seconds: look into the log.")
