"""Contents of attachments: sealed, in Django's default storage."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from gobetween.kit.sealing import seal, unseal


def put(name: str, content: bytes) -> str:
    """Keep `content` under `name`, over what lay there; on the disk (not only in its cache) when this returns."""
    saved = default_storage.save(name, ContentFile(seal(content, purpose="file")))
    if isinstance(
        default_storage._wrapped if hasattr(default_storage, "_wrapped") else default_storage, FileSystemStorage
    ):
        _flush(default_storage.path(saved))
    return saved


def replace(name: str, content: bytes) -> None:
    """As `put`, but a crash in the middle leaves the old content whole."""
    if not isinstance(getattr(default_storage, "_wrapped", default_storage), FileSystemStorage):
        put(name, content)
        return
    draft = put(f"{name}.new", content)
    Path(default_storage.path(draft)).replace(default_storage.path(name))


def get(name: str) -> bytes:
    """The content kept under `name`. Raises FileNotFoundError, or Unsealable when the key is gone."""
    with default_storage.open(name) as file:
        return unseal(file.read(), purpose="file")


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
