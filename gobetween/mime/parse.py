"""Bytes to letter. Whatever the bytes are, the answer is a `Letter` or `Unreadable`, soon, and never an exception."""

from __future__ import annotations

import re

from gobetween.mime import automatic
from gobetween.mime.addresses import mailboxes
from gobetween.mime.contents import Contents, contents
from gobetween.mime.dates import moment
from gobetween.mime.ids import id_list, in_reply_to, message_id
from gobetween.mime.language import language_of
from gobetween.mime.letter import Letter, Limits, Unreadable
from gobetween.mime.outside import outside
from gobetween.mime.plain_text import is_clear_signed, without_armour
from gobetween.mime.structure import OverLimitError, Part, skeleton

SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_DEFAULT = Limits()
_ARMOUR = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.M)


def parse(raw: bytes, *, limits: Limits = _DEFAULT, envelope_sender: str | None = None) -> Letter | Unreadable:
    """Read a letter. `envelope_sender` is MAIL FROM where known ("" for `<>`); otherwise Return-Path counts."""
    defects: list[str] = []
    try:
        root = skeleton(raw, limits, defects)
    except OverLimitError as over:
        return over.unreadable
    found = contents(root)
    return _letter(root, found, tuple(dict.fromkeys(defects + found.defects)), envelope_sender)


def _letter(root: Part, found: Contents, defects: tuple[str, ...], envelope_sender: str | None) -> Letter:
    fields = root.fields
    text = found.text()
    clear_signed = is_clear_signed(text)
    seen = outside(root, text, envelope_sender)
    kind, bounce = automatic.read(seen)
    return Letter(
        subject=seen.subject,
        from_=mailboxes(fields.get("from", ())),
        from_fields=len(fields.get("from", ())),
        sender=mailboxes(fields.get("sender", ())),
        reply_to=mailboxes(fields.get("reply-to", ())),
        return_path=_return_path(root, envelope_sender),
        return_paths=tuple(box.address for box in mailboxes(fields.get("return-path", ()))),
        to=mailboxes(fields.get("to", ())),
        cc=mailboxes(fields.get("cc", ())),
        message_id=message_id(fields.get("message-id", ())),
        in_reply_to=in_reply_to(fields.get("in-reply-to", ())),
        references=id_list(fields.get("references", ())),
        date=moment(root.first("date")),
        text=without_armour(text) if clear_signed else text,
        html=found.html(),
        attachments=tuple(found.attachments),
        language=language_of(root.first("content-language").decode("ascii", "ignore"), text),
        automatic=kind,
        bounce=bounce,
        signed=clear_signed or _is_signed(root),
        encrypted=("-----BEGIN PGP" in text and _ARMOUR.search(text) is not None) or _is_encrypted(root),
        defects=defects,
    )


def _return_path(root: Part, envelope_sender: str | None) -> str:
    if envelope_sender is not None:
        return envelope_sender
    found = mailboxes(root.fields.get("return-path", ())[:1])
    return found[0].address if found else ""


def _is_signed(root: Part) -> bool:
    if root.type.media_type not in ("multipart/signed", "multipart/mixed", *SEALED):
        return False
    return any(_signs(part) for part in root.walk())


def _signs(part: Part) -> bool:
    media_type, smime = part.type.media_type, part.type.parameters.get("smime-type", "").lower()
    return media_type == "multipart/signed" or media_type in SIGNATURES or (media_type in SEALED and "signed" in smime)


def _is_encrypted(root: Part) -> bool:
    """RFC 3156, RFC 8551 (also without smime-type: then it cannot be read either)."""
    return any(_seals(part) for part in root.walk())


def _seals(part: Part) -> bool:
    media_type, smime = part.type.media_type, part.type.parameters.get("smime-type", "").lower()
    return media_type in ("multipart/encrypted", "application/pgp-encrypted") or (
        media_type in SEALED and "signed" not in smime and "certs" not in smime
    )
