"""Which marketplace a command is about. Imported only after Django is loaded."""

from __future__ import annotations

from gobetween.kit.problems import Problem
from gobetween.marketplace import reads
from gobetween.marketplace.models import Marketplace


def marketplace_named(name: str) -> Marketplace:
    """The marketplace `name`, or the only one there is. Raises `Problem`."""
    known = {each.pk: each for each in reads.marketplaces()}
    if name in known:
        return known[name]
    if name:
        raise Problem(f"There is no marketplace {name}: {_known(known)}.")
    if len(known) != 1:
        raise Problem(f"Say which marketplace, with --marketplace: {_known(known)}.")
    return next(iter(known.values()))


def _known(known: dict[str, Marketplace]) -> str:
    if not known:
        return "there is none yet, `gobetween marketplace open` makes one"
    return f"there is {', '.join(known)}"
