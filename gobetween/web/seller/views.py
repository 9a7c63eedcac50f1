"""What a seller's people ask for."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gobetween.actions import approve_sender
from gobetween.marketplace import reads as marketplace
from gobetween.web.shared import access, pages
from gobetween.web.shared.who import Kind

DECISIONS = {"approve": approve_sender.approve, "block": approve_sender.block}


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """The shop's conversations."""
    return pages.listing(request, access.signed_in(request, Kind.SELLER))


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and the answer to it."""
    return pages.reading(request, access.signed_in(request, Kind.SELLER), ref)


@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """The addresses the shop writes from."""
    who = access.signed_in(request, Kind.SELLER)
    rows = [(sender, marketplace.address_of(sender)) for sender in access.sender_addresses_of(who)]
    return render(request, "web/seller/addresses.html", {"rows": rows})


@require_POST
def decide(request: HttpRequest, number: int, decision: str) -> HttpResponse:
    """Approve or block one of them."""
    who = access.signed_in(request, Kind.SELLER)
    sender = access.sender_address_or_404(who, number)
    if decision not in DECISIONS or not who.may_write:
        raise Http404
    DECISIONS[decision](sender, now=datetime.now(UTC))
    done = _("The address is approved.") if decision == "approve" else _("The address is blocked.")
    messages.success(request, done)
    return redirect("seller:addresses")
