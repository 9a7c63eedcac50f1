"""PDF: read to see whether anything hidden is shown; metadata, scripts, embedded files and telling links go."""

from __future__ import annotations

import io
import logging
import time
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from gobetween.mime.files.effort import PER_ARCHIVE, Effort
from gobetween.mime.files.spoilt import Spoilt
from gobetween.mime.masking import Masker

MAX_PAGES = 300
MAX_BYTES = 12 * 1024 * 1024
MAX_SECONDS = 1.2
"""Reading stops here: a PDF that cannot be read whole in this time (of the processor) is not let through."""

_ROOT_GONE = ("/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/URI", "/Collection", "/AF")
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def cleaned(content: bytes, *, masker: Masker, effort: Effort) -> bytes:
    """The document without metadata and active parts; raises `Spoilt`."""
    if len(content) > MAX_BYTES:
        raise Spoilt("too-large")
    effort.spend(PER_ARCHIVE)
    begin = time.thread_time()
    try:
        return _cleaned(content, masker, begin + min(MAX_SECONDS, effort.left / 1000))
    except Spoilt:
        raise
    except Exception as error:  # pypdf raises many kinds on spoilt files: all mean the same here
        raise Spoilt("unreadable") from error
    finally:
        effort.left -= (time.thread_time() - begin) * 1000


def _cleaned(content: bytes, masker: Masker, until: float) -> bytes:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Spoilt("encrypted")
    _check_pages(reader, masker, until)
    writer = PdfWriter(clone_from=reader)
    if reader.metadata or reader.xmp_metadata:
        masker.note("metadata", "attachment")
    writer.metadata = None
    root: Any = writer.root_object
    for key in _ROOT_GONE:
        root.pop(NameObject(key), None)
    names = root.get("/Names")
    if names is not None:
        for key in ("/EmbeddedFiles", "/JavaScript"):
            names.get_object().pop(NameObject(key), None)
    _clean_objects(writer, masker)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _check_pages(reader: PdfReader, masker: Masker, until: float) -> None:
    if len(reader.pages) > MAX_PAGES:
        raise Spoilt("too-long-to-check")
    for page in reader.pages:
        if time.thread_time() > until:
            raise Spoilt("too-long-to-check")
        if masker.finds(page.extract_text()):
            raise Spoilt("contains-hidden-address")


def _clean_objects(writer: PdfWriter, masker: Masker) -> None:
    """Metadata of any object, link annotations that tell, and every other text value."""
    for thing in list(writer._objects):
        if not isinstance(thing, DictionaryObject):
            continue
        for key in ("/Metadata", "/PieceInfo", "/AA", "/JS"):
            thing.pop(NameObject(key), None)
        if "/EF" in thing:
            thing.clear()  # a file specification; its stream is an orphan now
        if isinstance(thing, StreamObject) and thing.get("/Type") == "/EmbeddedFile":
            thing.set_data(b"")
        annotations = thing.get("/Annots")
        if annotations is not None:
            _clean_annotations(thing, annotations, masker)
        if not isinstance(thing, StreamObject) and _tells(thing, masker):
            raise Spoilt("contains-hidden-address")


def _clean_annotations(page: DictionaryObject, annotations: Any, masker: Masker) -> None:
    kept = ArrayObject(one for one in annotations.get_object() if _keeps(one.get_object(), masker))
    page[NameObject("/Annots")] = kept


def _keeps(annotation: Any, masker: Masker) -> bool:
    action = annotation.get("/A")
    action = action.get_object() if action is not None else {}
    if action.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm") or annotation.get("/Subtype") == "/FileAttachment":
        annotation.clear()
        return False
    telling = masker.finds(str(action.get("/URI", ""))) or _tells(annotation, masker)
    if telling:
        annotation.clear()
        action.clear()
    return not telling


def _tells(thing: DictionaryObject, masker: Masker) -> bool:
    return any(isinstance(value, str) and value[:1] != "/" and masker.finds(value) for value in thing.values())
