"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gobetween.policy.reading import Reading
from gobetween.policy.words import Found, Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One question about a draft, under a stable id.

    `message` tells the author what is wrong, `fix` what to do instead: one calm English sentence each, translated by
    gettext. `only_new`: runs last and adds only labels that no other rule found.
    """

    id: str
    label: Label
    find: Callable[[Reading], Iterable[Found]]
    message: str
    fix: str
    only_new: bool = False
