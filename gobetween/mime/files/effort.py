"""How much work the files of one letter may make, attached letters and theirs included."""

from __future__ import annotations

from dataclasses import dataclass

from gobetween.mime.files.spoilt import Spoilt

ENOUGH = 1300.0
"""Milliseconds of an ordinary processor. Estimated by size, not measured: the same letter always gets the same copy."""

PER_FILE = 0.12
PER_LETTER = 1.5
PER_MASK = 0.04
PER_ARCHIVE = 2.5
PER_XML_MB = 150.0
PER_TEXT_MB = 60.0
PER_HTML_MB = 250.0
PER_MEGASAMPLE = {"PNG": 20.0, "JPEG": 8.0, "WEBP": 30.0}
"""To draw anew; a sample is one colour of one pixel, or eight pixels in black and white."""


@dataclass(slots=True)
class Effort:
    """What is left of it."""

    left: float = ENOUGH

    def spend(self, milliseconds: float) -> None:
        """Raises `Spoilt` when the work would be more than is left."""
        if milliseconds > self.left:
            raise Spoilt("too-long-to-check")
        self.left -= milliseconds
