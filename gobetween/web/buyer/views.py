"""What a buyer asks for."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gobetween.actions import opt_out
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


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What they want to get: one switch against unsolicited mail, for all sellers."""
    buyer = access.buyer_or_404(access.signed_in(request, Kind.BUYER))
    if request.method != "POST":
        return render(request, "web/buyer/preferences.html", {"opted_out": buyer.opted_out})
    match request.POST.get("unsolicited"):
        case "no":
            opt_out.opt_out(buyer, now=datetime.now(UTC))
            messages.success(request, _("Sellers can no longer write to you first."))
        case "yes":
            opt_out.opt_in(buyer, now=datetime.now(UTC))
            messages.success(request, _("Sellers may write to you first again."))
    return redirect("buyer:preferences")
