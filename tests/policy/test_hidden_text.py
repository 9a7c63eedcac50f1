"""Words that are kept from their reader."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "hidden-text"


@pytest.mark.parametrize(
    "html",
    [
        '<p style="display:none">secret words</p>',
        '<p hidden>secret words</p>',
        '<p style="color:#fff">secret words</p>',
        '<div style="background:#222"><p style="color:#222222">secret words</p></div>',
        '<font color="white">secret words</font>',
        '<p style="font-size:1px">secret words</p>',
        '<p style="opacity:0.01">secret words</p>',
        '<p style="position:absolute;left:-9999px">secret words</p>',
        '<p style="color:transparent">secret words</p>',
        '<p style="visibility: hidden">secret words</p>',
        "<style>.x{display:none}</style><p class=x>secret words</p>",
    ],
)  # fmt: skip
def test_hidden_words_are_found(html: str) -> None:
    assert spans(RULE, html=f"<p>Hello</p>{html}") == ["secret words"]


@pytest.mark.parametrize(
    "html",
    [
        '<div style="display:none">&nbsp;&zwnj;&nbsp;&zwnj;&#847; &#8199;</div>',
        '<div style="display:none">Your parcel leaves today</div><p>Your parcel leaves today</p>',
        '<table bgcolor="#dd0000"><tr><td><a style="color:#fff">Track</a></td></tr></table>',
        '<td style="background-color:#000"><span style="color:#ffffff">Track</span></td>',
        '<td style="background-image:url(cid:x)"><span style="color:#ffffff">Track</span></td>',
        '<td style="font-size:0"><span style="font-size:14px">Words</span></td>',
        '<p style="font-size:1em;line-height:0;min-width:0;border-width:0">Words</p>',
        "<style>@media (max-width:600px){.x{display:none}}</style><p class=x>Words</p>",
        "<!-- template v3 --><p>Words</p>",
        "<title>Words</title><style>p{color:white}</style>",
    ],
)
def test_what_is_seen_or_has_no_words_passes(html: str) -> None:
    assert spans(RULE, html=html) == []
