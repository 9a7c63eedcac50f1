"""How lexicon lines are written and found, and that the six files are sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.policy.lexicon import LANGUAGES, Invalid, Lexicon, lexicon, parse


def found(line: str, text: str) -> list[str]:
    hits = Lexicon(parse(f"[review]\n{line}", "test")).hits(text)
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("line", "text", "hits"),
    [
        ("gift (card|voucher)(s)?", "a gift card, two gift vouchers", ["gift card", "gift vouchers"]),
        ("gift (card|voucher)(s)?", "gift cardsx and megagift card", []),
        ("remov* .. review*", "please remove your reviews now", ["remove your reviews"]),
        ("remov* .. review*", "we removed it. review", []),
        ("remov* .. review*", f"remove {'x' * 30} review", []),
        (
            "if ... happy",
            "if you and your whole family are really happy",
            ["if you and your whole family are really happy"],
        ),
        ("% off", "20% off now", ["% off"]),
        ("don't (forget|miss)", "please don't miss it", ["don't miss"]),
        ("星(5|五)(つ)?", "星5をください", ["星5"]),
        ("レビュー ... 特典", "レビューを書くと特典があります", ["レビューを書くと特典"]),
        ("*bewertung*", "die produktbewertungen hier", ["bewertungen"]),
        ("free gift  # a comment", "a free gift", ["free gift"]),
    ],
)
def test_a_line_finds_what_it_says_and_no_more(line: str, text: str, hits: list[str]) -> None:
    assert found(line, text) == hits


def test_all_lines_at_fault_are_told_at_once() -> None:
    with pytest.raises(Invalid) as told:
        parse("[review]\n(a|b\n... x\n[no-such-thing]\nfine", "mine")
    assert [line.partition(":")[2].partition(":")[0] for line in str(told.value).splitlines()] == ["2", "3", "4"]


def test_parentheses_do_not_nest() -> None:
    with pytest.raises(Invalid):
        parse("[review]\n(a (b|c)|d) e", "mine")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_reads_and_finds_nothing_in_nothing(language: str) -> None:
    assert list(lexicon(language).hits("")) == []


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(max_size=120))
def test_every_hit_lies_within_the_text(language: str, text: str) -> None:
    assert all(0 <= hit.start < hit.end <= len(text) for hit in lexicon(language).hits(text))
