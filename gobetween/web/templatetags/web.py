"""How the pages write texts, times, sizes and names."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from gobetween.web.shared import people

register = template.Library()
HIDDEN_PART = re.compile(r"\[[^\[\]\n]{1,60} hidden\]")
BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
DAY = timedelta(days=1)
WEEK = timedelta(days=6)


@register.filter
def prose(text: str) -> SafeString:
    """A message's text, escaped, with what was hidden in it marked as such."""
    whole = BLANK_LINES.sub("\n\n", text.strip())
    marked = HIDDEN_PART.sub(r'<span class="hidden-part">\g<0></span>', str(conditional_escape(whole)))
    body, mark, signature = marked.partition("\n-- \n")
    if mark:
        marked = f'{body.rstrip()}<span class="signature">{signature}</span>'
    return mark_safe(marked)  # escaped above; only our own spans is added


@register.filter
def ago(at: datetime, now: datetime | None = None) -> str:
    """A time as a list shows it: minutes and hours today, then the day."""
    now = now or datetime.now(UTC)
    past = now - at
    if past < timedelta(minutes=1):
        return _("just now")
    if past < DAY:
        return _("%(time)s ago") % {"time": timesince(at, now, depth=1)}
    if past < WEEK:
        return date_format(at, _("D H:i"))
    return date_format(at, _("j M") if at.year == now.year else _("j M Y"))


@register.filter
def stamp(at: datetime) -> str:
    """A time in full: day, hour and minute, UTC."""
    return date_format(at, _("D j M Y, H:i")) + " UTC"


@register.filter
def initials(name: str) -> str:
    """One or two letters for a round mark."""
    return people.initials(name)


@register.filter
def money(price: int, currency: str) -> str:
    """A price in the minor unit as people write it."""
    whole = currency in ("JPY", "KRW")
    return f"{price} {currency}" if whole else f"{price / 100:.2f} {currency}"


@register.filter
def breakable(address: str) -> SafeString:
    """An address that breaks before its plus and its at sign, if it must."""
    return mark_safe(str(conditional_escape(address)).replace("+", "<wbr>+").replace("@", "<wbr>@"))
