"""HTML that may be shown: nothing that runs, loads from afar or hides; the words stay."""

import time

import pytest

from gobetween.mime.letter import Drop, Hidden
from gobetween.mime.masking import Masker
from gobetween.mime.safe_html import sanitise, too_heavy

BEA = Hidden(addresses=frozenset({"bea@home.example"}), names=frozenset({"Bea Miller"}))


def safe(html: str, *pictures: str) -> str:
    return sanitise(html, masker=Masker(BEA), place="html", pictures={name: name for name in pictures}).html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<style>p{background:url(http://t.example/x)}</style>",
        "<iframe src='http://t.example'></iframe>",
        "<img src='http://t.example/pixel.gif' width=1 height=1>",
        "<img src='data:image/png;base64,xxxx'>",
        "<img src='cid:elsewhere'>",
        "<svg onload=alert(1)><text>x</text></svg>",
        "<!--[if mso]><p>bea@home.example</p><![endif]-->",
        "<object data=x></object><embed src=x>",
        "<div style='display:none'>secret</div>",
        "<span hidden>secret</span>",
        "<font style='font-size:0px'>secret</font>",
        "<link rel=stylesheet href=http://t.example><meta http-equiv=refresh content=0>",
        "<base href='http://t.example/'>",
    ],
)
def test_what_is_not_for_reading_is_gone(hostile: str) -> None:
    assert safe(f"<p>Hello {hostile}there</p>") in (
        "<p>Hello there</p>",
        "<p>Hello </p><p>there</p>",
        "<p>Hello </p>there<p></p>",
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="mailto:bea@home.example">mail</a>', "mail"),
        ('<p onclick="x" id="y" class="z" style="color:red;position:fixed">t</p>', 'style="color:red"'),
        ('<p style="background:url(http://t.example)">t</p>', "<p>t</p>"),
        ('<a href="https://s.example/?u=bea%40home.example">x</a>', "?u=%5Baddress%20hidden%5D"),
        ('<p title="Bea Miller">t</p>', 'title="[name hidden]"'),
        ('<form action="http://t.example"><input value=1><b>Buy</b></form>', "<b>Buy</b>"),
        ("<table><tr><td bgcolor=red>cell</td></tr></table>", '<td bgcolor="red">cell</td>'),
        ('<img src="cid:lamp" alt="Lamp">', '<img src="cid:lamp" alt="Lamp">'),
        ('<img src="http://t.example/lamp.jpg" alt="A blue lamp">', "A blue lamp"),
    ],
)
def test_attributes_are_kept_only_when_harmless(written: str, shown: str) -> None:
    result = safe(written, "lamp")

    assert shown in result
    assert not any(
        bad in result for bad in ("javascript", "mailto", "onclick", "url(", "home.example", "Bea", "t.example")
    )


def test_what_was_removed_is_reported_without_its_content() -> None:
    html = "<p hidden>a</p><p style='display:none'><i hidden>b</i></p><img src=http://t.example/1><img src=http://t.example/2>"

    assert sanitise(html, masker=Masker(BEA), place="html").dropped == (
        Drop(what="invisible text (2)", reason="hidden-text"),
        Drop(what="pictures from the web (2)", reason="remote-content"),
    )


def test_a_heavy_page_is_not_looked_into_and_a_large_one_is_done_soon() -> None:
    assert too_heavy("<div>" * 10_000)
    assert too_heavy("x" * 5_000_000)
    page = (
        "<table>" + "<tr><td style='display:none'>x</td><td><a href='https://s.example/%20'>y</a> z</td></tr>" * 2_000
    )
    assert not too_heavy(page)
    start = time.process_time()
    assert safe(page).count("z") == 2_000
    assert time.process_time() - start < 2


def test_the_tags_word_puts_into_comments_make_no_page_heavy() -> None:
    latent = "<!--[if gte mso 9]><xml>" + '<w:LsdException Locked="false"/>' * 600 + "</xml><![endif]-->"

    assert not too_heavy(f"<html><head>{latent}</head><body><p>The lamp is here.</p></body></html>")
    assert too_heavy("<!-->" + "<div>" * 500)
    assert too_heavy('<p title="<!--">' + "<div>" * 3000)
