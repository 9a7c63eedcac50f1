"""The page for operators says what the default terms say."""

from __future__ import annotations

from pathlib import Path

from gobetween.eligibility import default, page

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "eligibility.md"


def test_the_tables_of_the_page_are_those_of_the_terms() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert page.purposes(default()) in written, "put in what `python -m gobetween.eligibility.page` prints"
    assert page.reasons() in written, "put in what `python -m gobetween.eligibility.page` prints"
