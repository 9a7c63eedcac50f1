"""From a parcel to the bytes that leave the house: composed, looked at for the last time, signed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from gobetween.actions.copies import Parcel, whole
from gobetween.mail.signing import Signer, signer
from gobetween.mime.compose import compose
from gobetween.mime.gate import leaks
from gobetween.mime.letter import Copy


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A signed letter; `leaks` lists what the gate found in a fuller form of it, as `kind:place`."""

    raw: bytes = field(repr=False)
    leaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The gate let no form of the letter pass."""

    leaks: tuple[str, ...]


class Malformed(ValueError):
    """The composed letter is not plain CRLF text of seven bits."""


def finished(parcel: Parcel, *, selector: str, state_dir: Path, now: datetime) -> Finished | Blocked:
    """The letter whole, or its text alone when only that passes the gate. Raises whatever composing raises."""
    copy = whole(parcel)
    seal = _signer(parcel.domain, selector, state_dir)
    found = tuple[str, ...]()
    for form in (copy, _bare(copy)):
        raw = _checked(compose(form))
        hits = leaks(raw, parcel.hidden)
        if not hits:
            return Finished(raw=seal.signed(raw, now), leaks=found)
        found += tuple(f"{leak.kind}:{leak.place}" for leak in hits)
        if form == _bare(copy):
            break
    return Blocked(leaks=found)


def _bare(copy: Copy) -> Copy:
    return replace(copy, html="", attachments=())


def _checked(raw: bytes) -> bytes:
    """No bare CR or LF may leave: the next hop could read two letters in one (SMTP smuggling)."""
    lines = raw.count(b"\r\n")
    if not raw.isascii() or raw.count(b"\n") != lines or raw.count(b"\r") != lines:
        raise Malformed("the composed letter is not CRLF text of seven bits")
    return raw


@lru_cache(maxsize=256)
def _signer(domain: str, selector: str, state_dir: Path) -> Signer:
    return signer(domain, selector=selector, state_dir=state_dir)
