"""One file in, one clean file or the reason why it is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from gobetween.mime.files import calendar, effort, mail, office, ole, pdf, text, vcard
from gobetween.mime.files.effort import Effort
from gobetween.mime.files.images import stripped
from gobetween.mime.files.kinds import kind_of
from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.letter import Attachment, Clean, Drop, Letter
from gobetween.mime.masking import Masker
from gobetween.mime.safe_html import sanitise, too_heavy

MAX_FILE = 25 * 1024 * 1024
MAX_NAME = 100

_REASONS = {
    "executable": "executable",
    "archive": "archive",
    "signature": "signature-part",
    "key": "key-material",
    "encrypted": "encrypted",
    "tnef": "tnef",
}
_TYPES = {
    "text": "text/plain",
    "csv": "text/csv",
    "html": "text/html",
    "vcard": "text/vcard",
    "calendar": "text/calendar",
    "pdf": "application/pdf",
    "mail": "message/rfc822",
    "ole": "application/msword",
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_BAD_IN_NAME = re.compile('[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What cleaning a file needs to know besides the file; `nested` cleans an attached letter, None when too deep."""

    masker: Masker
    effort: Effort
    nested: Callable[[Letter], Clean] | None = None


def cleaned(file: Attachment, setting: Setting) -> Attachment | Drop:
    """The file without anything that identifies the hidden, or what was left out and why."""
    name = safe_name(file.name, setting.masker)
    kind = kind_of(file.content, file.name, file.media_type)
    reason = _refusal(file, kind)
    if reason:
        return Drop(what=_what(name, file.media_type), reason=reason)
    try:
        setting.effort.spend(effort.PER_FILE)
        masks = setting.masker.tally.total()
        content, media_type = _CLEANERS[kind](file, kind, setting)
        setting.effort.left -= effort.PER_MASK * (setting.masker.tally.total() - masks)
    except Spoilt as spoilt:
        return Drop(what=_what(name, file.media_type), reason=str(spoilt))
    return replace(file, name=_with_extension(name, media_type), media_type=media_type, content=content)


def safe_name(name: str, masker: Masker) -> str:
    """A file name that is only a name: masked, no path, no control or direction signs, at most 100 characters."""
    name = unicodedata.normalize("NFC", name)
    name = _BAD_IN_NAME.sub("_", masker.text(name.replace("\\", "/"), "attachment-name").rpartition("/")[2]).strip(
        " ._"
    )
    if len(name) <= MAX_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:MAX_NAME]
    return stem[: MAX_NAME - len(extension) - 1] + "." + extension


def _refusal(file: Attachment, kind: str) -> str:
    if len(file.content) > MAX_FILE:
        return "too-large"
    return _REASONS.get(kind, "" if kind in _CLEANERS else "type-not-allowed")


def _what(name: str, media_type: str) -> str:
    media_type = media_type if re.fullmatch(r"[\w.+-]{1,64}/[\w.+-]{1,80}", media_type) else "file"
    return f"{media_type} {name}".strip()


def _with_extension(name: str, media_type: str) -> str:
    """Every file needs a name; a converted picture gets the ending of what it is now."""
    if media_type == "image/png" and name.lower().endswith((".bmp", ".tif", ".tiff")):
        return name.rpartition(".")[0] + ".png"
    return name or "file." + _ENDINGS.get(media_type, media_type.partition("/")[2].partition("+")[0][:5])


_ENDINGS = {
    "text/plain": "txt",
    "image/jpeg": "jpg",
    "message/rfc822": "eml",
    "text/vcard": "vcf",
    "text/calendar": "ics",
}

Cleaner = Callable[[Attachment, str, Setting], tuple[bytes, str]]


def _text(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    setting.effort.spend(effort.PER_TEXT_MB * len(file.content) / 1e6)
    return text.masked_bytes(file.content, masker=setting.masker, place="attachment"), _TYPES[kind]


def _html(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    html = file.content.decode(text.charset_of(file.content), "replace")
    if too_heavy(html):
        raise Spoilt("too-large")
    setting.effort.spend(effort.PER_HTML_MB * len(html) / 1e6)
    safe = sanitise(html, masker=setting.masker, place="attachment").html
    return f'<!DOCTYPE html><meta charset="utf-8">\n{safe}\n'.encode("utf-8", "replace"), _TYPES[kind]


def _picture(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    content, media_type = stripped(file.content, kind, setting.effort)
    if len(content) < len(file.content):
        setting.masker.note("metadata", "attachment")
    if setting.masker.finds_in_bytes(content):
        raise Spoilt("contains-hidden-address")
    return content, media_type


def _pdf(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    return pdf.cleaned(file.content, masker=setting.masker, effort=setting.effort), _TYPES[kind]


def _office(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    content, media_type = office.cleaned(file.content, masker=setting.masker, effort=setting.effort)
    return content, media_type or _TYPES[kind]


def _ole(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    return ole.cleaned(file.content, masker=setting.masker)


def _vcard(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    return vcard.cleaned(file.content, masker=setting.masker), _TYPES[kind]


def _calendar(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    return calendar.cleaned(file.content, masker=setting.masker), _TYPES[kind]


def _mail(file: Attachment, kind: str, setting: Setting) -> tuple[bytes, str]:
    setting.effort.spend(effort.PER_LETTER + effort.PER_TEXT_MB * len(file.content) / 1e6)
    return mail.rebuilt(file.content, masker=setting.masker, nested=setting.nested), _TYPES[kind]


_CLEANERS: dict[str, Cleaner] = {
    **dict.fromkeys(("text", "csv", "rtf"), _text),
    **dict.fromkeys(("jpeg", "png", "gif", "webp", "bmp", "tiff"), _picture),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odf"), _office),
    "html": _html,
    "pdf": _pdf,
    "ole": _ole,
    "vcard": _vcard,
    "calendar": _calendar,
    "mail": _mail,
}
