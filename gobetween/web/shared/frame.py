"""What the frame of every page needs; a context processor."""

from __future__ import annotations

from django.http import HttpRequest

from gobetween.kit.config import current
from gobetween.web.shared.who import looking

HOMES = {"buyer": "buyer:list", "seller": "seller:list", "operator": "operator:list"}


def surroundings(request: HttpRequest) -> dict[str, object]:
    """`demo` turns the banner on, `who` is whoever is signed in, `home` the name of their first page."""
    who = looking(request) if hasattr(request, "session") else None
    return {"demo": current().demo, "who": who, "home": HOMES[who.kind] if who else ""}
