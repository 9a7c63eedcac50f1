"""The first page, the way in and out, the language, and the pages for when something is wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gobetween.kit.config import current
from gobetween.web.demo import doors
from gobetween.web.shared import handover
from gobetween.web.shared.access import is_at_the_demo
from gobetween.web.shared.frame import HOMES
from gobetween.web.shared.who import forget as forget_who
from gobetween.web.shared.who import looking, remember


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """In the demo: three steps to try. Else: where to go on, or how to get in."""
    if is_at_the_demo(request):
        return render(request, "web/shared/demo.html", {"doors": doors.doors(), "cast": doors.cast()})
    who = looking(request)
    return redirect(HOMES[who.kind]) if who else render(request, "web/shared/home.html")


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The hand-over link: sign in as the one it names."""
    named = handover.read(token)
    if named is None:
        return render(request, "web/shared/stale_link.html", status=403)
    remember(request, *named)
    who = looking(request)
    if who is None:
        return render(request, "web/shared/stale_link.html", status=403)
    return redirect(HOMES[who.kind])


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    forget_who(request)
    messages.success(request, _("You are signed out."))
    return redirect("home")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nobody is signed in."""
    return render(request, "web/shared/403.html", status=403)


def strange_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our token: an old tab, or somebody else's site. What was typed is not acted upon."""
    return render(request, "web/shared/stale_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or not for them."""
    return render(request, "web/shared/404.html", status=404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no page could be found for: a forged form, an impossible address."""
    return render(request, "web/shared/404.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """Something is wrong with us. Asks nothing of the database."""
    page = loader.render_to_string("web/shared/500.html", {"demo": current().demo})
    return HttpResponse(page, status=500)
