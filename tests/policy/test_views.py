"""Views: what they take off, and that every span leads back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.policy.disguise import undisguised
from gobetween.policy.views import View, flowed, fold, folded, normal, raw

ANY = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aeiou rst012@$.-_*\u200b\u00ad\u0301\u20e3\ufe0fｒ４④٤ﾞｶ𝟒🇦🅱ßéüïàаеоα \n"),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("re\u200bview", "review"),
        ("un\u00adsub\u2060scribe", "unsubscribe"),
        ("4\ufe0f\u20e31\ufe0f\u20e3", "41"),
        ("④①⑤", "415"),
        ("４１５．２", "415.2"),
        ("𝟒𝟏𝟓", "415"),
        ("٤١٥", "415"),
        ("ｒｅｖｉｅｗ", "review"),
        ("🅡🇪🅿", "REP"),
        ("ﾚﾋﾞｭｰ", "レビュー"),
        ("cafe\u0301", "café"),
        ("https:\u200e//x", "https://x"),
        ("Müller, Россия, 東京", "Müller, Россия, 東京"),
    ],
)
def test_ignorables_go_and_compatible_characters_become_plain(text: str, plain: str) -> None:
    assert normal(raw(text)).text == plain


@pytest.mark.parametrize(
    ("text", "bare"),
    [("Größe ÉTÉ", "grose ete"), ("don’t", "don't"), ("İI", "ii"), ("レビュー", "レビュー"), ("ŒUVRE", "ouvre")],
)
def test_folding_drops_case_and_accents_and_keeps_the_length(text: str, bare: str) -> None:
    assert fold(text) == bare or len(fold(text)) == len(text)
    assert len(fold(text)) == len(text)


@given(ANY)
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("r e v i e w", "review"),
        ("r e v i e w  w i t h  5  s t a r s", "review with 5 stars"),
        ("d1sc0unt", "discount"),
        ("re.view", "review"),
        ("p*o*s*i*t*i*v*e", "positive"),
        ("rеviеw", "review"),
        ("f1ve st@rs", "five stars"),
        ("c-o-u-p-o-n", "coupon"),
        ("評 価 は 五", "評価は五"),
    ],
)
def test_disguises_come_off(text: str, plain: str) -> None:
    seen = undisguised(folded(normal(raw(text))))
    assert seen is not None
    assert " ".join(seen.text.split()) == plain


@pytest.mark.parametrize("text", ["Your parcel left on Monday.", "Bonjour, merci beaucoup", "order 5512", "ありがとう"])
def test_ordinary_text_has_no_second_view(text: str) -> None:
    assert undisguised(folded(normal(raw(text)))) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("We would be very glad if you could find the time to\nleave a review", True),
        ("Dear Ann,\nthank you", False),
        ("We would be very glad if you could find the time for it.\nLeave", False),
    ],
)
def test_a_line_the_mail_program_broke_is_whole_again(text: str, whole: bool) -> None:
    assert ("\n" not in flowed(raw(text)).text) is whole


def _views(text: str) -> list[View]:
    first = normal(raw(text))
    last = folded(first)
    hidden = undisguised(last)
    return [first, last, flowed(first), *([hidden, flowed(hidden)] if hidden else [])]


@given(ANY)
def test_every_character_of_a_view_stands_for_a_span_of_the_source(text: str) -> None:
    for view in _views(text):
        spans = [view.span(at, at + 1) for at in range(len(view.text))]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert [start for start, _ in spans] == sorted(start for start, _ in spans)
        assert [end for _, end in spans] == sorted(end for _, end in spans)


@given(ANY, st.integers(0, 79), st.integers(1, 20))
def test_a_span_of_a_view_holds_what_it_shows(text: str, start: int, size: int) -> None:
    view = normal(raw(text))
    if start + size > len(view.text):
        return
    first, last = view.span(start, start + size)
    again = normal(raw(text[first:last])).text
    assert unicodedata.normalize("NFKC", view.text[start : start + size]) in unicodedata.normalize("NFKC", again) or (
        again == "" and view.text[start : start + size].isspace()
    )
