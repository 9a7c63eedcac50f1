"""What a look at a file has brought so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from gobetween.policy.sight.words import Seen


@dataclass(slots=True)
class Gathering:
    """Grows while the file is read; `pages` counts the pictures."""

    words: list[Seen] = field(default_factory=list)
    codes: list[Seen] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unread: str = ""
    pages: int = 0

    def next_page(self) -> int:
        """The number of the picture that is looked at now."""
        self.pages += 1
        return self.pages - 1
