"""What a reader of the HTML would see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.html_text import html_to_text, is_overnested


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("one<br>two", "one\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("a   b\n c&nbsp;d", "a b c d"),
        ("<b>bo</b>ld", "bold"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<blockquote type=cite>old</blockquote>new", "> old\nnew"),
        ("<blockquote style='margin: 0 0 0 40px; border: none'>indented</blockquote>", "indented"),
        ("<span>-- </span><br>Bea", "-- \nBea"),
        ("<a href='https://x.example/a'>shop</a>", "shop <https://x.example/a>"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='mailto:a@b.c?subject=x'>a@b.c</a>", "a@b.c"),
        ("<a href='javascript:x()'>x</a>", "x"),
        ("<a href='tel:+49301234'>call me</a>", "call me <tel:+49301234>"),
        ("<img alt='a smile' src=x><img alt='image001.png'>", "a smile"),
        ("<script>x</script><style>y</style><title>z</title><!-- c -->ok", "ok"),
        ("<div style='display: none'>hidden</div><p hidden>too</p><b style='font-size:0px'>x</b>seen", "seen"),
        ("<i style='font-size:0.9em'>seen</i>", "seen"),
        ("", ""),
    ],
)
def test_html_reads_as(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_deep_nests_are_read_flat() -> None:
    assert is_overnested("<div>" * 5000)
    assert html_to_text("<div>" * 100_000 + "deep &amp; safe") == "deep & safe"
    assert not is_overnested("<p>x" * 5000)


@given(st.text())
def test_any_html_gives_text(html: str) -> None:
    assert isinstance(html_to_text(html), str)
