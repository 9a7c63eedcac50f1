"""Every kind of entry has its line in the operators' page, in the same words."""

from __future__ import annotations

import re
from pathlib import Path

from gobetween.journal.kinds import KINDS

PAGE = Path(__file__).parents[2] / "docs/operate/journal.md"


def test_the_page_lists_the_kinds_as_they_are() -> None:
    listed = dict(re.findall(r"^\| `([a-z.]+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == KINDS


def test_a_kind_is_a_thing_and_what_became_of_it() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+", kind) and sentence.endswith(".") for kind, sentence in KINDS.items())
