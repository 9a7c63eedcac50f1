"""The files of a draft, as rules ask about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.words import File, Found


def such(reading: Reading, is_such: Callable[[File], bool]) -> Iterator[Found]:
    """Each file of which it is so; the finding spans its name and tells its media type."""
    for file in reading.draft.files:
        if is_such(file):
            yield Found(place=f"file:{file.position}", start=0, end=len(file.name), evidence=file.media_type)


def ending(file: File) -> str:
    """What stands behind the last dot of a file's name, in lower case."""
    return file.name.rstrip(". ").rpartition(".")[2].lower() if "." in file.name else ""
