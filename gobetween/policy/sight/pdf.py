"""Text, links and pictures of a PDF. What is drawn as bare lines, without letters, is out of reach."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader

from gobetween.policy.sight.gathering import Gathering
from gobetween.policy.sight.words import Unread

MOST_PAGES = 60
LEAST_PICTURE = 40
"""Pictures with a shorter side, in pixels, are ornaments: no word, no code."""
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes, into: Gathering) -> list[bytes]:
    """Text and link targets into `into`; the pictures of all pages, each once. Raises `Unread`."""
    try:
        pages = PdfReader(io.BytesIO(content), strict=False).pages
        pictures: dict[str, bytes] = {}
        for page in pages[:MOST_PAGES]:
            _read_page(page, into, pictures)
    except Exception as fault:  # pypdf raises many kinds on spoilt files: all mean the same here
        raise Unread("unreadable") from fault
    if len(pages) > MOST_PAGES:
        into.unread = "too-long"
    return list(pictures.values())


def _read_page(page: PageObject, into: Gathering, pictures: dict[str, bytes]) -> None:
    if text := page.extract_text().strip():
        into.texts.append(text)
    into.texts += _targets(page)
    for key in page.images.keys():  # noqa: SIM118 - a sequence with keys, no mapping
        picture = page.images[key]
        if picture.image is not None and min(picture.image.size) >= LEAST_PICTURE:
            pictures.setdefault(f"{len(picture.data)}:{hash(picture.data)}", _as_png(picture.image))


def _as_png(image: Any) -> bytes:
    out = io.BytesIO()
    (image if image.mode in ("1", "L", "P", "RGB", "RGBA") else image.convert("RGB")).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _targets(page: PageObject) -> Iterator[str]:
    """Where the links of a page lead."""
    for annotation in page.get("/Annots") or ():
        action = annotation.get_object().get("/A")
        target = action.get_object().get("/URI") if action is not None else None
        if target:
            yield str(target)
