"""How people are named to the other side, and the letters that stand for them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gobetween.actions.copies import shown_name
from gobetween.aliases.models import Pair, Side

NAMELESS = "Buyer"


def public_name(pair: Pair) -> str:
    """The buyer's name as sellers see it: "Bea B.", or a word for it."""
    name = shown_name(pair, Side.BUYER)
    return _("A buyer") if name == NAMELESS else name


def initials(name: str) -> str:
    """One or two letters for the round mark beside a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "·"
