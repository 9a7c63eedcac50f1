"""An attached letter, parsed, cleaned and made anew: only From (masked), Subject and Date stay of its header."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b

from gobetween.mime.compose import compose
from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.letter import Clean, Copy, Letter, Mailbox, Unreadable
from gobetween.mime.masking import Masker
from gobetween.mime.parse import parse

_NOBODY = "hidden@hidden.invalid"
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def rebuilt(content: bytes, *, masker: Masker, nested: Callable[[Letter], Clean] | None) -> bytes:
    """The letter's bytes made anew; raises `Spoilt`."""
    if nested is None:
        raise Spoilt("too-deep")
    letter = parse(content)
    if isinstance(letter, Unreadable):
        raise Spoilt("unreadable")
    if letter.encrypted:
        raise Spoilt("encrypted")
    clean = nested(letter)
    name = masker.text(letter.from_[0].name, "attachment") if letter.from_ else ""
    return compose(
        Copy(
            from_=Mailbox(name=masker.all_addresses(name, "attachment"), address=_NOBODY),
            to=Mailbox(address=_NOBODY),
            subject=clean.subject,
            date=letter.date or _UNDATED,
            message_id=blake2b(content, digest_size=12).hexdigest() + "@hidden.invalid",
            text=clean.text + clean.quoted_text,
            html=clean.html + clean.quoted_html,
            attachments=clean.attachments,
            language=clean.language,
        )
    )
