"""The doctor looks at what the world knows of the marketplaces' domains: MX, SPF, DKIM, DMARC."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from gobetween.cli.doctor import Examination, Line, Patient, fault, ok, warning
from gobetween.mail import signing
from gobetween.mail.identity.dns import DnsTemporary
from gobetween.marketplace import reads as marketplace

BLANKS = re.compile(r"\s+")


def domains(patient: Patient) -> Iterator[Line]:
    """Every marketplace's domain; the demo's does not exist and is spared."""
    if patient.config.demo:
        yield ok("dns", "demo: its domain does not exist and is not looked up")
        return
    names = sorted(marketplace.domains())
    if not names:
        yield warning("dns", "there is no marketplace yet", "add one, then ask again")
    for name in names:
        for look in (mx, spf, dkim, dmarc):
            yield from _asked(look, patient, name)


def _asked(look: Callable[[Patient, str], Line], patient: Patient, domain: str) -> Iterator[Line]:
    try:
        yield look(patient, domain)
    except DnsTemporary:
        yield warning(
            "dns",
            f"{domain}: no answer to the {look.__name__.upper()} question",
            "try again, or look at GOBETWEEN_DNS_SERVERS",
        )


def mx(patient: Patient, domain: str) -> Line:
    """Where mail to the aliases goes."""
    found = _look(patient, domain, "MX")
    if not found:
        return fault(
            "dns",
            f"{domain} has no MX record",
            f"publish one that names {patient.config.hostname} or the mail servers in front of it",
        )
    return ok("dns", f"{domain} MX {', '.join(sorted(found))}")


def spf(patient: Patient, domain: str) -> Line:
    """Exactly one record (RFC 7208, 4.5), and not one that lets everybody."""
    found = [each for each in _look(patient, domain, "TXT") if each.lower().split(" ")[0] == "v=spf1"]
    if len(found) != 1:
        return fault(
            "dns", f"{domain} has {len(found)} SPF records", "publish one that lists the smarthost and ends in -all"
        )
    if "+all" in found[0].split() or "all" in found[0].split():
        return fault("dns", f"{domain} SPF lets everybody send", "end it in -all")
    return ok("dns", f"{domain} SPF {found[0]}")


def dkim(patient: Patient, domain: str) -> Line:
    """The published key is ours."""
    name, value = signing.dns_record(domain, selector=patient.config.dkim_selector, state_dir=patient.config.state_dir)
    found = _look(patient, name.rstrip("."), "TXT")
    ours = _key(value)
    if any(_key(each) == ours for each in found):
        return ok("dns", f"{domain} DKIM key is published")
    text = "another DKIM key is published" if found else "no DKIM key is published"
    return fault("dns", f"{domain}: {text}", f"publish TXT {name} {value}")


def dmarc(patient: Patient, domain: str) -> Line:
    """A policy of our own (RFC 7489, 6.1)."""
    found = [each for each in _look(patient, f"_dmarc.{domain}", "TXT") if each.startswith("v=DMARC1")]
    if len(found) != 1:
        return warning(
            "dns", f"{domain} has {len(found)} DMARC records", f"publish TXT _dmarc.{domain} v=DMARC1; p=quarantine"
        )
    return ok("dns", f"{domain} DMARC {found[0]}")


def _look(patient: Patient, name: str, kind: str) -> tuple[str, ...]:
    until = time.monotonic() + patient.config.dns_timeout
    return tuple(patient.resolver.look_up(name, kind, until=until).records)


def _key(record: str) -> str:
    tags = dict(part.strip().split("=", 1) for part in record.split(";") if "=" in part)
    return BLANKS.sub("", tags.get("p", ""))


ALL: tuple[tuple[str, Examination], ...] = (("dns", domains),)
