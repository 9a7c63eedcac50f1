"""Pictures over plain http."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "insecure-picture"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="http://cdn.acme.com/a.png">', "http://cdn.acme.com/a.png"),
        ('<td background="http://cdn.acme.com/a.png">', "http://cdn.acme.com/a.png"),
        ('<td style="background:url(http://cdn.acme.com/a.png)">', "background:url(http://cdn.acme.com/a.png)"),
    ],
)
def test_a_picture_over_http_is_found(html: str, found: str) -> None:
    assert spans(RULE, html=html) == [found]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://cdn.acme.com/a.png">',
        '<img src="cid:logo">',
        '<a href="http://acme.com">x</a>',
        "<p>http://x.com</p>",
    ],
)
def test_others_pass(html: str) -> None:
    assert spans(RULE, html=html) == []
