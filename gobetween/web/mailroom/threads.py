"""Groups mails into threads as mail clients do: by what they say they answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gobetween.web.mailroom.maildir import INBOX
from gobetween.web.mailroom.reading import Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """Mails of one mailbox that belong together, oldest first."""

    mails: tuple[Mail, ...]

    @property
    def latest(self) -> Mail:
        return self.mails[-1]

    @property
    def other(self) -> str:
        """Who it is with, as their mails say."""
        got = next((mail for mail in reversed(self.mails) if mail.folder == INBOX), None)
        if got is not None:
            return got.name or got.address
        return self.latest.to or self.latest.to_address

    @property
    def unread(self) -> int:
        return sum(not mail.seen for mail in self.mails)


def grouped(mails: Iterable[Mail]) -> list[Thread]:
    """All threads, the one with the newest mail first. Two mails that name the same ancestor are one thread."""
    roots: dict[str, str] = {}
    ordered = sorted(mails, key=lambda mail: mail.at)
    for mail in ordered:
        _join(roots, (_own(mail), *mail.parents))
    gathered: dict[str, list[Mail]] = {}
    for mail in ordered:
        gathered.setdefault(_root(roots, _own(mail)), []).append(mail)
    found = [Thread(mails=tuple(each)) for each in gathered.values()]
    return sorted(found, key=lambda thread: thread.latest.at, reverse=True)


def _own(mail: Mail) -> str:
    return mail.message_id or mail.key


def _root(roots: dict[str, str], name: str) -> str:
    while roots.setdefault(name, name) != name:
        roots[name] = roots[roots[name]]
        name = roots[name]
    return name


def _join(roots: dict[str, str], names: tuple[str, ...]) -> None:
    first = _root(roots, names[0])
    for name in names[1:]:
        roots[_root(roots, name)] = first
