"""Mail nobody asked for carries instructions, warranties and invoices only."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(*files: tuple[str, str], kind: policy.Kind = policy.Kind.PROACTIVE, inline: bool = False) -> list[str]:
    draft = policy.Draft(
        sources=(policy.Source(place="text", text="The file you asked for."),),
        kind=kind,
        files=tuple(
            policy.File(position=number, name=name, media_type=media_type, inline=inline)
            for number, (name, media_type) in enumerate(files)
        ),
    )
    found = [each for each in policy.judge(draft, policy.default()).findings if each.rule == "attachment-unusual"]
    assert {each.outcome for each in found} <= {policy.Outcome.ADVISE}
    return [each.place for each in found]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("song.mp3", "audio/mpeg"),
        ("film.mp4", "video/mp4"),
        ("all.zip", "application/zip"),
        ("x.bin", "application/octet-stream"),
    ],
)
def test_other_types_are_told(name: str, media_type: str) -> None:
    assert findings(("manual.pdf", "application/pdf"), (name, media_type)) == ["file:1"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("manual.pdf", "application/pdf"),
        ("plan.png", "image/png"),
        ("fattura.xml", "text/xml"),
        ("warranty.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_the_usual_ones_pass(name: str, media_type: str) -> None:
    assert findings((name, media_type)) == []


def test_a_reply_may_carry_others() -> None:
    assert findings(("all.zip", "application/zip"), kind=policy.Kind.REPLY) == []
