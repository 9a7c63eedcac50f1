"""`Authentication-Results` (RFC 8601) of a pinned upstream: the one MTA in front whose word is taken, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import authres

from gobetween.mail.identity.headers import Field, ascii_domain

MAX_FIELD = 16 * 1024
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What the upstream says: verdict of DMARC if it gave one, and the domains that passed DKIM and SPF."""

    dmarc: str = ""
    dmarc_domain: str = ""
    dkim: frozenset[str] = field(default_factory=frozenset)
    spf: frozenset[str] = field(default_factory=frozenset)
    temporary: bool = False


def word(fields: Sequence[Field], *, authserv_id: str) -> Word:
    """What the fields of `authserv_id` say together; for each method the topmost field naming it decides.

    A field with another id, without one, unreadable, or below the first foreign Received says nothing.
    """
    headers = [results for results in map(_parsed, _near(fields)) if _is_from(results, authserv_id)]
    dmarc = [each for results in headers for each in results.results if each.method == "dmarc"]
    dkim, spf = _topmost(headers, "dkim"), _topmost(headers, "spf")
    return Word(
        dmarc=_together(dmarc),
        dmarc_domain=_domain(dmarc[0], "header", "from") if dmarc else "",
        dkim=frozenset(_domain(each, "header", "d", "i") for each in dkim if each.result == "pass") - {""},
        spf=frozenset(_domain(each, "smtp", "mailfrom", "helo") for each in spf if each.result == "pass") - {""},
        temporary=any(each.result == "temperror" for each in (*dmarc, *dkim, *spf)),
    )


def _near(fields: Sequence[Field]) -> list[bytes]:
    """The A-R fields above the first foreign Received: the topmost Received, and others by the same host, are ours."""
    near: list[bytes] = []
    own = ""
    for name, value in fields:
        match name.lower():
            case b"received":
                host = _receiver(value)
                if own and host != own:
                    break
                own = host or "?"
            case b"authentication-results" if len(value) <= MAX_FIELD:
                near.append(value)
    return near


def _receiver(value: bytes) -> str:
    match = _BY.search(value.decode("latin-1"))
    return match[1].lower() if match else ""


def _parsed(value: bytes) -> authres.AuthenticationResultsHeader | None:
    text = " ".join(value.decode("utf-8", "replace").split())
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {text}")
    except Exception:  # authres meets odd fields with any exception; an unreadable field has no say
        return None


def _is_from(results: authres.AuthenticationResultsHeader | None, authserv_id: str) -> bool:
    return results is not None and bool(authserv_id) and (results.authserv_id or "").lower() == authserv_id.lower()


def _topmost(headers: Sequence[authres.AuthenticationResultsHeader], method: str) -> list[authres.AuthenticationResult]:
    for results in headers:
        found = [each for each in results.results if each.method == method]
        if found:
            return found
    return []


def _together(results: Sequence[authres.AuthenticationResult]) -> str:
    """The one verdict of DMARC; contradiction is no pass."""
    verdicts = {each.result.lower() for each in results}
    return verdicts.pop() if len(verdicts) == 1 else "fail" if verdicts else ""


def _domain(result: authres.AuthenticationResult, kind: str, *names: str) -> str:
    for name in names:
        for each in result.properties:
            if each.type == kind and each.name == name and each.value:
                return ascii_domain(str(each.value).rpartition("@")[2].strip(' "<>'))
    return ""
