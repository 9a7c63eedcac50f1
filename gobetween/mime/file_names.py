"""File names: what the sender called a file, made harmless, or a plain name by type when it came without."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gobetween.mime.structure import top_fields
from gobetween.mime.words import clean, decoded, decoded_words

NAMES_BY_TYPE = {
    "text/plain": "text.txt", "text/html": "page.html", "text/csv": "table.csv", "text/calendar": "invitation.ics",
    "application/ics": "invitation.ics", "text/vcard": "contact.vcf", "text/x-vcard": "contact.vcf",
    "text/directory": "contact.vcf", "application/ms-tnef": "winmail.dat", "application/vnd.ms-tnef": "winmail.dat",
    "application/pgp-signature": "signature.asc", "application/pgp-keys": "key.asc",
    "application/pgp-encrypted": "encrypted.asc", "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s", "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m", "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition.txt", "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "headers.txt", "message/rfc822": "message.eml", "message/global": "message.eml",
    "image/jpeg": "picture.jpg", "image/jpg": "picture.jpg", "image/pjpeg": "picture.jpg", "image/png": "picture.png",
    "image/gif": "picture.gif", "image/webp": "picture.webp", "image/heic": "picture.heic", "image/tiff": "picture.tif",
    "image/bmp": "picture.bmp", "image/svg+xml": "picture.svg", "application/pdf": "document.pdf",
    "application/zip": "archive.zip", "application/json": "document.json", "application/xml": "document.xml",
    "text/xml": "document.xml", "application/rtf": "document.rtf", "text/rtf": "document.rtf",
    "application/msword": "document.doc", "audio/mpeg": "sound.mp3", "audio/wav": "sound.wav", "audio/mp4": "sound.m4a",
    "video/mp4": "film.mp4", "video/quicktime": "film.mov",
}  # fmt: skip

_PATH = re.compile(r".*[/\\]", re.S)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 180


def given_name(disposition: Mapping[str, str], content_type: Mapping[str, str]) -> str:
    """The name the sender gave, one safe path segment; "" when none. Encoded words in it are decoded (RFC 2047 bars
    them there, everybody sends them)."""
    name = disposition.get("filename") or content_type.get("name") or ""
    name = _INVISIBLE.sub("", clean(decoded_words(name)))
    name = _PATH.sub("", name).strip(" .\"'") if name.strip("./\\ ") else ""
    if len(name) <= _LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: _LONGEST - 12]}.{ending}" if dot and len(ending) <= 10 else name[:_LONGEST]


def made_up_name(media_type: str, content: bytes, taken: set[str]) -> str:
    """A name by type; a forwarded message is called by its subject."""
    name = NAMES_BY_TYPE.get(media_type, "")
    if name == "message.eml":
        subject = decoded((top_fields(content).get("subject") or [b""])[0])
        name = given_name({"filename": subject.replace("/", "-").replace("\\", "-")[:100]}, {}) or "message"
        name += ".eml"
    stem, _, ending = (name or "file.bin").rpartition(".")
    number = 1
    while (whole := f"{stem}-{number}.{ending}" if number > 1 else f"{stem}.{ending}") in taken:
        number += 1
    return whole
