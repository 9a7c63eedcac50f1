"""Is a file of a type that instructions, warranties and invoices do not come in?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.attached import such
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

USUAL = frozenset(
    {"application/pdf", "text/plain", "text/csv", "application/rtf", "text/rtf", "application/msword",
     "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text",
     "application/vnd.oasis.opendocument.spreadsheet", "image/jpeg", "image/png", "image/webp", "image/tiff",
     "image/heic", "image/heif", "image/bmp", "image/gif", "application/xml", "text/xml"}
)  # fmt: skip
"""XML too: invoices come in it (EN 16931, FatturaPA)."""


def find(reading: Reading) -> Iterator[Found]:
    """Each such file."""
    return such(reading, lambda file: file.media_type not in USUAL)


RULE = Rule(
    id="attachment-unusual",
    label=Label.ATTACHMENT_TYPE,
    find=find,
    message="Only instructions, warranties and invoices may be attached here.",
    fix="Attach a PDF or a picture, or leave the file out.",
)
