"""Numbered checks of the settings: everything that is wrong is reported together, before anything starts."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from gobetween.kit import config as settings
from gobetween.kit.config import Config

PORTS = ("web_port", "smtp_port", "lmtp_port", "metrics_port", "smarthost_port", "mailroom_port")
LISTENERS = ("web_port", "smtp_port", "lmtp_port", "metrics_port")
POSITIVE = (
    "edge_processes", "post_processes", "courier_processes",
    "scan_processes", "scan_seconds", "scan_memory", "max_size", "max_recipients", "max_connections",
    "max_connections_per_address", "max_held", "session_seconds", "idle_seconds", "commit_letters", "post_batch",
    "courier_connections", "courier_batch", "give_up_hours", "dns_timeout", "pair_hourly_limit",
)  # fmt: skip
KEYS = re.compile(r"\s*[a-z0-9-]{1,20}:[0-9a-fA-F]{64}\s*(,\s*[a-z0-9-]{1,20}:[0-9a-fA-F]{64}\s*)*,?\s*")
HOST_NAME = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong (`E`) or unwise (`W`), with its number for the handbook. Never shows a secret."""

    code: str
    text: str

    @property
    def grave(self) -> bool:
        return self.code.startswith("E")

    def __str__(self) -> str:
        return f"gobetween.{self.code}: {self.text}"


def examine(environ: Mapping[str, str]) -> tuple[Config | None, list[Finding]]:
    """The settings of `environ` (nothing when they cannot be read) and every finding about them."""
    try:
        config = settings.read(environ)
    except settings.ConfigError as wrong:
        return None, [Finding(code="E001", text=text) for text in wrong.problems]
    return config, findings(config)


def findings(config: Config) -> list[Finding]:
    """Everything wrong or unwise about `config`, in the order of the numbers."""
    return [Finding(code=code, text=text) for code, check in CHECKS for text in check(config)]


def _name(field: str) -> str:
    return "DATABASE_URL" if field == "database_url" else f"GOBETWEEN_{field.upper()}"


def _ports(config: Config) -> Iterator[str]:
    for field in PORTS:
        if not 0 <= getattr(config, field) <= 65535:
            yield f"{_name(field)} is no port: choose 1 to 65535, or 0 for none."


def _same_port(config: Config) -> Iterator[str]:
    taken: dict[int, str] = {}
    for field in (*LISTENERS, *(["mailroom_port"] if config.demo else [])):
        port = getattr(config, field)
        if port and port in taken:
            yield f"{_name(field)} and {_name(taken[port])} are both {port}: choose two."
        taken[port] = field


def _positive(config: Config) -> Iterator[str]:
    for field in POSITIVE:
        if not getattr(config, field) > 0:
            yield f"{_name(field)} must be more than 0."


def _not_negative(config: Config) -> Iterator[str]:
    if config.commit_milliseconds < 0:
        yield "GOBETWEEN_COMMIT_MILLISECONDS must not be negative."


def _log_format(config: Config) -> Iterator[str]:
    if config.log_format not in {"console", "json"}:
        yield "GOBETWEEN_LOG_FORMAT is neither `console` nor `json`."


def _keys(config: Config) -> Iterator[str]:
    if config.keys and not KEYS.fullmatch(config.keys):
        yield "GOBETWEEN_KEYS must read `id:hex64[,id:hex64]`; `gobetween keys` makes one."


def _database(config: Config) -> Iterator[str]:
    if config.database_url and not config.database_url.startswith(("postgres://", "postgresql://")):
        yield "DATABASE_URL must begin with postgresql://."


def _base_url(config: Config) -> Iterator[str]:
    parts = urlsplit(config.base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        yield "GOBETWEEN_BASE_URL must be like https://messages.marketplace.example."


def _hostname(config: Config) -> Iterator[str]:
    if not HOST_NAME.fullmatch(config.hostname):
        yield "GOBETWEEN_HOSTNAME is no host name."


def _tls_pair(config: Config) -> Iterator[str]:
    if config.tls_key and not config.tls_certificate:
        yield "GOBETWEEN_TLS_KEY is set without GOBETWEEN_TLS_CERTIFICATE."


def _tls_files(config: Config) -> Iterator[str]:
    for field in ("tls_certificate", "tls_key"):
        path = getattr(config, field)
        if path and not Path(path).is_file():
            yield f"{_name(field)} names a file that is not there."


def _upstreams(config: Config) -> Iterator[str]:
    for network in filter(None, map(str.strip, config.trusted_upstreams.split(","))):
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield f"GOBETWEEN_TRUSTED_UPSTREAMS: {network} is no network like 192.0.2.0/24."


def _authserv(config: Config) -> Iterator[str]:
    if config.trusted_upstreams and not config.trusted_authserv_id:
        yield "GOBETWEEN_TRUSTED_UPSTREAMS needs GOBETWEEN_TRUSTED_AUTHSERV_ID: whose results are believed?"


def _loopback(config: Config) -> Iterator[str]:
    if config.trust_loopback and not config.demo:
        yield "GOBETWEEN_TRUST_LOOPBACK is for the demo: any program on this machine could write as anybody."


def _password(config: Config) -> Iterator[str]:
    if config.smarthost_password and not config.smarthost_starttls and config.smarthost not in LOOPBACK:
        yield "GOBETWEEN_SMARTHOST_PASSWORD goes in the clear: set GOBETWEEN_SMARTHOST_STARTTLS."


def _debug(config: Config) -> Iterator[str]:
    if config.debug:
        yield "GOBETWEEN_DEBUG shows settings and tracebacks to visitors: turn it off in production."


def _plain_web(config: Config) -> Iterator[str]:
    if config.web_host not in LOOPBACK and config.base_url.startswith("http://"):
        yield "GOBETWEEN_WEB_HOST is open to the network while GOBETWEEN_BASE_URL is plain http: put TLS in front."


CHECKS: tuple[tuple[str, Callable[[Config], Iterator[str]]], ...] = (
    ("E002", _ports),
    ("E003", _same_port),
    ("E004", _positive),
    ("E005", _not_negative),
    ("E006", _log_format),
    ("E007", _keys),
    ("E008", _database),
    ("E009", _base_url),
    ("E010", _hostname),
    ("E011", _tls_pair),
    ("E012", _tls_files),
    ("E013", _upstreams),
    ("E014", _authserv),
    ("E015", _loopback),
    ("W001", _password),
    ("W002", _debug),
    ("W003", _plain_web),
)
