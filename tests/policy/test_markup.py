"""HTML as its reader sees it: every character maps back, hostile input takes linear time."""

from __future__ import annotations

import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.policy import markup
from gobetween.policy.views import View

PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href='x'>", "</a>", "<b style=\"display:none\">", "</b>", "<!-- ", "-->", "&amp;", "&nbsp",
     "&#46;", "&", "<", ">", "\"", "'", "=", "<img alt=\"a &lt; b\" src=x>", "<style>p{content:'hi'}","</style>",
     "<td bgcolor=#fff>", "word", " ", "\n", "é", "漢", "<script>", "</SCRIPT>", "<br/>", "<img title='",
     "<p hidden>", "<?x ?>", "</", "<a"]
)  # fmt: skip


def _agrees(view: View, source: str) -> bool:
    """Whether each character stands for the piece of the source it points to, gaps apart."""
    for index, character in enumerate(view.text):
        start, end = view.span(index, index + 1)
        piece = source[start:end]
        if piece and piece != character and character not in unescape(piece):
            return False
        if not piece and character not in "\n ":
            return False
    return True


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_character_maps_back_to_where_it_stands(source: str) -> None:
    page = markup.read(source)
    assert all(_agrees(view, source) for view in (page.visible, page.spoken, page.hidden))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_never_go_back_and_tags_stand_where_they_say(source: str) -> None:
    page = markup.read(source)
    for view in (page.visible, page.hidden):
        starts = [view.span(index, index + 1)[0] for index in range(len(view.text))]
        assert starts == sorted(starts)
    for tag in page.tags:
        assert source[tag.start] == "<" and source[tag.start + 1 :].lower().startswith(tag.name)
        for name, value in tag.attributes.items():
            assert unescape(source[slice(*tag.span(name))]) == value or value == ""


@pytest.mark.parametrize(
    ("source", "visible", "hidden"),
    [
        ("<p>a &amp; b</p>", "a & b", ""),
        ("a<br>b", "a\nb", ""),
        ("<p title='x > y'>seen</p>", "seen", ""),
        ("<p title=don't>it's seen</p>", "it's seen", ""),
        ("<script>if (a<b) x='</p>'</script>seen", "seen", ""),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2", ""),
        ("<div style='display:none'>a<p>b</p></div>c", "\nc", "a\nb\n"),
        ("<b>un</b>sub<i>scribe</i>", "unsubscribe", ""),
        ("<p style='color:#fff;background:#000'>seen</p>", "seen", ""),
        ("<!-- note -->seen", "seen", " note \n"),
    ],
)
def test_what_is_seen_and_what_is_not(source: str, visible: str, hidden: str) -> None:
    page = markup.read(source)
    assert page.visible.text.strip() == visible.strip()
    assert page.hidden.text.strip() == hidden.strip()


def test_a_link_knows_its_words_and_pictures() -> None:
    page = markup.read('<a href="https://x.example/?a=1&amp;b=2">go <b>here</b><img src=y alt=z></a>')
    [anchor] = page.anchors
    assert (anchor.href, anchor.text, len(anchor.pictures)) == ("https://x.example/?a=1&b=2", "go here", 1)
    assert page.spoken.text == "z"


MILLION = 1_000_000


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a href=\"", "<a href='x", "<p>", "</p>", "<!--", "&", "&amp;", "<title></TITLE>", "<style>",
     "<p a='\"", "<a href=x>y", "<div style='color:red'>", "<a b=c d=e ", "= ", "<img alt=a>", "<![",
     "<p x=\"'>", "\"'>"],
)  # fmt: skip
def test_a_hostile_megabyte_takes_half_a_second(piece: str) -> None:
    source = piece * (MILLION // len(piece))
    begun = time.process_time()
    page = markup.read(source)
    assert len(page.visible.text) + len(page.hidden.text) <= len(source) * 2
    assert time.process_time() - begun < 5
    print(f"{piece!r}: {time.process_time() - begun:.2f} s")
