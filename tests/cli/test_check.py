"""`gobetween check`: one verdict a line, in order, whatever the lines are; marked spans for people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween import policy
from gobetween.cli import check_lines
from gobetween.cli.check_lines import Asked
from gobetween.policy import Kind

ASKED = Asked(rulebook=policy.default())
LETTER = """From: Sam <sam@lamps.example>
To: x@marketplace.example
Subject: Your lamp
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Call me: +49 731 1234567.
"""


def told(*lines: object, asked: Asked = ASKED) -> tuple[list[dict[str, Any]], int]:
    """Answers and exit status for lines: bytes as they are, all else as JSON."""
    raw = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    out = BytesIO()
    status = check_lines.answer(BytesIO(raw), out, asked)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as people call it."""
    return subprocess.run(
        [sys.executable, "-m", "gobetween", "check", *arguments],
        input=given,
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"], "COLUMNS": "200", "HOME": os.environ.get("HOME", "")},
    )


def test_a_message_gets_its_verdict_with_offsets_into_its_text() -> None:
    text = "Hi 🎁, write to jo@mail.example!"
    [answer], status = told({"id": "m1", "text": text})
    [finding] = answer["findings"]
    assert (answer["id"], answer["outcome"], status) == ("m1", "mask", 0)
    assert text[finding["start"] : finding["end"]] == "jo@mail.example"
    assert finding["label"] == "off_platform_contact" and finding["place"] == "text"
    assert set(finding) == {"rule", "label", "place", "start", "end", "message"}


def test_every_field_but_id_and_text_may_be_null_or_absent() -> None:
    empty = dict.fromkeys(("direction", "contact_reason", "subject", "html", "lang"))
    answers, status = told({"id": 7, "text": "Thank you.", **empty}, {"id": "b", "text": ""})
    assert answers == [{"id": 7, "outcome": "pass", "findings": []}, {"id": "b", "outcome": "pass", "findings": []}]
    assert status == 0


@pytest.mark.parametrize(
    ("line", "number", "why"),
    [
        (b"{", None, "not JSON"),
        (b"", None, "not JSON"),
        (b"[1]", None, "not a JSON object"),
        (b"\xff\xfe", None, "not UTF-8"),
        (b"[" * 100_000, None, "not JSON"),
        (b'{"id":"a","text":"x","text":"y"}', "a", '"text" stands there twice'),
        (b'{"id":"a","text":"x","n":' + b"9" * 5000 + b"}", None, "too many digits"),
        ({"text": "x"}, None, "id: must be"),
        ({"id": True, "text": "x"}, None, "id: must be"),
        ({"id": ["a"], "text": "x"}, None, "id: must be"),
        ({"id": "a"}, "a", "text: is missing"),
        ({"id": "a", "text": None}, "a", "text: is missing"),
        ({"id": "a", "text": 3}, "a", "text: must be a text"),
        ({"id": "a", "text": "x", "html": 0}, "a", "html: must be a text"),
        ({"id": "a", "text": "x", "lang": {}}, "a", "lang: must be a text"),
        ({"id": "a", "text": "x", "direction": "sideways"}, "a", "direction: must be seller_to_buyer or"),
    ],
    ids=range(16),
)
def test_a_bad_line_is_answered_and_stops_nothing(line: object, number: object, why: str) -> None:
    answers, status = told({"id": "before", "text": "x"}, line, {"id": "after", "text": "x"})
    assert [answer["id"] for answer in answers] == ["before", number, "after"]
    assert why in answers[1]["error"] and set(answers[1]) == {"id", "error"}
    assert status == 2


def test_a_line_too_long_is_skipped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_lines, "LONGEST", 100)
    answers, status = told(b'{"id": "' + b"x" * 1000, {"id": "after", "text": "x"})
    assert [answer["id"] for answer in answers] == [None, "after"]
    assert "longer" in answers[0]["error"] and status == 2


