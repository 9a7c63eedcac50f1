"""A text longer than is read to the end is held for a person, and takes no longer than others."""

from __future__ import annotations

import time

import pytest

from gobetween import policy
from gobetween.policy.reading import LONGEST


def judged(text: str, place: str = "text", **known: object) -> list[policy.Finding]:
    draft = policy.Draft(sources=(policy.Source(place=place, text=text),), **known)  # type: ignore[arg-type]
    return list(policy.judge(draft, policy.default()).findings)


def too_long(text: str, place: str = "text", **known: object) -> list[policy.Finding]:
    return [each for each in judged(text, place, **known) if each.rule == "too-long"]


@pytest.mark.parametrize("direction", policy.Direction)
def test_the_part_that_is_not_read_is_told(direction: policy.Direction) -> None:
    [found] = too_long("a b " * (LONGEST // 4) + "tail", direction=direction)
    assert (found.start, found.end) == (LONGEST, LONGEST + 4)
    assert found.outcome is policy.Outcome.HOLD


def test_the_longest_text_that_is_read_passes() -> None:
    assert too_long("a b " * (LONGEST // 4)) == []


def test_tags_do_not_count() -> None:
    assert too_long("<p><b></b></p>" * (LONGEST // 10) + "Hello", "html") == []
    html = "<p>" + "lamp " * (LONGEST // 5) + "tail</p>"
    [found] = too_long(html, "html")
    assert html[found.start : found.end] == "tail"


def test_quoted_letters_may_be_long() -> None:
    assert too_long("a b " * LONGEST, "quoted_text") == []


def test_what_stands_in_the_first_part_is_found_all_the_same() -> None:
    found = judged("Please leave a five star review! " + "lamp " * LONGEST, language="en")
    assert {"review-positive", "too-long"} <= {each.rule for each in found}


@pytest.mark.parametrize("piece", ["lamp ", "review ", "評価", "r.e.v.i.e.w ", "if you are happy "])
def test_a_megabyte_is_judged_in_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece.encode()))
    started = time.perf_counter()
    assert too_long(text, language="en") or len(text) <= LONGEST
    assert time.perf_counter() - started < 5
