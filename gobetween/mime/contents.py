"""What a letter says and carries: of all its parts the text to read, the HTML behind it, and the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from gobetween.mime.charsets import decode
from gobetween.mime.file_names import given_name, made_up_name
from gobetween.mime.html_text import html_to_text
from gobetween.mime.letter import Attachment
from gobetween.mime.parameters import disposition
from gobetween.mime.plain_text import readable
from gobetween.mime.structure import Part
from gobetween.mime.transfer import undone, uuencoded_files

BODY_TYPES = frozenset({"text/plain", "text/html"})
LESSER_VERSIONS = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})


@dataclass(slots=True)
class Contents:
    """The pieces of a letter in reading order. `text` and `html` of one piece say the same thing."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(text or html_to_text(html) for text, html in self.pieces if text or html).rstrip()

    def html(self) -> str:
        """All pieces as HTML when at least one came as HTML, else ""."""
        if not any(html for _, html in self.pieces):
            return ""
        return "\n".join(html or _as_html(text) for text, html in self.pieces if text or html)


def contents(root: Part) -> Contents:
    """Read every part once. The only part of a plain letter is its text whatever else it says of itself."""
    found = Contents()
    _read(root, found)
    return found


def _read(part: Part, into: Contents) -> None:
    if part.type.media_type == "multipart/alternative" and part.children:
        _read_alternative(part, into)
    elif part.children:
        for child in part.children:
            _read(child, into)
    elif _is_body(part, into):
        _read_body(part, into)
    else:
        _read_file(part, into)


def _read_alternative(part: Part, into: Contents) -> None:
    """The same thing in several forms: the first plain text and the last HTML make one piece; files of all forms."""
    text, html = "", ""
    for child in part.children:
        if child.type.media_type in LESSER_VERSIONS and (text or html):
            continue
        version = Contents(attachments=into.attachments, defects=into.defects)
        _read(child, version)
        text = text or "\n".join(text for text, _ in version.pieces if text)
        html = version.html() or html
    if text.strip() or html:
        into.pieces.append((text if text.strip() else "", html))


def _is_body(part: Part, into: Contents) -> bool:
    """A text without a file name that does not ask to be a file; a bare `name=` counts only after the first text."""
    if part.type.media_type not in BODY_TYPES and not _is_lesser_text(part):
        return False
    kind, parameters = disposition(part.first("content-disposition"))
    if kind == "attachment":
        return False
    if "filename" in parameters:
        return False
    return not ("name" in part.type.parameters and any(text or html for text, html in into.pieces))


def _is_lesser_text(part: Part) -> bool:
    return part.type.media_type in LESSER_VERSIONS


def _read_body(part: Part, into: Contents) -> None:
    content = _content(part, into)
    if part.type.media_type == "text/plain" and b"begin" in content:
        content = _without_uuencoded(content, into)
    text, right = decode(content, part.type.parameters.get("charset", ""))
    if not right:
        into.defects.append("wrong-charset")
    if part.type.media_type == "text/plain":
        text = readable(text, part.type.parameters)
        into.pieces.append((text, ""))
        return
    text = text.replace("\0", "")
    if into.pieces and _says_the_same(into.pieces[-1], text):
        into.pieces[-1] = (into.pieces[-1][0], text)
        return
    into.pieces.append(("", text))


def _says_the_same(piece: tuple[str, str], html: str) -> bool:
    """Text and HTML side by side in a `mixed` (programs that know no `alternative`): one piece, not two."""
    text, has_html = piece
    begin = "".join(text.split())[:200]
    return not has_html and len(begin) > 3 and "".join(html_to_text(html).split()).startswith(begin)


def _content(part: Part, into: Contents) -> bytes:
    content, defect = undone(part.body, part.encoding)
    if defect:
        into.defects.append(defect)
    return content


def _without_uuencoded(content: bytes, into: Contents) -> bytes:
    content, files, whole = uuencoded_files(content)
    for name, inner in files:
        known = given_name({"filename": decode(name, "")[0]}, {})
        into.attachments.append(Attachment(name=known, media_type="application/octet-stream", content=inner))
    if not whole:
        into.defects.append("bad-uuencode")
    return content


def _read_file(part: Part, into: Contents) -> None:
    content = _content(part, into)
    kind, parameters = disposition(part.first("content-disposition"))
    media_type = part.type.media_type
    if not content and not parameters and media_type in BODY_TYPES:
        return
    name = given_name(parameters, part.type.parameters)
    content_id = part.first("content-id").decode("utf-8", "replace").strip().strip("<>").strip()
    into.attachments.append(
        Attachment(
            name=name or made_up_name(media_type, content, {one.name for one in into.attachments}),
            media_type=media_type,
            content=content,
            content_id=content_id if content_id.isprintable() else "",
            inline=kind != "attachment" and (kind == "inline" or bool(content_id)),
        )
    )


def _as_html(text: str) -> str:
    return "<div>" + escape(text).replace("\n", "<br>\n") + "</div>"
