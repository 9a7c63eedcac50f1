"""The doctor looks at the certificate, the smarthost, and writes to itself as far as RCPT."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.cli.doctor import Examination, Line, Patient, fault, ok, warning
from gobetween.kit.config import Config

SOON = timedelta(days=14)
SECONDS = 10.0


def certificate(patient: Patient) -> Iterator[Line]:
    """Valid now and for a while, for our name, and the key belongs to it."""
    config = patient.config
    if not config.tls_certificate:
        if config.demo:
            yield ok("tls", "demo: self-signed certificate")
        else:
            yield warning(
                "tls",
                "no certificate: mail arrives in the clear",
                "set GOBETWEEN_TLS_CERTIFICATE and GOBETWEEN_TLS_KEY",
            )
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(config.tls_certificate, config.tls_key or None)
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        yield fault("tls", f"certificate and key cannot be used ({reason})", "they must be PEM and belong together")
        return
    yield from _dates(patient, x509.load_pem_x509_certificate(Path(config.tls_certificate).read_bytes()))


def _dates(patient: Patient, found: x509.Certificate) -> Iterator[Line]:
    left = found.not_valid_after_utc - patient.now
    if left < timedelta(0) or found.not_valid_before_utc > patient.now:
        yield fault("tls", "the certificate is not valid today", "renew it")
    elif left < SOON:
        yield warning("tls", f"the certificate ends in {left.days} days", "renew it")
    if not _names(found, patient.config.hostname):
        yield warning(
            "tls",
            f"the certificate does not name {patient.config.hostname}",
            "get one that does, or mend GOBETWEEN_HOSTNAME",
        )
    if left >= SOON:
        yield ok("tls", f"valid for {left.days} days")


def _names(found: x509.Certificate, hostname: str) -> bool:
    try:
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    listed = {name.lower() for name in names.get_values_for_type(x509.DNSName)}
    return bool({hostname.lower(), "*." + hostname.lower().partition(".")[2]} & listed)


def smarthost(patient: Patient) -> Iterator[Line]:
    """Reachable, takes our size, offers what we insist on, lets us in."""
    config = patient.config
    where = f"{config.smarthost}:{config.smarthost_port}"
    try:
        with smtplib.SMTP(config.smarthost, config.smarthost_port, config.hostname, timeout=SECONDS) as session:
            yield from _greeted(config, session, where)
    except (OSError, smtplib.SMTPException) as error:
        yield fault(
            "smarthost",
            f"{where} cannot be used ({type(error).__name__})",
            "is it running? look at GOBETWEEN_SMARTHOST and its port, user and password",
        )


def _greeted(config: Config, session: smtplib.SMTP, where: str) -> Iterator[Line]:
    session.ehlo()
    if session.has_extn("starttls") and (config.smarthost_starttls or config.smarthost_user):
        session.starttls(context=ssl.create_default_context())
        session.ehlo()
    elif config.smarthost_starttls:
        yield fault("smarthost", f"{where} offers no STARTTLS", "turn it on there, or unset the setting here")
        return
    if config.smarthost_user:
        session.login(config.smarthost_user, config.smarthost_password)
    size = int(session.esmtp_features.get("size") or 0)
    if size and size < config.max_size:
        yield warning("smarthost", f"{where} takes {size} bytes, we take {config.max_size}", "lower GOBETWEEN_MAX_SIZE")
    yield ok("smarthost", f"{where} answers")


def letter_to_itself(patient: Patient) -> Iterator[Line]:
    """The own edge takes an alias of ours and refuses one that never was; no letter is sent."""
    config = patient.config
    if not config.smtp_port:
        yield ok("edge", "SMTP is turned off")
        return
    try:
        with smtplib.SMTP(config.smtp_host, config.smtp_port, config.hostname, timeout=SECONDS) as session:
            yield from _dialogue(patient, session)
    except (OSError, smtplib.SMTPException) as error:
        yield warning(
            "edge",
            f"nothing usable on port {config.smtp_port} ({type(error).__name__})",
            "start `gobetween serve`, then ask again",
        )


def _dialogue(patient: Patient, session: smtplib.SMTP) -> Iterator[Line]:
    session.ehlo()
    if patient.config.tls_certificate and not session.has_extn("starttls"):
        yield fault("edge", "STARTTLS is not offered though a certificate is set", "restart the edge")
    pair = Pair.objects.select_related("marketplace").filter(seller_retired_at=None).order_by("id").first()
    if pair is None:
        yield warning("edge", "answers, but there is no alias to write to", "import an order, then ask again")
        return
    domain = pair.marketplace.domain
    session.mail(f"doctor@{patient.config.hostname}")
    code, _ = session.rcpt(aliases.address_of(pair, Side.SELLER, domain=domain))
    wrong, _ = session.rcpt(f"aaaaaaaaaaaaaaaa@{domain}")
    session.rset()
    if code // 100 != 2:
        yield fault("edge", f"refuses an alias of its own with {code}", "do edge and doctor share keys and database?")
    elif wrong // 100 == 2:
        yield fault("edge", "takes an alias that never was", "is this port really ours?")
    else:
        yield ok("edge", "takes an alias of ours and refuses a made-up one")


ALL: tuple[tuple[str, Examination], ...] = (
    ("tls", certificate),
    ("smarthost", smarthost),
    ("edge", letter_to_itself),
)
