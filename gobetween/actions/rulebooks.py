"""Which rulebook is in force where: a marketplace's newest, else the program's own. Each is read once a process."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from gobetween import policy
from gobetween.marketplace import reads, writes


def in_force(marketplaces: Collection[str]) -> dict[str, policy.Rulebook]:
    """By marketplace, in one query; documents are loaded when they are new to this process."""
    if not marketplaces:
        return {}
    document = policy.default_document()
    known = reads.newest_rulebooks(set(marketplaces), default=digest_of(document))
    if None not in known and not set(marketplaces) <= known.keys():
        known[None] = writes.keep_default_rulebook(document, digest=digest_of(document))
    return {each: recalled(known[each]) if each in known else _default(known[None]) for each in marketplaces}


@lru_cache(maxsize=1000)
def recalled(number: int) -> policy.Rulebook:
    """The rulebook on record under a number; it never changes. Raises `LookupError`."""
    kept = reads.rulebook(number)
    if kept is None:
        raise LookupError(number)
    return policy.recalled(kept.document, version=number)


@lru_cache(maxsize=8)
def _default(number: int) -> policy.Rulebook:
    return replace(policy.default(), version=number)


@lru_cache(maxsize=8)
def digest_of(document: str) -> str:
    """SHA-256 of a document, hex."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
