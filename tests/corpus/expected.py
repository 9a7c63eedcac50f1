"""What is to become of a letter of the corpus."""

from __future__ import annotations

from dataclasses import dataclass

BEA, SAM = "bea@home.example", "sam@lamps.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`about` is one sentence; lists are complete for `files` and `dropped`, samples for `words`, `html`, `never`."""

    trap: str
    about: str
    outcome: str = "relayed"
    reason: str = ""
    words: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    addresses: tuple[str, ...] = (BEA, SAM)
    names: tuple[str, ...] = ("Bea Buyer", "Sam Seller")
    twin: str = ""
