"""Random names: refs of conversations, Message-IDs of copies."""

from __future__ import annotations

import base64
import secrets


def ref() -> str:
    """12 characters of lower-case base32, 60 random bits."""
    return base64.b32encode(secrets.token_bytes(8)).decode("ascii").lower()[:12]


def message_id(domain: str) -> str:
    """A new Message-ID at `domain` (RFC 5322 section 3.6.4), without angle brackets; says nothing of anybody."""
    return f"{base64.b32encode(secrets.token_bytes(15)).decode('ascii').lower()}@{domain}"
