"""Programs are not passed on."""

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
    found = [each for each in policy.judge(draft, policy.default()).findings if each.rule == "attachment-executable"]
    assert {each.outcome for each in found} <= {policy.Outcome.BLOCK}
    return [each.place for each in found]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("setup.exe", "application/x-msdownload"),
        ("manual.pdf", "application/vnd.microsoft.portable-executable"),
        ("manual.pdf.exe", "application/octet-stream"),
        ("invoice.PDF.JS", "text/plain"),
        ("start.bat", "text/plain"),
        ("driver.msi", "application/x-msi"),
        ("app.apk", "application/vnd.android.package-archive"),
        ("run", "text/x-shellscript"),
        ("open me.lnk", "application/octet-stream"),
        ("tool.exe. ", "application/octet-stream"),
    ],
)
def test_programs_are_found_by_content_and_by_name(name: str, media_type: str) -> None:
    assert findings(("plan.png", "image/png"), (name, media_type)) == ["file:1"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("manual.pdf", "application/pdf"),
        ("exe.jpg", "image/jpeg"),
        ("set.up", "text/plain"),
        ("photo", "image/png"),
        ("com", "text/plain"),
        ("files.zip", "application/zip"),
    ],
)
def test_other_files_pass(name: str, media_type: str) -> None:
    assert findings((name, media_type)) == []
