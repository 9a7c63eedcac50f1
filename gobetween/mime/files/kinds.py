"""What a file is, by its content; its name and declared type count only where content cannot tell."""

from __future__ import annotations

import re

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (0, b"BM", "bmp"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (4, b"ftyp", "film"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"MZ", "executable"),
    (0, b"\x7fELF", "executable"),
    (0, b"\xca\xfe\xba\xbe", "executable"),
    (0, b"\xcf\xfa\xed\xfe", "executable"),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", "executable"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"BZh", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"Rar!", "archive"),
    (0, b"\xfd7zXZ\x00", "archive"),
    (257, b"ustar", "archive"),
    (0, b"MSCF", "archive"),
    (0, b"\x78\x9f\x3e\x22", "tnef"),
    (0, b"-----BEGIN PGP SIGNATURE", "signature"),
    (0, b"-----BEGIN PGP PUBLIC KEY", "key"),
    (0, b"-----BEGIN PGP PRIVATE KEY", "key"),
    (0, b"-----BEGIN PGP MESSAGE", "encrypted"),
    (0, b"-----BEGIN CERTIFICATE", "key"),
    (0, b"-----BEGIN PRIVATE KEY", "key"),
    (0, b"-----BEGIN RSA PRIVATE KEY", "key"),
    (0, b"{\\rtf", "rtf"),
)
_DECLARED: dict[str, str] = {
    "application/pgp-signature": "signature",
    "application/pkcs7-signature": "signature",
    "application/x-pkcs7-signature": "signature",
    "application/pgp-keys": "key",
    "application/pkix-cert": "key",
    "application/x-x509-ca-cert": "key",
    "application/pgp-encrypted": "encrypted",
    "application/pkcs7-mime": "encrypted",
    "application/x-pkcs7-mime": "encrypted",
    "application/ms-tnef": "tnef",
    "application/vnd.ms-tnef": "tnef",
    "message/rfc822": "mail",
    "message/global": "mail",
}
_NAMED: dict[str, str] = {
    "p7s": "signature",
    "p7m": "encrypted",
    "asc": "key-or-text",
    "bat": "executable",
    "cmd": "executable",
    "com": "executable",
    "exe": "executable",
    "hta": "executable",
    "jar": "executable",
    "js": "executable",
    "jse": "executable",
    "lnk": "executable",
    "msi": "executable",
    "pif": "executable",
    "ps1": "executable",
    "reg": "executable",
    "scr": "executable",
    "vbe": "executable",
    "vbs": "executable",
    "wsf": "executable",
}
_TEXT_TYPES = {"text/html": "html", "application/xhtml+xml": "html", "text/csv": "csv"}
_TEXT_NAMES = {"html": "html", "htm": "html", "xhtml": "html", "csv": "csv", "eml": "mail"}
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}: ?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){3}")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(content: bytes, name: str, media_type: str) -> str:
    """One word: an allowed kind (`text`, `pdf`, `jpeg`, `docx` …) or the kind of thing that is not let through."""
    declared = _DECLARED.get(media_type.lower().strip())
    if declared and declared != "mail":
        return declared
    extension = name.lower().strip().rpartition(".")[2] if "." in name else ""
    by_magic = _by_magic(content)
    if by_magic:
        return _zip_kind(content) if by_magic == "zip" else by_magic
    by_name = _NAMED.get(extension, "")
    if by_name in ("executable", "signature", "encrypted"):
        return by_name
    if declared == "mail":
        return "mail"
    if _is_text(content):
        return _text_kind(content, extension, media_type.lower())
    return "unknown"


def _by_magic(content: bytes) -> str:
    start = content[:1024]
    lead = start.lstrip()[:64]
    for at, magic, kind in _MAGIC:
        if start.startswith(magic, at) or (at == 0 and magic.startswith(b"-----") and lead.startswith(magic)):
            if kind == "bmp" and len(content) > 6 and content[6:10] != b"\x00\x00\x00\x00":
                continue
            return kind
    if b"%PDF-" in start:
        return "pdf"
    return ""


def _zip_kind(content: bytes) -> str:
    """Office files are archives with a known first member or content list."""
    start = content[:200]
    if b"mimetypeapplication/vnd.oasis.opendocument." in start:
        return "odf"
    if b"[Content_Types].xml" in content or b"_rels/.rels" in content[:4096]:
        for folder, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
            if folder in content:
                return kind
    return "archive"


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not _BINARY.search(content[:65536])


def _text_kind(content: bytes, extension: str, media_type: str) -> str:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:11].upper() == b"BEGIN:VCARD":
        return "vcard"
    if start[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if media_type in _TEXT_TYPES:
        return _TEXT_TYPES[media_type]
    if extension in _TEXT_NAMES and (extension != "eml" or _MAIL.match(start)):
        return _TEXT_NAMES[extension]
    return "html" if _HTML.match(start) else "text"
