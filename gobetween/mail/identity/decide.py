"""From bytes and connection to an identity: who is asked, and off the event loop."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache, partial

import structlog

from gobetween.kit.config import Config, current
from gobetween.mail.identity import evidence
from gobetween.mail.identity.dns import Resolver, shared_resolver
from gobetween.mail.identity.headers import read_author
from gobetween.mail.identity.words import Identity

log = structlog.get_logger("mail.identity")

THREADS = 16
GRACE = 2.0
"""Seconds beyond `dns_timeout` a letter may wait for a free thread and its turn on the processor."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


async def authenticate(
    raw: bytes,
    *,
    client_ip: str,
    helo: str,
    mail_from: str,
    resolver: Resolver | None = None,
    config: Config | None = None,
) -> Identity:
    """Who wrote `raw`, a letter with CRLF line ends exactly as received. Never raises for what a letter may hold.

    `client_ip` is that of the connection; `mail_from` the envelope sender, "" or "<>" for none.
    """
    config = config or current()
    author = read_author(raw)
    if author.reason:
        return Identity(reason=author.reason)
    client = _address(client_ip)
    if client and any(client in network for network in networks(config.trusted_upstreams)):
        return await _by_upstream(evidence.Letter(raw=raw, author=author), config, resolver)
    if config.trust_loopback and client and client.is_loopback:
        return Identity(address=author.address, by="loopback")
    # A letter handed over on this machine says nothing about the machine it came from.
    shown = str(client) if client and not client.is_loopback else ""
    letter = evidence.Letter(raw=raw, author=author, client_ip=shown, helo=helo, mail_from=mail_from)
    return await _in_time(partial(evidence.by_ourselves, letter), config, resolver)


async def _by_upstream(letter: evidence.Letter, config: Config, resolver: Resolver | None) -> Identity:
    """Most letters bear the upstream's verdict: read here at once, no thread and no look-up."""
    word = evidence.said(letter, config.trusted_authserv_id)
    decided = evidence.by_verdict(letter.author, word)
    return decided or await _in_time(partial(evidence.by_upstream, letter.author, word), config, resolver)


async def _in_time(decide: Callable[..., Identity], config: Config, resolver: Resolver | None) -> Identity:
    """Run `decide` on a thread with `dns_timeout` seconds of look-ups. A broken check is temporary, never a pass."""
    resolver = resolver or shared_resolver(config.dns_servers)
    job = partial(_from_now, decide, resolver, config.dns_timeout)
    try:
        async with asyncio.timeout(config.dns_timeout + GRACE):
            return await asyncio.get_running_loop().run_in_executor(_threads(), job)
    except TimeoutError:
        return Identity(reason="dns-temporary", temporary=True)
    except Exception as broken:
        log.error("broke", error=type(broken).__name__)
        return Identity(reason="check-failed", temporary=True)


def _from_now(decide: Callable[..., Identity], resolver: Resolver, seconds: float) -> Identity:
    return decide(resolver=resolver, until=time.monotonic() + seconds)


@lru_cache(maxsize=64)
def networks(text: str) -> tuple[Network, ...]:
    """The comma-separated networks of a setting. Raises ValueError for one that is none."""
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


@lru_cache(maxsize=1024)
def _address(text: str) -> Address | None:
    """The client's address, IPv4 taken out of IPv6; None for a Unix socket and the like."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="identity")
