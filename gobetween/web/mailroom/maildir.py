"""Mailboxes as folders of files, in the Maildir manner: a letter is whole and on the disk before it is named."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from urllib.parse import quote, unquote

INBOX = "inbox"
SENT = "sent"
FOLDERS = {INBOX: "", SENT: ".Sent"}
SEEN = ":2,S"
MOST = 500
"""Letters of one folder that are looked at, the newest ones."""

_count = itertools.count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One letter's file. `key` stays the same when the letter is marked as seen."""

    key: str
    folder: str
    seen: bool
    path: Path


def keep(root: Path, address: str, raw: bytes, *, folder: str = INBOX) -> Kept:
    """Store a letter; on the disk, and visible only as a whole, when this returns."""
    box = _box(root, address, folder)
    for part in ("tmp", "new", "cur"):
        (box / part).mkdir(parents=True, exist_ok=True)
    name = f"{time_ns():020d}.{os.getpid()}_{next(_count)}"
    waiting = box / "tmp" / name
    with waiting.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    there = box / "cur" / f"{name}{SEEN}" if folder == SENT else box / "new" / name
    waiting.rename(there)
    _flush(there.parent)
    return _kept(there, folder)


def letters(root: Path, address: str) -> list[Kept]:
    """All letters of a mailbox, inbox and sent, oldest first."""
    return [kept for folder in FOLDERS for kept in _folder(root, address, folder)]


def find(root: Path, address: str, key: str) -> Kept | None:
    """The letter of a mailbox with this key."""
    return next((kept for kept in letters(root, address) if kept.key == key), None)


def mark_seen(kept: Kept) -> None:
    """Move a new letter to those that were looked at; harmless when somebody else just did."""
    if kept.seen:
        return
    target = kept.path.parent.parent / "cur" / f"{kept.path.name.partition(':')[0]}{SEEN}"
    try:
        kept.path.rename(target)
    except FileNotFoundError:
        return


def unread(root: Path, address: str) -> int:
    """How many letters of the inbox nobody looked at yet."""
    box = _box(root, address, INBOX) / "new"
    return sum(1 for _ in box.iterdir()) if box.is_dir() else 0


def addresses(root: Path) -> list[str]:
    """Every address that ever got or sent a letter."""
    return sorted(unquote(path.name) for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def _folder(root: Path, address: str, folder: str) -> Iterator[Kept]:
    box = _box(root, address, folder)
    files = [file for part in ("new", "cur") if (box / part).is_dir() for file in (box / part).iterdir()]
    for file in sorted(files, key=lambda each: each.name)[-MOST:]:
        yield _kept(file, folder)


def _kept(path: Path, folder: str) -> Kept:
    name = path.name.partition(":")[0]
    key = hashlib.sha256(f"{folder}/{name}".encode()).hexdigest()[:16]
    return Kept(key=key, folder=folder, seen=path.parent.name == "cur", path=path)


def _box(root: Path, address: str, folder: str) -> Path:
    """One folder name an address: no slash, no leading dot, whatever the address holds."""
    name = (
        quote(address.lower(), safe="@+-_").replace(".", "%2E")
        if address.startswith(".")
        else quote(address.lower(), safe="@+-_.")
    )
    return root / name / FOLDERS[folder]


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
