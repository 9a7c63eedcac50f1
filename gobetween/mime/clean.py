"""A letter made safe for the other party: new text apart from history, files clean, nothing that identifies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from gobetween.mime.compose import one_line
from gobetween.mime.files.cleaning import Setting, cleaned
from gobetween.mime.files.effort import PER_HTML_MB, Effort
from gobetween.mime.html_text import html_to_text
from gobetween.mime.letter import Attachment, Clean, Drop, Hidden, Letter
from gobetween.mime.masking import Masker
from gobetween.mime.quotes import Parted, is_reply_subject, part
from gobetween.mime.quotes_html import part_html
from gobetween.mime.safe_html import sanitise, too_heavy

MAX_DEPTH = 3
"""Attached letters within attached letters; deeper ones are left out."""


def clean(letter: Letter, hidden: Hidden, *, depth: int = 0, effort: Effort | None = None) -> Clean:
    """Everything the other party may have of `letter`, with a list of what was masked and what was left out."""
    masker = Masker(hidden)
    attachments, dropped = _files(letter.attachments, hidden, masker, depth, effort or Effort())
    pictures = {file.content_id: new_content_id(file.content_id) for file in attachments if file.content_id}
    is_reply = bool(letter.in_reply_to or letter.references) or is_reply_subject(letter.subject)
    parted = part(letter.text, subject=letter.subject, is_reply=is_reply)
    html, quoted_html, html_drops = _html(letter, parted, masker, pictures, is_reply=is_reply)
    text = masker.text(parted.new, "text")
    if quoted_html and not parted.quoted and html_to_text(letter.html).split() == letter.text.split():
        text = html_to_text(html)  # the HTML is all there is, and tells history by its marks
    return Clean(
        subject=masker.text(one_line(letter.subject), "subject"),
        text=text if text.strip() or not html else html_to_text(html),
        html=html,
        quoted_text=masker.history(parted.quoted, "quoted-text"),
        quoted_html=quoted_html,
        attachments=tuple(_placed(file, pictures, html) for file in attachments),
        language=letter.language,
        masked=masker.masked(),
        dropped=(*dropped, *html_drops),
    )


def _files(
    files: Sequence[Attachment], hidden: Hidden, masker: Masker, depth: int, effort: Effort
) -> tuple[list[Attachment], list[Drop]]:
    def nested(letter: Letter) -> Clean:
        effort.spend(PER_HTML_MB * len(letter.html) / 1e6)
        inner = clean(letter, hidden, depth=depth + 1, effort=effort)
        for mask in inner.masked:
            masker.tally[mask.kind, "attachment"] += mask.count
        dropped.extend(inner.dropped)
        return inner

    kept: list[Attachment] = []
    dropped: list[Drop] = []
    setting = Setting(masker=masker, effort=effort, nested=nested if depth < MAX_DEPTH else None)
    for file in files:
        result = cleaned(file, setting)
        if isinstance(result, Drop):
            dropped.append(result)
        else:
            kept.append(result)
    return kept, dropped


def new_content_id(content_id: str) -> str:
    """One that tells nothing: clients build them from host names and addresses."""
    return blake2b(content_id.encode("utf-8", "replace"), digest_size=10).hexdigest() + "@part"


def _html(
    letter: Letter, parted: Parted, masker: Masker, pictures: Mapping[str, str], *, is_reply: bool
) -> tuple[str, str, tuple[Drop, ...]]:
    """New HTML, quoted HTML, and what was left out of both."""
    if not letter.html.strip():
        return "", "", ()
    if too_heavy(letter.html):
        return "", "", (Drop(what="text/html", reason="too-large"),)
    split = (
        Parted(new=letter.html) if parted.whole else part_html(letter.html, subject=letter.subject, is_reply=is_reply)
    )
    safe = sanitise(split.new, masker=masker, place="html", pictures=pictures)
    if not split.quoted:
        return safe.html, "", safe.dropped
    quoted = sanitise(split.quoted, masker=masker, place="quoted-html", pictures=pictures)
    return safe.html, masker.all_addresses(quoted.html, "quoted-html"), safe.dropped


def _placed(file: Attachment, pictures: Mapping[str, str], html: str) -> Attachment:
    """A picture the HTML points at is inline; any other is an ordinary attachment."""
    content_id = pictures.get(file.content_id, "")
    inline = bool(content_id) and f"cid:{content_id}" in html
    return replace(file, content_id=content_id if inline else "", inline=inline)
