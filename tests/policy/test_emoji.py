"""Mail nobody asked for has no emojis; type is none."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, kind: policy.Kind = policy.Kind.PROACTIVE, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), kind=kind, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "emoji"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks 😊 and bye", ["😊"]),
        ("Your lamp ❤️ ships 🚚💨 today", ["❤️", "🚚💨"]),
        ("Family 👩‍👩‍👧 and flag 🇯🇵", ["👩‍👩‍👧", "🇯🇵"]),
        ("press 1️⃣", ["1️⃣"]),
        ("hand 👍🏽!", ["👍🏽"]),
        ("★ and ⭐", ["⭐"]),
    ],
)
def test_emojis_are_found_whole(text: str, found: list[str]) -> None:
    assert [text[each.start : each.end] for each in findings(text)] == found
    assert {each.outcome for each in findings(text)} == {policy.Outcome.ADVISE}


@pytest.mark.parametrize(
    "text",
    [
        "★★★☆☆ ♪ ✓ ✔ ☎ ■ ● ※ → ♥ ©2024 ™ ® № ½ 20 °C",
        "Schöne Grüße :-) <3",
        "ご注文ありがとうございます♪【重要】〜",
        "1. 2. 3. # * 5 × 7",
    ],
)
def test_type_is_no_emoji(text: str) -> None:
    assert findings(text) == []


def test_offsets_hold_in_html() -> None:
    html = "<p>Hi &#128522; there 🎁</p>"
    draft = policy.Draft(sources=(policy.Source(place="html", text=html),), kind=policy.Kind.PROACTIVE)
    found = [each for each in policy.judge(draft, policy.default()).findings if each.rule == "emoji"]
    assert [html[each.start : each.end] for each in found] == ["&#128522;", "🎁"]


def test_a_reply_may_have_them() -> None:
    assert findings("Thanks 😊", policy.Kind.REPLY) == []


def test_the_buyer_may_have_them() -> None:
    assert findings("Thanks 😊", direction=policy.Direction.TO_SELLER) == []
