"""Typed settings, read once from the environment; every field is `GOBETWEEN_<NAME>` (or `GOBETWEEN_<NAME>_FILE`).

The field's metadata is its documentation: `docs/operate/settings.md` is checked against it by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.conf import settings
from platformdirs import user_data_path


def setting(default: Any, doc: str, *, secret: bool = False) -> Any:
    """A field of `Config` with its one-line documentation; `secret` values are never shown."""
    return field(default=default, metadata={"doc": doc, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of the program with its default."""

    state_dir: Path = setting(Path(), "Folder for everything this machine keeps: database, keys, files, ledgers.")
    database_url: str = setting("", "PostgreSQL 15+ URL; empty starts the embedded server.", secret=True)
    keys: str = setting(
        "", "Sealing keys `id:hex64[,id:hex64]`, first seals; empty makes one in the state folder.", secret=True
    )
    demo: bool = setting(False, "Demo marketplace: mailroom instead of a smarthost, banner on every page.")
    debug: bool = setting(False, "Show tracebacks in the browser; never in production.")
    log_format: str = setting("console", "`console` or `json`.")
    base_url: str = setting("http://127.0.0.1:8000", "Where people reach the web pages; used in links of mails.")
    allowed_hosts: str = setting("127.0.0.1,localhost,[::1]", "Host names the web pages answer to, comma separated.")

    web_host: str = setting("127.0.0.1", "Address the web role listens on.")
    web_port: int = setting(8000, "Port of the web role.")
    smtp_host: str = setting("127.0.0.1", "Address the edge listens on, SMTP and LMTP.")
    smtp_port: int = setting(2525, "SMTP port of the edge; 0 turns SMTP off.")
    lmtp_port: int = setting(0, "LMTP port of the edge; 0 turns LMTP off.")
    metrics_host: str = setting("127.0.0.1", "Address the metrics listener binds to.")
    metrics_port: int = setting(9464, "Port of the Prometheus metrics; 0 turns them off.")
    hostname: str = setting("gobetween.localhost", "Name said in EHLO and greetings.")

    edge_processes: int = setting(1, "Processes of the edge, all on one port.")
    post_processes: int = setting(1, "Processes that settle messages.")
    courier_processes: int = setting(1, "Processes that send mail.")
    scan_processes: int = setting(1, "Processes that look at pictures and documents.")

    tls_certificate: str = setting("", "PEM file with the certificate chain for STARTTLS; empty: made for the demo.")
    tls_key: str = setting("", "PEM file with the private key for STARTTLS.")
    trust_loopback: bool = setting(False, "Take mail from this machine as authenticated. For the demo only.")
    trusted_upstreams: str = setting("", "Networks (CIDR, comma separated) whose Authentication-Results are believed.")
    trusted_authserv_id: str = setting("", "authserv-id that the trusted upstream writes; others are ignored.")
    dns_servers: str = setting("", "Resolvers for SPF, DKIM and DMARC, comma separated; empty: the system's.")
    dns_timeout: float = setting(5.0, "Seconds for all look-ups of one letter.")

    max_size: int = setting(25 * 1024 * 1024, "Largest letter taken, bytes.")
    max_recipients: int = setting(50, "Recipients a transaction may name.")
    max_connections: int = setting(500, "Connections one edge process holds at once.")
    max_connections_per_address: int = setting(50, "Connections one client address may hold at once.")
    max_held: int = setting(256 * 1024 * 1024, "Bytes of unfinished letters one edge process holds at once.")
    session_seconds: float = setting(600.0, "Longest life of one SMTP session, seconds.")
    idle_seconds: float = setting(120.0, "Longest silence in an SMTP session, seconds.")
    commit_milliseconds: float = setting(3.0, "How long the edge gathers letters for one commit.")
    commit_letters: int = setting(64, "Most letters in one commit.")
    post_batch: int = setting(64, "Most letters settled in one transaction.")
    scan_seconds: float = setting(20.0, "Longest look at one file, seconds of the processor; then a person looks.")
    scan_memory: int = setting(1536 * 1024 * 1024, "Bytes the process that looks at files may take.")
    pair_hourly_limit: int = setting(60, "Letters one side of a pair may send in an hour.")

    smarthost: str = setting("127.0.0.1", "Host all outgoing mail is handed to.")
    smarthost_port: int = setting(25, "Port of the smarthost.")
    smarthost_user: str = setting("", "User name at the smarthost; empty: no log-in.")
    smarthost_password: str = setting("", "Password at the smarthost.", secret=True)
    smarthost_starttls: bool = setting(False, "Insist on STARTTLS at the smarthost.")
    courier_connections: int = setting(4, "Connections a courier keeps open.")
    courier_batch: int = setting(64, "Deliveries a courier claims at once.")
    give_up_hours: float = setting(72.0, "After how long an undeliverable copy is given up.")
    dkim_selector: str = setting("gobetween", "DKIM selector; the key lies in the state folder.")
    mailroom_port: int = setting(2526, "Port on which the demo's mailroom catches outgoing mail.")


class ConfigError(ValueError):
    """Settings that cannot be read; carries every problem, not only the first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read(environ: Mapping[str, str]) -> Config:
    """The settings of `environ`. Raises `ConfigError` naming all that is wrong at once."""
    values: dict[str, Any] = {"state_dir": user_data_path("gobetween")}
    problems: list[str] = []
    for each in fields(Config):
        raw = _raw(environ, each.name, problems)
        if raw is None:
            continue
        try:
            values[each.name] = _typed(str(each.type), raw)
        except ValueError:
            problems.append(f"{_env(each.name)} is not {_KINDS[str(each.type)]}")
    problems.extend(_unknown(environ))
    if problems:
        raise ConfigError(problems)
    return Config(**values)


def current() -> Config:
    """The settings this process runs with."""
    config: Config = settings.GOBETWEEN
    return config


def environment(config: Config) -> dict[str, str]:
    """The settings that differ from the default, as environment variables for a child process."""
    default = Config()
    return {
        _env(each.name): str(getattr(config, each.name))
        for each in fields(Config)
        if getattr(config, each.name) != getattr(default, each.name)
    }


_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "one of true, false, 1, 0, yes, no",
    "Path": "a path",
    "str": "text",
}
_BOOLS = {
    "true": True,
    "1": True,
    "yes": True,
    "on": True,
    "false": False,
    "0": False,
    "no": False,
    "off": False,
    "": False,
}
_NOT_SETTINGS = {"GOBETWEEN_PYTHON", "GOBETWEEN_TEST_DATABASE_URL"}


def _env(name: str) -> str:
    return "DATABASE_URL" if name == "database_url" else f"GOBETWEEN_{name.upper()}"


def _raw(environ: Mapping[str, str], name: str, problems: list[str]) -> str | None:
    env = _env(name)
    path = environ.get(f"{env}_FILE")
    if path is None:
        return environ.get(env)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        problems.append(f"{env}_FILE cannot be read")
        return None


def _typed(kind: str, raw: str) -> Any:
    match kind:
        case "int":
            return int(raw)
        case "float":
            return float(raw)
        case "bool":
            if raw.lower() not in _BOOLS:
                raise ValueError(raw)
            return _BOOLS[raw.lower()]
        case "Path":
            return Path(raw).expanduser().absolute()
        case _:
            return raw


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {_env(each.name) for each in fields(Config)}
    known |= {f"{name}_FILE" for name in known} | _NOT_SETTINGS
    return [
        f"{name} is not a setting" for name in sorted(environ) if name.startswith("GOBETWEEN_") and name not in known
    ]
