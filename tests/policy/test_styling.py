"""The layout rules for mail nobody asked for, each with what it leaves alone."""

from __future__ import annotations

import pytest

from gobetween import policy


def faults(html: str, kind: policy.Kind = policy.Kind.PROACTIVE, place: str = "html") -> dict[str, str]:
    draft = policy.Draft(sources=(policy.Source(place=place, text=html),), kind=kind)
    found = [each for each in policy.judge(draft, policy.default()).findings if each.rule == "styling"]
    assert {each.outcome for each in found} <= {policy.Outcome.ADVISE}
    return {what: html[each.start : each.end] for each in found for what in each.evidence.split()}


@pytest.mark.parametrize(
    ("what", "span"),
    [
        ("no-alt", '<img src="cid:a">'),
        ("wide-picture", '<img src="cid:a" alt="" width="100%">'),
        ("wide-picture", '<img src="cid:a" alt="lamp" style="width: 700px">'),
        ("margin", '<p style="margin-left: 25%">'),
        ("margin", '<div style="margin: 0 200px">'),
        ("font", '<p style="font-family: Arial">'),
        ("font", '<p style="line-height:2">'),
        ("font", '<span style="color: #003366">'),
        ("font", '<font face="Courier">'),
        ("alignment", '<div style="text-align: center">'),
        ("alignment", '<p align="right">'),
        ("alignment", "<center>"),
        ("contrast", '<span style="color:#999">'),
        ("contrast", '<p style="color: yellow; background: white">'),
    ],
)
def test_a_fault_is_told_with_its_tag(what: str, span: str) -> None:
    assert faults(f"<p>Your lamp</p>{span}hello</p><p>bye</p>").get(what) == span


@pytest.mark.parametrize(
    "html",
    [
        "<p>Your <b>lamp</b> ships on <i>Monday</i>.</p>",
        '<img src="cid:a" alt="Our lamp" width="320">',
        '<img src="cid:a" alt="" style="width:80%">',
        '<table align="center"><tr><td align="right">3</td><td style="text-align:center">x</td></tr></table>',
        '<p style="margin: 12px 0">one</p>',
        '<div style="margin: 0 auto; padding: 10px; border: 1px solid">two</div>',
        "one<br>two<br><br>three<br><br>four",
        '<p style="text-align:left">left</p>',
        '<p style="font-weight: bold">bold</p>',
        "",
    ],
)
def test_plain_layout_passes(html: str) -> None:
    assert faults(html) == {}


def test_three_sizes_are_enough() -> None:
    html = "".join(f'<span style="font-size:{size}px">x</span>' for size in (10, 12, 14, 12, 10))
    assert "sizes" not in faults(html)
    assert faults(html + '<span style="font-size:16px">x</span>')["sizes"] == '<span style="font-size:16px">'


def test_more_than_two_line_breaks_in_a_row() -> None:
    assert faults("a<br><br>&nbsp;<br/>b")["breaks"] == "<br><br>&nbsp;<br/>"
    assert faults("Hello\n\n\nbye", place="text") == {"breaks": "\n\n\n"}
    assert faults("Hello\n\nbye\n\n\n\n", place="text") == {}


def test_contrast_is_not_told_where_the_ground_is_not_known() -> None:
    assert "contrast" not in faults('<div style="background:#000"><p style="color:#999">x</p></div>')
    assert "contrast" in faults('<p style="color:#777;background-color:#888">x</p>')


@pytest.mark.parametrize("kind", [policy.Kind.REPLY, policy.Kind.CRITICAL])
def test_replies_are_styled_as_their_author_likes(kind: policy.Kind) -> None:
    assert faults('<center><img src="cid:a"></center>', kind) == {}
