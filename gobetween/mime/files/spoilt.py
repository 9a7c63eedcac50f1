"""The one way a cleaner says no."""

from __future__ import annotations


class Spoilt(ValueError):
    """A file that cannot be made safe; the text is a kebab-case reason and never holds anything of the file."""
