"""The hand-over link: a marketplace's own site sends somebody here, signed and short-lived."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from gobetween.kit.config import current

SALT = "gobetween.web.enter"
LIFETIME = timedelta(minutes=2)
DEMO_LIFETIME = timedelta(days=30)


def token(kind: str, number: int) -> str:
    """A link's token for `kind` ("buyer" or "person") number `number`."""
    return signing.TimestampSigner(salt=SALT).sign_object([kind, number], compress=False)


def read(signed: str) -> tuple[str, int] | None:
    """Whom a token is for; None when it is forged or too old."""
    lifetime = DEMO_LIFETIME if current().demo else LIFETIME
    try:
        kept = signing.TimestampSigner(salt=SALT).unsign_object(signed, max_age=lifetime)
    except signing.BadSignature:
        return None
    match kept:
        case ["buyer" | "person" as kind, int(number)]:
            return kind, number
        case _:
            return None
