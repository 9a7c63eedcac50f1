"""Does a moving picture stand in the body?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

MOVING = ("image/gif", "image/apng", "video/")


def find(reading: Reading) -> Iterator[Found]:
    """GIFs and videos in the text; one that is merely attached is a file like others."""
    for file in reading.draft.files:
        if file.inline and file.media_type.startswith(MOVING):
            yield Found(place=f"file:{file.position}", start=0, end=len(file.name), evidence=file.media_type)
    for place, page in reading.pages.items():
        if place.startswith("quoted"):
            continue
        for tag in page.tags:
            source = tag.attributes.get("src", "")
            if tag.name == "video" or (tag.name == "img" and _is_gif(source)):
                yield Found(place=place, start=tag.start, end=tag.end, replacement="")


def _is_gif(source: str) -> bool:
    plain = source.partition("?")[0].partition("#")[0].lower()
    return plain.endswith((".gif", ".apng")) or plain.startswith("data:image/gif")


RULE = Rule(
    id="moving-picture",
    label=Label.STYLING,
    find=find,
    message="A moving picture stands in the text.",
    fix="Use a still picture, or none.",
)
