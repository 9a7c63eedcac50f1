"""The answer of the room and its reasons."""

from __future__ import annotations

from dataclasses import dataclass

REASONS: dict[str, str] = {
    "header-unreadable": "The header block is not one that every mail program reads alike.",
    "from-missing": "There is no From field.",
    "several-froms": "There is more than one From field, or more than one address in it.",
    "group-syntax": "The From field names a group instead of one mailbox.",
    "from-unreadable": "The From field is not a plain mailbox.",
    "from-ambiguous": "Mail programs would read different addresses from the From field.",
    "not-authenticated": "Neither SPF nor DKIM passed for the domain of the From address.",
    "dmarc-reject": "As `not-authenticated`, and the domain's own DMARC policy asks to reject such letters.",
    "dns-temporary": "A look-up that could have settled it failed for now; the letter may come again.",
    "check-failed": "The check itself broke; the letter may come again.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The authenticated address of the header From, or why there is none.

    `by` is how: "dkim", "spf", "dkim+spf", "upstream", "loopback", or "" when refused. `temporary` asks for a 4xx.
    """

    address: str = ""
    by: str = ""
    reason: str = ""
    temporary: bool = False

    @property
    def known(self) -> bool:
        """True when the address may be believed."""
        return bool(self.by)
