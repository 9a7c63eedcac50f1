"""What an operator asks for."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from gobetween.actions import read_original
from gobetween.conversations.models import Delivery
from gobetween.journal.models import Entry
from gobetween.web.operator import explaining
from gobetween.web.shared import access, inbox, pages
from gobetween.web.shared.who import Kind

MOST = 500
"""Entries shown on one page."""


@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """Every conversation of the marketplace."""
    return pages.listing(request, access.signed_in(request, Kind.OPERATOR))


@require_safe
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, to read."""
    return pages.reading(request, access.signed_in(request, Kind.OPERATOR), ref)


@require_safe
def journal(request: HttpRequest, ref: str) -> HttpResponse:
    """What the journal holds about one conversation."""
    who = access.signed_in(request, Kind.OPERATOR)
    conversation = access.conversation_or_404(who, ref)
    numbers = list(conversation.messages.values_list("pk", flat=True))
    copies = Delivery.objects.filter(message__in=numbers).values_list("pk", flat=True)
    subjects = [
        f"conversation:{ref}",
        *(f"message:{number}" for number in numbers),
        *(f"delivery:{number}" for number in copies),
    ]
    entries = Entry.objects.filter(Q(subject__in=subjects) | Q(facts__conversation=ref), marketplace=who.marketplace)
    return render(
        request,
        "web/operator/journal.html",
        {
            "conversation": conversation,
            "other": inbox.other_name(who, conversation),
            "entries": entries.order_by("number")[:MOST],
        },
    )


@require_POST
def original(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """One message as it came; that it was looked at is noted."""
    who = access.signed_in(request, Kind.OPERATOR)
    conversation = access.conversation_or_404(who, ref)
    message = get_object_or_404(conversation.messages.select_related("letter"), pk=number, letter__isnull=False)
    shown = read_original.read(message, person=who.person, now=datetime.now(UTC))
    return render(request, "web/operator/original.html", {"conversation": conversation, "shown": shown})


@require_safe
def alias(request: HttpRequest) -> HttpResponse:
    """What an alias means: `?address=`."""
    who = access.signed_in(request, Kind.OPERATOR)
    address = request.GET.get("address", "").strip()[:320]
    explained = explaining.explain(who, address) if address else None
    return render(request, "web/operator/alias.html", {"address": address, "explained": explained})
