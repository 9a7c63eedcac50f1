"""From evidence to a decision: what SPF and DKIM, or the pinned upstream, prove for the domain of the From address.

Only what could count is looked up: a signature or envelope sender of a foreign organisation is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gobetween.mail.identity import dkim_check, dmarc, spf, upstream
from gobetween.mail.identity.dns import DnsTemporary, Resolver
from gobetween.mail.identity.headers import Author, ascii_domain, header_block, split_fields
from gobetween.mail.identity.words import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter, its claimed author, and the connection it came by. `client_ip` "" when it proves nothing."""

    raw: bytes
    author: Author
    client_ip: str = ""
    helo: str = ""
    mail_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    """Identifiers that passed, and whether one that might have passed could not be checked for now."""

    dkim: frozenset[str] = frozenset()
    spf: frozenset[str] = frozenset()
    temporary: bool = False


def by_ourselves(letter: Letter, *, resolver: Resolver, until: float) -> Identity:
    """Decide by SPF and DKIM of our own (RFC 7489 section 6.6.2, with an aligned pass needed whatever the policy)."""
    signed = _signed(letter, resolver, until)
    result, domain = _spf(letter, resolver, until)
    proofs = Proofs(
        dkim=signed.domains,
        spf=frozenset({domain} if result == "pass" else ()),
        temporary=signed.temporary or result == "temperror",
    )
    return _decided(letter.author, proofs, resolver, until)


def said(letter: Letter, authserv_id: str) -> upstream.Word:
    """What the pinned upstream wrote into the letter. No look-up."""
    return upstream.word(split_fields(header_block(letter.raw)), authserv_id=authserv_id)


def by_verdict(author: Author, word: upstream.Word) -> Identity | None:
    """Decide by the upstream's own verdict of DMARC; nothing when it gave none for this author. No look-up."""
    if word.dmarc == "pass" and word.dmarc_domain == author.domain:
        return Identity(address=author.address, by="upstream")
    if word.dmarc in ("fail", "permerror"):
        return Identity(reason="not-authenticated")
    return None


def by_upstream(author: Author, word: upstream.Word, *, resolver: Resolver, until: float) -> Identity:
    """Decide by what the upstream found of DKIM and SPF; without a word of it the letter is not authenticated."""
    proofs = Proofs(dkim=word.dkim, spf=word.spf, temporary=word.temporary)
    decided = _decided(author, proofs, resolver, until)
    return Identity(address=decided.address, by="upstream") if decided.known else decided


def _signed(letter: Letter, resolver: Resolver, until: float) -> dkim_check.Signers:
    block = header_block(letter.raw)
    return dkim_check.signers(
        split_fields(block),
        letter.raw[len(block) + 2 :],
        counts=lambda domain: dmarc.aligned(domain, letter.author.domain),
        resolver=resolver,
        until=until,
    )


def _spf(letter: Letter, resolver: Resolver, until: float) -> tuple[str, str]:
    """Result and the domain it is about: MAIL FROM, or HELO for the null sender (RFC 7208 section 2.4)."""
    local, _, domain = letter.mail_from.strip().strip("<>").rpartition("@")
    identifier = ascii_domain(domain or letter.helo)
    if not letter.client_ip or not dmarc.aligned(identifier, letter.author.domain):
        return "none", identifier
    result = spf.check(
        client_ip=letter.client_ip, domain=identifier, local=local, helo=letter.helo, resolver=resolver, until=until
    )
    return result, identifier


def _decided(author: Author, proofs: Proofs, resolver: Resolver, until: float) -> Identity:
    """Alignment, strict where the domain's record says so; the record is asked for only when it can matter."""
    exact = [name for name, found in (("dkim", proofs.dkim), ("spf", proofs.spf)) if author.domain in found]
    if exact:
        return Identity(address=author.address, by="+".join(exact))
    if proofs.temporary and not (proofs.dkim or proofs.spf):
        return Identity(reason="dns-temporary", temporary=True)
    try:
        policy = dmarc.policy_of(author.domain, resolver=resolver, until=until)
    except DnsTemporary:
        return _without_policy(proofs)
    relaxed = _relaxed(author, proofs, policy)
    if relaxed:
        return Identity(address=author.address, by="+".join(relaxed))
    if proofs.temporary:
        return Identity(reason="dns-temporary", temporary=True)
    return Identity(reason="dmarc-reject" if policy.rejects else "not-authenticated")


def _without_policy(proofs: Proofs) -> Identity:
    """The record cannot be had: it decides only between relaxed and strict, and between two wordings of a no."""
    if proofs.dkim or proofs.spf:
        return Identity(reason="dns-temporary", temporary=True)
    return Identity(reason="not-authenticated")


def _relaxed(author: Author, proofs: Proofs, policy: dmarc.Policy) -> list[str]:
    def related(domains: Iterable[str]) -> bool:
        return any(dmarc.aligned(domain, author.domain) for domain in domains)

    found = (("dkim", policy.strict_dkim, proofs.dkim), ("spf", policy.strict_spf, proofs.spf))
    return [name for name, strict, domains in found if not strict and related(domains)]
