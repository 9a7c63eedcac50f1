"""`Authentication-Results` (RFC 8601) of a pinned upstream: the MTA in front whose word is taken, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gobetween.mail.identity.headers import Field, ascii_domain

MAX_FIELD = 16 * 1024
_QUOTED = r"\"(?:[^\"\\]|\\.)*\""
_SECTION = re.compile(rf"((?:{_QUOTED}|[^;\"])*)(?:;|\Z)", re.DOTALL)
_AUTHSERV = re.compile(r"\s*+([^\s;=\"]++)(?:\s++\d+)?\s*+")
_PAIR = re.compile(rf"\s*+([A-Za-z][\w.-]*+)\s*+(?:/\s*+\d++)?\s*+=\s*+({_QUOTED}|[^\s;\"]++)\s*+")
_SPECIAL = re.compile(r"[()\"\\]")
_BY = re.compile(r"(?:^|\s)by\s+([^\s;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One resinfo: `method`=`result` and its properties ("smtp.mailfrom": …), all names in lower case."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)


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
    said = [results for name, results in map(parse, _near(fields)) if name and name == authserv_id.lower()]
    dmarc = [each for results in said for each in results if each.method == "dmarc"]
    dkim, spf = _topmost(said, "dkim"), _topmost(said, "spf")
    return Word(
        dmarc=_together(dmarc),
        dmarc_domain=_domain(dmarc[0], "header.from") if dmarc else "",
        dkim=frozenset(_domain(each, "header.d", "header.i") for each in dkim if each.result == "pass") - {""},
        spf=frozenset(_domain(each, "smtp.mailfrom", "smtp.helo") for each in spf if each.result == "pass") - {""},
        temporary=any(each.result == "temperror" for each in (*dmarc, *dkim, *spf)),
    )


def parse(value: bytes) -> tuple[str, list[Result]]:
    """The authserv-id, lower case, and the results of a field's value; ("", []) for one that breaks the grammar."""
    text = without_comments(value.decode("utf-8", "replace"))
    head, *rest = [section for section in _SECTION.findall(text) if section.strip()] or [""]
    name = _AUTHSERV.fullmatch(head)
    results = [_result(section) for section in rest if section.strip().lower() != "none"]
    if name is None or None in results:
        return "", []
    return name[1].lower(), [each for each in results if each is not None]


def without_comments(text: str) -> str:
    """`text` without its comments, nested ones too (RFC 5322 section 3.2.2); "" when they do not end."""
    if not _SPECIAL.search(text):
        return text
    kept, depth, quoted, escaped = [], 0, False, False
    for sign in text:
        if escaped or sign == "\\":
            escaped = not escaped
        elif sign == '"' and not depth:
            quoted = not quoted
        elif sign in "()" and not quoted:
            depth += 1 if sign == "(" else -1
            kept.append(" ")
            continue
        if not depth:
            kept.append(sign)
    return "" if depth or quoted else "".join(kept)


def _near(fields: Sequence[Field]) -> list[bytes]:
    """The A-R fields above the first foreign Received: the topmost Received, and more by the same host, are ours."""
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
    match = _BY.search(without_comments(value[:MAX_FIELD].decode("latin-1")))
    return match[1].lower() if match else ""


def _result(section: str) -> Result | None:
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(section):
        pair = _PAIR.match(section, at)
        if pair is None:
            return None
        pairs.append((pair[1].lower(), pair[2].strip('"')))
        at = pair.end()
    (method, result), *properties = pairs
    return Result(method=method, result=result.lower(), properties=dict(reversed(properties)))


def _topmost(said: Sequence[Sequence[Result]], method: str) -> list[Result]:
    for results in said:
        found = [each for each in results if each.method == method]
        if found:
            return found
    return []


def _together(results: Sequence[Result]) -> str:
    """The one verdict of DMARC; contradiction is no pass."""
    verdicts = {each.result for each in results}
    return verdicts.pop() if len(verdicts) == 1 else "fail" if verdicts else ""


def _domain(result: Result, *names: str) -> str:
    values = (result.properties[name] for name in names if name in result.properties)
    return ascii_domain(next(values, "").rpartition("@")[2].strip(" <>"))
