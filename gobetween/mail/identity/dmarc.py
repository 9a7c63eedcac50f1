"""DMARC (RFC 7489, carried on by RFC 9989): which domains belong together, and what a domain's record asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from publicsuffixlist import PublicSuffixList

from gobetween.mail.identity.dns import Resolver


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The parts of a DMARC record that matter here; the default is what holds without a record."""

    published: bool = False
    strict_dkim: bool = False
    strict_spf: bool = False
    rejects: bool = False


def policy_of(domain: str, *, resolver: Resolver, until: float) -> Policy:
    """The policy for a From `domain`: its own record, else its organisation's. Raises `DnsTemporary`."""
    organisation = organisational(domain)
    for owner in dict.fromkeys((domain, organisation)):
        tags = _record(resolver.look_up(f"_dmarc.{owner}", "TXT", until=until).records)
        if tags:
            return Policy(
                published=True,
                strict_dkim=tags.get("adkim", "r").lower() == "s",
                strict_spf=tags.get("aspf", "r").lower() == "s",
                rejects=_asked(tags, inherited=owner != domain) == "reject",
            )
    return Policy()


def aligned(identifier: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489 section 3.1): the same organisational domain. Both in ASCII, lower case."""
    return bool(identifier) and (identifier == domain or organisational(identifier) == organisational(domain))


def organisational(domain: str) -> str:
    """The registered domain by the public suffix list; a public suffix stands for itself and for nothing below it."""
    return str(_suffixes().privatesuffix(domain) or domain)


def _record(records: tuple[str, ...]) -> dict[str, str]:
    """The tags of the one DMARC record among `records`; none when there is none or more than one (section 6.6.3)."""
    found = [tags for tags in map(_tags, records) if tags.get("v") == "DMARC1"]
    return found[0] if len(found) == 1 else {}


def _tags(text: str) -> dict[str, str]:
    if not text.lstrip().startswith("v"):
        return {}
    pairs = (part.partition("=") for part in text.split(";")[:50])
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def _asked(tags: dict[str, str], *, inherited: bool) -> str:
    own = tags.get("p", "none")
    return (tags.get("sp", own) if inherited else own).lower()


@cache
def _suffixes() -> PublicSuffixList:
    """The list inside the package: no network, refreshed with the package."""
    return PublicSuffixList()
