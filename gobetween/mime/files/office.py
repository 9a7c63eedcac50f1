"""Office files: text masked inside their XML, authors and companies blanked, macros refused."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib

from gobetween.mime.files.effort import PER_ARCHIVE, PER_FILE, PER_XML_MB, Effort
from gobetween.mime.files.images import stripped
from gobetween.mime.files.kinds import kind_of
from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.masking import Masker

MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 300
MAX_MEMBERS = 2000
MAX_XML = 8 * 1024 * 1024
"""Bytes of XML in all; more than this cannot be masked in good time."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError,
    OSError, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError,
)  # fmt: skip
"""What the standard library raises on spoilt archives."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARKUP = (".xml", ".rels", ".vml", ".rdf", ".htm", ".html")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_MACROS = re.compile(r"vbaProject|macros?/|Basic/|Scripts/|activeX|\.bin$", re.IGNORECASE)
_PERSONAL = re.compile(
    r"(<(?P<tag>dc:creator|cp:lastModifiedBy|cp:keywords|dc:description|Company|Manager|HyperlinkBase|vt:lpwstr|vt:lpstr|"
    r"meta:initial-creator|meta:printed-by|meta:user-defined|meta:keyword|dc:publisher|cp:contentStatus)\b[^<>]*>)"
    r"[^<]*(</(?P=tag)>)"
)
_AUTHOR = re.compile(
    r"""\b((?:w|w15|w16|text|office|loext):(?:author|initials|userId|providerId)|userName|lastEdited)=("[^"]*"|'[^']*')"""
)
_AUTHOR_TAG = re.compile(r"(<(?P<tag>author|dc:creator|text:creator|p:cmAuthor)>)[^<]*(</(?P=tag)>)")


def cleaned(content: bytes, *, masker: Masker, effort: Effort) -> tuple[bytes, str]:
    """The archive written anew and, for OpenDocument, its media type; raises `Spoilt`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist(), effort)
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
                for member in archive.infolist():
                    _copy(archive, member, anew, masker, effort)
            return out.getvalue(), _opendocument_type(archive)
    except Spoilt:
        raise
    except _BROKEN as error:
        raise Spoilt("unreadable") from error


def _check(members: list[zipfile.ZipInfo], effort: Effort) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or (unpacked > 5_000_000 and unpacked / packed > MAX_RATIO)
    ):
        raise Spoilt("archive-bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Spoilt("encrypted")
    if any(re.search(r"vbaProject|activeX|(?:^|/)Basic/|(?:^|/)Scripts/", member.filename, re.I) for member in members):
        raise Spoilt("macros")
    markup = sum(member.file_size for member in members if member.filename.lower().endswith(_MARKUP))
    if markup > MAX_XML:
        raise Spoilt("too-large")
    effort.spend(PER_ARCHIVE + PER_FILE * len(members) + PER_XML_MB * markup / 1e6)


def _copy(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, anew: zipfile.ZipFile, masker: Masker, effort: Effort
) -> None:
    with archive.open(member) as opened:
        content = opened.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise Spoilt("archive-bomb")
    name = member.filename
    if masker.finds(name):
        raise Spoilt("contains-hidden-address")
    written = zipfile.ZipInfo(name, _EPOCH)
    written.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    anew.writestr(written, _clean_member(name, content, masker, effort))


def _clean_member(name: str, content: bytes, masker: Masker, effort: Effort) -> bytes:
    low = name.lower()
    if low.endswith(_MARKUP):
        return _clean_xml(content, masker)
    if low.endswith(_PICTURES):
        return _clean_picture(name, content, masker, effort)
    if masker.finds_in_bytes(content):
        raise Spoilt("contains-hidden-address")
    return content


def _clean_picture(name: str, content: bytes, masker: Masker, effort: Effort) -> bytes:
    """A picture that cannot be taken apart stays as it is unless it tells: it must not cost the whole document."""
    kind = kind_of(content, name, "")
    try:
        content = stripped(content, kind, effort)[0] if kind in ("jpeg", "png", "gif", "webp") else content
    except Spoilt as spoilt:
        if str(spoilt) in ("pixel-bomb", "too-long-to-check"):
            raise
    if masker.finds_in_bytes(content):
        raise Spoilt("contains-hidden-address")
    return content


def _clean_xml(content: bytes, masker: Masker) -> bytes:
    charset = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        xml = content.decode(charset)
    except UnicodeDecodeError as error:
        raise Spoilt("unreadable") from error
    impersonal = _AUTHOR.sub(r'\1="Author"', _AUTHOR_TAG.sub(r"\1Author\3", _PERSONAL.sub(r"\1\3", xml)))
    if impersonal != xml:
        masker.note("metadata", "attachment")
    return masker.xml(impersonal, "attachment").encode(charset)


def _opendocument_type(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist():
        return ""
    declared = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
    return declared if re.fullmatch(r"application/vnd\.oasis\.opendocument\.[a-z-]+", declared) else ""
