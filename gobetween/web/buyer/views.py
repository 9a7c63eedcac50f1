"""What a buyer asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from gobetween.web.shared import access, pages
from gobetween.web.shared.who import Kind


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Their conversations."""
    return pages.listing(request, access.signed_in(request, Kind.BUYER))


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and the answer to it."""
    return pages.reading(request, access.signed_in(request, Kind.BUYER), ref)
