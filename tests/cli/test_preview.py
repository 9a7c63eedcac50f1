"""`gobetween preview`: one stable line a letter, copies written apart, nothing real printed."""

import email
import json
import subprocess
import sys
from pathlib import Path

import pytest

LETTER = "From: Bea Miller <bea@home.example>\nTo: Sam Sold <sam@shop.example>\nSubject: Lamp\n\n{}\n"


def preview(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gobetween.cli.preview", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)


def lines(*arguments: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in preview(*arguments, "--jsonl").stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inbox = tmp_path / "in"
    (inbox / "b").mkdir(parents=True)
    (inbox / "1.eml").write_text(LETTER.format("Hello from Bea Miller, for Sam Sold"))
    (inbox / "b" / "1.eml").write_text(LETTER.format("Second, bea@home.example to sam@shop.example"))
    (inbox / "b" / "2.eml").write_text("To: nobody\n\nx\n")
    (inbox / "b" / "3").write_bytes(bytes(range(256)))
    (inbox / "c.mbox").write_text(
        "From bea Thu Jan  1 00:00:00 2026\n"
        + LETTER.format("a")
        + "\nFrom x Thu Jan  1 00:00:00 2026\n"
        + LETTER.format("b")
    )
    return inbox


def test_every_letter_has_one_line_in_a_stable_order_and_a_file_of_its_own(folder: Path, tmp_path: Path) -> None:
    found = lines(folder, "--out", tmp_path / "out")

    assert [Path(str(line["file"])).relative_to(folder).as_posix() for line in found] == [
        "1.eml", "c.mbox#1", "c.mbox#2", "b/1.eml", "b/2.eml", "b/3",
    ]  # fmt: skip
    assert [line["outcome"] for line in found] == ["relayed"] * 4 + ["refused"] * 2
    assert [line["reason"] for line in found][4:] == ["from-missing"] * 2
    assert found[0]["masked"] == [{"kind": "name", "place": "text", "count": 1}]
    written = [Path(str(line["out"])) for line in found if line["out"]]
    assert len(set(written)) == 4
    assert all(b"home.example" not in path.read_bytes() for path in written)
    assert set(found[0]) == {"file", "outcome", "reason", "masked", "dropped", "out"}


def test_the_parties_named_on_the_command_line_are_hidden_with_their_names(folder: Path, tmp_path: Path) -> None:
    arguments = (
        folder / "1.eml",
        folder / "b" / "1.eml",
        "--to",
        "sam@shop.example",
        "--from",
        "Bea <bea@home.example>",
    )

    found = lines(*arguments, "--out", tmp_path)

    for line in found:
        raw = Path(str(line["out"])).read_bytes()
        assert not any(word in raw for word in (b"Sam Sold", b"shop.example", b"Bea", b"home.example"))
    aliases = [email.message_from_bytes(Path(str(line["out"])).read_bytes())["To"] for line in found]
    assert aliases[0] == aliases[1]
    assert aliases[0].endswith("@marketplace.example")
    assert len(aliases[0].partition("@")[0]) == 16


def test_without_jsonl_the_copy_is_shown_and_nothing_hidden(folder: Path) -> None:
    shown = preview(folder / "b" / "1.eml").stdout

    assert "relayed" in shown
    assert "masked  address in text: 1" in shown
    assert "Second, [address hidden] to [e-mail address hidden]" in shown
    assert "bea@home.example" not in shown


def test_a_missing_file_is_a_refused_line(tmp_path: Path) -> None:
    [line] = lines(tmp_path / "nowhere.eml")

    assert (line["outcome"], line["reason"], line["out"]) == ("refused", "file-unreadable", "")


def test_it_needs_no_django() -> None:
    code = "import sys, gobetween.cli.preview; print(any(m.split('.')[0] == 'django' for m in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
