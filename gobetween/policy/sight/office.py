"""Text, link targets and pictures of Word, Excel, PowerPoint and OpenDocument files: archives of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import unescape

import re2

from gobetween.policy.sight.gathering import Gathering
from gobetween.policy.sight.words import Unread

MOST_XML = 8 * 1024 * 1024
MOST_MEMBERS = 2000
MOST_PICTURE = 25 * 1024 * 1024
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_TEXTS = (".xml", ".rels")
_SILENT = ("[content_types].xml", "styles.xml", "settings.xml", "fonttable.xml", "manifest.xml", "theme1.xml")
_TARGET = re2.compile(r'(?:Target|xlink:href)="([^"]*:[^"]*)"')
_BREAK = re2.compile(r"</(?:w:p|a:p|si|row|text:p|text:h|w:tr)>|<(?:w:br|w:tab|text:tab|text:line-break)[^<>]*>")
_TAG = re2.compile(r"<[^<>]*>")
_SCHEMA = ("http://schemas.", "http://purl.org/", "http://www.w3.org/")


def read(content: bytes, into: Gathering) -> list[bytes]:
    """Text and link targets into `into`; the pictures. Raises `Unread`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            for member in archive.infolist():
                name = member.filename.lower()
                if name.endswith(_TEXTS) and not name.endswith(_SILENT):
                    into.texts += _texts(archive.read(member).decode("utf-8", "replace"), name.endswith(".rels"))
            return [archive.read(each) for each in archive.infolist() if each.filename.lower().endswith(_PICTURES)]
    except Unread:
        raise
    except Exception as fault:  # spoilt archives raise many kinds: all mean the same here
        raise Unread("unreadable") from fault


def _check(members: list[zipfile.ZipInfo]) -> None:
    markup = sum(each.file_size for each in members if each.filename.lower().endswith(_TEXTS))
    pictures = sum(each.file_size for each in members if each.filename.lower().endswith(_PICTURES))
    if len(members) > MOST_MEMBERS or markup > MOST_XML or pictures > MOST_PICTURE:
        raise Unread("too-large")


def _texts(xml: str, relations: bool) -> Iterator[str]:
    yield from (target for target in map(unescape, _TARGET.findall(xml)) if not target.startswith(_SCHEMA))
    if not relations and (text := unescape(_TAG.sub("", _BREAK.sub("\n", xml))).strip()):
        yield text
