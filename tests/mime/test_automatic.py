"""Bounces, auto-replies and people's letters of the corpus: each `x.eml` has its outcome in `x.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gobetween.mime.letter import Automatic, Letter
from gobetween.mime.parse import parse

CORPUS = Path(__file__).parents[1] / "corpus"
CASES = sorted(path for room in ("bounces", "automatic") for path in (CORPUS / room).glob("*.eml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_corpus_is_told_apart(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    letter = read(path.read_bytes())
    assert letter.automatic == expected.pop("automatic")
    for name, value in expected.items():
        found = getattr(letter.bounce, name)
        assert (list(found) if isinstance(found, tuple) else found) == value, name


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_crlf_line_ends_change_nothing(path: Path) -> None:
    raw = path.read_bytes()
    assert read(raw.replace(b"\n", b"\r\n")) == read(raw)


def test_a_null_envelope_sender_is_never_a_person() -> None:
    raw = b"From: Sam <sam@shop.example>\nSubject: hello\n\nhello\n"
    assert read(raw).automatic is None
    letter = parse(raw, envelope_sender="")
    assert isinstance(letter, Letter)
    assert letter.automatic is Automatic.AUTO_REPLY


def test_the_envelope_sender_beats_a_forged_return_path() -> None:
    raw = b"Return-Path: <>\nFrom: Bea <bea@home.example>\nSubject: On vacation\n\nI am away.\n"
    assert read(raw).automatic is Automatic.AUTO_REPLY
    letter = parse(raw, envelope_sender="bea@home.example")
    assert isinstance(letter, Letter)
    assert letter.return_path == "bea@home.example"


def read(raw: bytes) -> Letter:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    return letter


def test_a_greeting_a_line_and_thanks_may_stand_before_what_an_auto_reply_says() -> None:
    said = "Hello Sam,\n\n-----\nThank you for your message.\n\nI am out of the office until Monday.\n"

    assert read(f"From: bea@home.example\nSubject: Away: parcel\n\n{said}".encode()).automatic == Automatic.AUTO_REPLY
