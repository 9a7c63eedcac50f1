"""The key ring: `id:hex64[,id:hex64]`, from the settings or from a file of the state folder. The first key seals."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gobetween.kit.config import Config, current

KEY = re.compile(r"([a-z0-9-]{1,20}):([0-9a-fA-F]{64})")


class BadKeys(ValueError):
    """The key ring cannot be read; the text never shows key material."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One master key of 32 bytes; only keys derived from it ever touch a value."""

    id: str
    secret: bytes = field(repr=False)


def ring() -> tuple[Key, ...]:
    """The keys of this process, newest first."""
    config = current()
    return parse(config.keys or ensure_keys(config))


@lru_cache(maxsize=16)
def parse(text: str) -> tuple[Key, ...]:
    """The key ring written as `text`. Raises `BadKeys`."""
    matches = [KEY.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    if not matches or not all(matches):
        raise BadKeys("keys must read `id:hex64[,id:hex64]` with ids of a-z, 0-9 and dashes")
    keys = tuple(Key(id=match[1], secret=bytes.fromhex(match[2])) for match in matches if match)
    if len({key.id for key in keys}) < len(keys):
        raise BadKeys("two keys have the same id")
    return keys


@lru_cache(maxsize=4096)
def derived(key: Key, use: str) -> bytes:
    """A key of 32 bytes for one `use` only (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"gobetween:" + use.encode()).derive(key.secret)


def ensure_keys(config: Config) -> str:
    """The key ring of the state folder, made on first use (0600). Several processes may ask at once."""
    path = config.state_dir / "keys"
    if not path.exists():
        _make(path)
    return _read(path)


@lru_cache(maxsize=16)
def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()


def rotate(config: Config) -> str:
    """Put a new key in front of the ring of the state folder, and give its id; running processes keep the old ring."""
    made = new_key()
    write(config, f"{made},{ensure_keys(config)}")
    return parse(made)[0].id


def write(config: Config, text: str) -> None:
    """Replace the ring of the state folder, at once and whole. Raises `BadKeys`."""
    parse(text)
    path = config.state_dir / "keys"
    with _draft(path, text) as draft:
        draft.replace(path)
    _read.cache_clear()


def _make(path: Path) -> None:
    """Link a whole file into place: the first process wins, nobody reads half a key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _draft(path, new_key()) as draft, contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)


@contextlib.contextmanager
def _draft(path: Path, text: str) -> Iterator[Path]:
    """A file (0600) with `text` beside `path`, on the disk, gone at the end."""
    draft = path.with_name(f".keys-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def new_key() -> str:
    """A fresh key as it stands in the ring."""
    return f"k{secrets.token_hex(3)}:{secrets.token_hex(32)}"
