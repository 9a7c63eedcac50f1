"""A file that acts by itself, or hides what it is, is held."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(*files: tuple[str, str], kind: policy.Kind = policy.Kind.REPLY, inline: bool = False) -> list[str]:
    draft = policy.Draft(
        sources=(policy.Source(place="text", text="The file you asked for."),),
        kind=kind,
        files=tuple(
            policy.File(position=number, name=name, media_type=media_type, inline=inline)
            for number, (name, media_type) in enumerate(files)
        ),
    )
    found = [each for each in policy.judge(draft, policy.default()).findings if each.rule == "attachment-type"]
    assert {each.outcome for each in found} <= {policy.Outcome.HOLD}
    return [each.place for each in found]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("invoice.docm", "application/vnd.ms-word.document.macroEnabled.12"),
        ("invoice.docx", "application/vnd.ms-word.document.macroenabled.12"),
        ("list.xlsm", "application/octet-stream"),
        ("page.html", "text/html"),
        ("logo.svg", "image/svg+xml"),
        ("disk.iso", "application/x-iso9660-image"),
        ("script.txt", "text/javascript"),
        ("invoice\u202egpj.pdf", "application/pdf"),
    ],
)
def test_what_acts_by_itself_or_disguises_itself_is_held(name: str, media_type: str) -> None:
    assert findings((name, media_type)) == ["file:0"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("invoice.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("list.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("svg.png", "image/png"),
        ("notes.txt", "text/plain"),
        ("invoice.xml", "application/xml"),
        ("bundle.zip", "application/zip"),
    ],
)
def test_ordinary_files_pass(name: str, media_type: str) -> None:
    assert findings((name, media_type)) == []
