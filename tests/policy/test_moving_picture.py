"""A moving picture does not stand in mail nobody asked for; attached it is a file."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(html: str = "", *files: policy.File, kind: policy.Kind = policy.Kind.PROACTIVE) -> list[policy.Finding]:
    draft = policy.Draft(sources=(policy.Source(place="html", text=html),), kind=kind, files=files)
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "moving-picture"]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="cid:a.gif" alt="wave">',
        '<img alt="wave" src="https://cdn.example/wave.GIF?x=1">',
        '<img alt="wave" src="data:image/gif;base64,R0lGOD">',
        '<video src="cid:film">',
    ],
)
def test_a_gif_or_film_in_the_body_is_told(picture: str) -> None:
    html = f"<p>Hello</p>{picture}<p>Bye</p>"
    [found] = findings(html)
    assert html[found.start : found.end] == picture
    assert found.outcome is policy.Outcome.ADVISE


def test_an_inline_gif_is_told_by_its_content() -> None:
    [found] = findings("<p>x</p>", policy.File(position=2, name="wave.png", media_type="image/gif", inline=True))
    assert (found.place, found.start, found.end) == ("file:2", 0, 8)


@pytest.mark.parametrize(
    "html", ['<img src="cid:a.png" alt="a.gif">', '<a href="/x.gif">x</a>', "<p>plan.gif</p>", '<img src="/gif/a.jpg">']
)
def test_still_pictures_pass(html: str) -> None:
    assert findings(html) == []


def test_an_attached_gif_is_a_file_like_others() -> None:
    assert findings("<p>x</p>", policy.File(position=0, name="a.gif", media_type="image/gif")) == []


def test_a_reply_may_have_one() -> None:
    assert findings('<img src="a.gif">', kind=policy.Kind.REPLY) == []
