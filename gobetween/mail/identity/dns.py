"""The DNS seam: questions, the resolver that asks the network, its cache, and a fixed zone for tests and benches."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import dns.exception
import dns.name
import dns.nameserver
import dns.rdatatype
import dns.resolver

KINDS = frozenset({"A", "AAAA", "MX", "PTR", "TXT"})


class DnsTemporary(Exception):
    """No answer for now: time-out, SERVFAIL, or no server at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Records of one name and kind; none at all for NXDOMAIN and NODATA alike.

    A, AAAA and PTR as text, MX as "10 mail.example", TXT with its strings joined, byte for byte in Latin-1.
    """

    records: tuple[str, ...] = ()
    seconds: float = 60.0


class Resolver(Protocol):
    """Anything that can look a name up."""

    def look_up(self, name: str, kind: str, *, until: float) -> Answer:
        """Records of `name`, ASCII without a final dot. Raises `DnsTemporary`; `until` is of `time.monotonic()`."""
        ...


class SystemResolver:
    """The resolvers of the system, or those named in settings as `address` or `address:port` ([v6]:port)."""

    def __init__(self, servers: str = "") -> None:
        self._resolver: dns.resolver.Resolver | None = None
        try:
            self._resolver = dns.resolver.Resolver(configure=not servers)
        except dns.resolver.NoResolverConfiguration:
            return
        if servers:
            self._resolver.nameservers = [_server(each.strip()) for each in servers.split(",") if each.strip()]

    def look_up(self, name: str, kind: str, *, until: float) -> Answer:
        """See `Resolver`."""
        left = until - time.monotonic()
        if self._resolver is None or left <= 0:
            raise DnsTemporary
        try:
            found = self._resolver.resolve(
                dns.name.from_text(name + "."), kind, raise_on_no_answer=False, lifetime=left, search=False
            )
        except dns.resolver.NXDOMAIN:
            return Answer()
        except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel, dns.name.BadEscape, UnicodeError):
            return Answer()
        except (dns.exception.DNSException, OSError):
            raise DnsTemporary from None
        if found.rrset is None:
            return Answer()
        return Answer(records=tuple(_text(each, kind) for each in found.rrset), seconds=float(found.rrset.ttl))


class CachingResolver:
    """Remembers answers for their time to live, and failures for a moment; forgets the least used beyond `size`."""

    SHORTEST, LONGEST, FAILED = 5.0, 3600.0, 5.0

    def __init__(self, inner: Resolver, *, size: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._inner, self._size, self._clock = inner, size, clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Answer | None]] = OrderedDict()
        self._lock = threading.Lock()

    def look_up(self, name: str, kind: str, *, until: float) -> Answer:
        """See `Resolver`."""
        key = (name.lower(), kind)
        with self._lock:
            expires, answer = self._known.get(key, (0.0, None))
            if expires > self._clock():
                self._known.move_to_end(key)
                return _said(answer)
        return _said(self._fetch(key, until))

    def _fetch(self, key: tuple[str, str], until: float) -> Answer | None:
        answer: Answer | None
        try:
            answer = self._inner.look_up(key[0], key[1], until=until)
            seconds = min(max(answer.seconds, self.SHORTEST), self.LONGEST)
        except DnsTemporary:
            answer, seconds = None, self.FAILED
        with self._lock:
            self._known[key] = (self._clock() + seconds, answer)
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return answer


class StaticResolver:
    """A fixed zone: `{("name", "KIND"): ["record", …]}`; a name listed in `failing` answers SERVFAIL."""

    def __init__(self, zone: Mapping[tuple[str, str], Sequence[str]], *, failing: Sequence[str] = ()) -> None:
        self._zone = {(name.lower().rstrip("."), kind): tuple(records) for (name, kind), records in zone.items()}
        self._failing = frozenset(name.lower().rstrip(".") for name in failing)
        self.asked: list[tuple[str, str]] = []

    def look_up(self, name: str, kind: str, *, until: float) -> Answer:
        """See `Resolver`."""
        self.asked.append((name, kind))
        if name.lower().rstrip(".") in self._failing or until <= time.monotonic():
            raise DnsTemporary
        return Answer(records=self._zone.get((name.lower().rstrip("."), kind), ()))


@lru_cache(maxsize=8)
def shared_resolver(servers: str) -> Resolver:
    """The process's one cached resolver for these settings."""
    return CachingResolver(SystemResolver(servers))


def _said(answer: Answer | None) -> Answer:
    if answer is None:
        raise DnsTemporary
    return answer


def _server(text: str) -> dns.nameserver.Nameserver:
    address, port = text, "53"
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        port = port.lstrip(":") or "53"
    elif text.count(":") == 1:
        address, port = text.split(":")
    return dns.nameserver.Do53Nameserver(address, int(port))


def _text(record: object, kind: str) -> str:
    match kind:
        case "TXT":
            strings: tuple[bytes, ...] = record.strings  # type: ignore[attr-defined]
            return b"".join(strings).decode("latin-1")
        case "MX":
            return f"{record.preference} {record.exchange.to_text(omit_final_dot=True).lower()}"  # type: ignore[attr-defined]
        case "PTR":
            return str(record.target.to_text(omit_final_dot=True)).lower()  # type: ignore[attr-defined]
        case _:
            return str(record)
