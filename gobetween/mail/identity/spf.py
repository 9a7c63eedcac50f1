"""SPF (RFC 7208) by pyspf, with our resolver and a bound on everything a stranger's record can ask for."""

from __future__ import annotations

import warnings
from typing import Any

from gobetween.mail.identity.dns import DnsTemporary, Resolver

with warnings.catch_warnings():  # pyspf's own text has escapes newer Pythons warn of when they compile it
    warnings.simplefilter("ignore")
    import spf

RESULTS = frozenset({"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror"})
MAX_QUESTIONS = 50
"""Questions to the resolver in one check: the ten look-ups of section 4.6.4 may each fan out to ten names."""
MAX_VOID = 2
MAX_TERM = 300
"""Longest term of a record; pyspf's patterns take quadratic time on longer ones."""
MAX_RECORD = 4096


def check(*, client_ip: str, domain: str, local: str, helo: str, resolver: Resolver, until: float) -> str:
    """The result for `local@domain` sent from `client_ip`: one of `RESULTS`."""
    try:
        query = _Query(client_ip, f"{local or 'postmaster'}@{domain}", helo, resolver, until)
        result: str = query.check()[0]  # type: ignore[no-untyped-call]
    except spf.TempError:
        return "temperror"
    except Exception:  # pyspf meets hostile records with assertions and index errors; none of them is a pass
        return "permerror"
    return result if result in RESULTS else "permerror"


class _Query(spf.query):
    """One check; pyspf keeps all state in this object, so nothing global is patched."""

    def __init__(self, client_ip: str, sender: str, helo: str, resolver: Resolver, until: float) -> None:
        super().__init__(client_ip, sender, helo, receiver="unknown", strict=True)  # type: ignore[no-untyped-call]
        self._resolver, self._until = resolver, until
        self._answers: dict[tuple[str, str], list[Any]] = {}

    def dns(self, name: str, qtype: str, cnames: object = None, ignore_void: bool = False) -> list[Any]:
        """Records in the shapes pyspf wants: TXT as lists of strings, MX as pairs, the rest as text."""
        name = str(name).rstrip(".").lower()
        if not name.isascii() or not all(0 < len(label) < 64 for label in name.split(".")):
            return []
        if (name, qtype) not in self._answers:
            self._answers[name, qtype] = self._ask(name, qtype)
        records = self._answers[name, qtype]
        if not records and not ignore_void:
            self._count_void()
        return list(records)

    def get_explanation(self, spec: str) -> None:
        """Nobody is shown the domain's own words, so they are not looked up."""

    def _ask(self, name: str, qtype: str) -> list[Any]:
        if len(self._answers) >= MAX_QUESTIONS:
            raise spf.PermError("too many questions")
        try:
            records = self._resolver.look_up(name, qtype, until=self._until).records
        except DnsTemporary:
            raise spf.TempError("no answer") from None
        match qtype:
            case "TXT":
                return [[_bounded(text)] for text in records]
            case "MX":
                return [(int(rank), host) for rank, _, host in (text.partition(" ") for text in records)]
            case _:
                return list(records)

    def _count_void(self) -> None:
        self.void_lookups += 1
        if self.void_lookups > MAX_VOID:
            raise spf.PermError("too many void look-ups")


def _bounded(text: str) -> bytes:
    if text[:6].lower() == "v=spf1" and (len(text) > MAX_RECORD or any(len(t) > MAX_TERM for t in text.split(" "))):
        raise spf.PermError("record too long")
    return text.encode("latin-1")
