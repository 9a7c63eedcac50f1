"""The certificate of STARTTLS: the configured one, or one made for the demo."""

from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gobetween.kit.config import Config

DEMO_DAYS = 3650


def context(config: Config) -> ssl.SSLContext | None:
    """What STARTTLS is done with; nothing when no certificate is configured and this is no demo."""
    if config.tls_certificate:
        return _context(Path(config.tls_certificate), Path(config.tls_key or config.tls_certificate))
    if not config.demo:
        return None
    both = config.state_dir / "demo-tls.pem"
    if not both.exists():
        _make(both, config.hostname)
    return _context(both, both)


def _context(certificate: Path, key: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificate, key)
    return made


def _make(path: Path, hostname: str) -> None:
    """Write key and self-signed certificate as a whole, so that a second process never reads half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(self_signed(hostname, now=datetime.now(UTC)))
    draft.replace(path)


def self_signed(hostname: str, *, now: datetime) -> bytes:
    """A new key and its certificate for `hostname`, one PEM after the other."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DEMO_DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