@given(st.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")))
def test_every_line_gets_one_answer(line: bytes) -> None:
    answers, _ = told(line, {"id": "after", "text": "x"})
    assert len(answers) == 2 and answers[1]["id"] == "after"


def test_half_characters_are_judged_with_the_same_offsets() -> None:
    [answer], status = told(b'{"id": "a", "text": "\\ud83d jo@mail.example"}')
    assert [(each["start"], each["end"]) for each in answer["findings"]] == [(2, 17)]
    assert status == 0


def test_what_html_says_again_is_told_once() -> None:
    text = "Write to jo@mail.example please"
    html = "<p>Write to <b>jo@mail.example</b> please, or to al@mail.example</p>"
    [answer], _ = told({"id": "a", "text": text, "html": html, "subject": "jo@mail.example"})
    places = [(each["place"], each["start"]) for each in answer["findings"]]
    assert places == [("html", html.index("al@")), ("subject", 0), ("text", 9)]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (None, Kind.REPLY),
        ("reply_to_buyer", Kind.REPLY),
        ("review_request", Kind.SOLICITATION),
        ("order_issue", Kind.CRITICAL),
        ("delivery_scheduling", Kind.CRITICAL),
        ("customization", Kind.CRITICAL),
        ("address", Kind.CRITICAL),
        ("invoice", Kind.PROACTIVE),
        ("return", Kind.PROACTIVE),
        ("warranty", Kind.PROACTIVE),
        ("other", Kind.PROACTIVE),
    ],
)
def test_the_contact_reason_says_what_kind_it_is(reason: str | None, kind: Kind) -> None:
    line = json.dumps({"id": "a", "text": "x", "contact_reason": reason}).encode()
    assert check_lines.draft_of(check_lines.message_of(line), ASKED).kind == kind


def test_a_domain_may_be_allowed_and_the_language_chosen() -> None:
    asked = Asked(
        rulebook=policy.default(), allowed=Asked(rulebook=policy.default()).allowed | {"mail.example"}, language="de"
    )
    answers, _ = told({"id": "a", "text": "jo@mail.example"}, {"id": "b", "text": "jo@other.example"}, asked=asked)
    found = [[each["message"] for each in answer["findings"] if each["rule"] == "contact-mail"] for answer in answers]
    assert found == [[], ["Eine E-Mail-Adresse wird nicht weitergegeben."]]


def test_the_command_answers_each_line_as_it_comes() -> None:
    command = [sys.executable, "-m", "gobetween", "check", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "x"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_bad_line_shows_in_the_exit_status() -> None:
    done = run("--jsonl", given=b"{}\n")
    assert (done.returncode, done.stderr) == (2, b"")


def test_it_loads_no_django_and_nothing_heavy() -> None:
    code = (
        "import sys; from gobetween.cli import check, check_lines; "
        "heavy = ('django', 'numpy', 'PIL', 'rapidocr', 'rich.console', 'sklearn'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_people_see_the_spans_marked(tmp_path: Path) -> None:
    note, letter = tmp_path / "note.txt", tmp_path / "letter.eml"
    note.write_text("Write to jo@mail.example, [b] please.")
    letter.write_text(LETTER)
    done = run(str(note), str(letter))
    shown = done.stdout.decode()
    assert "note.txt: mask" in shown and "letter.eml: mask" in shown
    assert "Write to [[jo@mail.example]], [b] please." in shown and "Call me: [[+49 731 1234567]]." in shown
    assert "contact-mail" in shown and "An e-mail address is not passed on." in shown
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_text_comes_by_stdin_too() -> None:
    assert b"[[jo@mail.example]]" in run("-", given=b"jo@mail.example").stdout


def test_what_cannot_be_read_is_said_and_the_rest_shown(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Thank you.")
    bad.write_bytes(b"\xff")
    done = run(str(tmp_path / "none.txt"), str(bad), str(good))
    assert done.returncode == 2
    assert b"none.txt" in done.stderr and b"bad.txt: not UTF-8" in done.stderr and b"good.txt: pass" in done.stdout


def test_a_rulebook_of_ones_own_is_tried(tmp_path: Path) -> None:
    book = tmp_path / "book.toml"
    book.write_text('[any]\ncontact-mail = "block"\n')
    line = b'{"id": "a", "text": "jo@mail.example"}'
    assert json.loads(run("--jsonl", "--rulebook", str(book), given=line).stdout)["outcome"] == "block"
    book.write_text('[any]\ncontact-mail = "blok"\nx = "y"\n')
    refused = run("--jsonl", "--rulebook", str(book), given=line)
    assert refused.returncode == 2 and refused.stderr.count(b"gobetween: ") == 2


def test_the_marketplaces_own_pages_and_carriers_pass() -> None:
    text = "See https://www.amazon.de/gp/help and https://www.dhl.de/track?id=1, not https://lamps.example/shop"
    [answer], _ = told({"id": "a", "text": text})
    found = {text[each["start"] : each["end"]] for each in answer["findings"] if each["label"] == "link_external"}
    assert found == {"https://lamps.example/shop"}
