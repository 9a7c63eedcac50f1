"""Files of messages: signed links from a page that may show them, and the one safe way to hand them out."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gobetween.conversations import files
from gobetween.conversations.models import Attachment
from gobetween.web.shared import access, safety

SALT = "gobetween.web.file"
LIFETIME = timedelta(hours=12)
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What may stand in a page; all else is only ever saved."""


def link(attachment: Attachment) -> str:
    """Where this file can be fetched for the next hours, by whoever was given the link and without a cookie."""
    token = signing.TimestampSigner(salt=SALT).sign(str(attachment.pk))
    return reverse("file", args=[token, attachment.name or "file"])


@require_safe
def fetch(_request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The file of a link. `name` is only for the eye: the stored one is used."""
    try:
        number = int(signing.TimestampSigner(salt=SALT).unsign(token, max_age=LIFETIME))
    except signing.BadSignature:
        raise Http404 from None
    attachment = access.attachment_or_404(number)
    return handed_out(
        files.get(attachment.file), name=attachment.name, media_type=attachment.media_type, inline=attachment.inline
    )


def handed_out(content: bytes, *, name: str, media_type: str, inline: bool = False) -> HttpResponse:
    """A file as an answer that no browser will run."""
    shown = media_type in SHOWN
    response = HttpResponse(content, content_type=media_type if shown else "application/octet-stream")
    kept = content_disposition_header(not (inline and shown), name or "file")
    response.headers["Content-Disposition"] = kept or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = safety.FILE
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
