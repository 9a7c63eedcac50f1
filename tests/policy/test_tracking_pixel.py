"""Pictures that count who opens a message."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "tracking-pixel"


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://t.acme-rugs.com/a.gif" width="1" height="1">',
        '<img src="https://t.acme-rugs.com/a.gif" style="width:1px;height:1px">',
        '<img src="https://t.acme-rugs.com/a.gif" style="display:none">',
        '<img src="//t.acme-rugs.com/a.gif" height=0 width=0 alt="">',
        '<img src="https://acme.us4.list-manage.com/track/open.php?u=1">',
        '<img src="https://u1.ct.sendgrid.net/wf/open?upn=abc" alt="">',
        '<img src="https://acme-rugs.com/open/8812.png">',
    ],
)
def test_a_counter_is_found(tag: str) -> None:
    assert spans(RULE, html=f"<p>Hi</p>{tag}") == [tag]


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="cid:logo" width="1" height="1">',
        '<img src="https://cdn.acme-rugs.com/logo.png" width="120" height="40">',
        '<img src="https://cdn.acme-rugs.com/logo.png" style="width:100%">',
        '<img src="https://cdn.acme-rugs.com/opening-hours.png" alt="Opening hours">',
        '<img src="https://cdn.acme-rugs.com/open/door.png" width="300">',
        '<img alt="no source">',
    ],
)
def test_a_picture_that_is_seen_passes(tag: str) -> None:
    assert spans(RULE, html=f"<p>Hi</p>{tag}") == []


def test_a_quoted_one_is_not_the_authors() -> None:
    assert spans(RULE, places={"quoted_html": '<img src="https://t.acme.com/a.gif" width="1" height="1">'}) == []
