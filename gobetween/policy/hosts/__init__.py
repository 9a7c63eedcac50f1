"""Known hosts and endings of hosts, one file a kind, that anybody can extend."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources

import publicsuffixlist

RESERVED = frozenset({"example", "onion", "invalid"})
"""Top-level domains outside the public list that still mean an address (RFC 2606, RFC 7686)."""


@cache
def tlds() -> frozenset[str]:
    """Every top-level domain there is, as in the Public Suffix List, in Unicode and as `xn--`."""
    listed = resources.files(publicsuffixlist).joinpath("public_suffix_list.dat").read_text(encoding="utf-8")
    official = listed.partition("===END ICANN DOMAINS===")[0]
    found = {line.rpartition(".")[2].strip() for line in official.splitlines() if line and line[0] not in "/ "}
    return frozenset(found) | {_ascii(each) for each in found if not each.isascii()} | RESERVED


def _ascii(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


@cache
def named(kind: str) -> Mapping[str, frozenset[str]]:
    """The lines of one of the files: name -> entries."""
    text = resources.files(__package__).joinpath(f"{kind}.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: frozenset(entries.split()) for name, _, entries in lines}


@cache
def listed(kind: str) -> frozenset[str]:
    """The hosts of one of the files: `carriers`, `contacts`, `mailboxes`, `marketplace`, `pixels`."""
    return frozenset().union(*named(kind).values())


@cache
def words() -> frozenset[str]:
    """Common words of mail, folded: what stands before a full stop and is no host."""
    return frozenset(resources.files(__package__).joinpath("words.txt").read_text(encoding="utf-8").split())


def belongs(host: str, domains: Collection[str]) -> bool:
    """Whether a host is one of the domains or below one."""
    if not domains:
        return False
    at = 0
    while at >= 0:
        if host[at:] in domains:
            return True
        dot = host.find(".", at)
        at = dot + 1 if dot >= 0 else -1
    return False


def permitted(host: str, allowed: Collection[str]) -> bool:
    """Whether a link may lead there: the marketplace says so, or it is a carrier."""
    return belongs(host, allowed) or belongs(host, listed("carriers"))


MARKETPLACE_HOSTS = listed("marketplace")
"""The marketplace of the default rulebook in all its countries; `Draft.allowed_domains` decides what is allowed."""
