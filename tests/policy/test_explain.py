"""What authors are told: translated whole, quoted without giving anything away, and fixed where that is possible."""

from __future__ import annotations

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween import policy
from gobetween.policy import Finding, Label, Outcome
from gobetween.policy.explain import CATALOGUES
from gobetween.policy.rules import RULES

SENTENCES = sorted({sentence for rule in RULES.values() for sentence in (rule.message, rule.fix) if sentence})


def finding(start: int, end: int, replacement: str | None, *, place: str = "text") -> Finding:
    return Finding(
        rule="r", label=Label.CUSTOM, outcome=Outcome.MASK, place=place, start=start, end=end, message="",
        replacement=replacement,
    )  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_told_in_german(sentence: str) -> None:
    assert policy.translated(sentence, "de") != sentence
    assert policy.translated(sentence, "de-AT") == policy.translated(sentence, "de")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_calm_and_whole(sentence: str) -> None:
    assert sentence[0].isupper() and sentence.endswith(".") and "!" not in sentence
    assert len(sentence) <= 160


def test_a_language_without_a_catalogue_is_told_in_english() -> None:
    assert policy.translated(SENTENCES[0], "xx") == SENTENCES[0]
    assert policy.translated("", "de") == ""


@pytest.mark.parametrize(
    "catalogue", sorted(CATALOGUES.glob("*/LC_MESSAGES/policy.po")), ids=lambda path: path.parts[-3]
)
def test_the_compiled_catalogue_is_the_written_one(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        told = dict(gettext.GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    told.pop("")
    assert told == _written(catalogue)


def test_no_german_sentence_is_left_that_nobody_says() -> None:
    assert set(_written(CATALOGUES / "de/LC_MESSAGES/policy.po")) == set(SENTENCES)


def test_the_catalogue_is_one_that_gettext_reads() -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("NO MSGFMT: install gettext; the catalogue was not checked by it")
    subprocess.run(
        ["msgfmt", "-c", "-o", "-", CATALOGUES / "de/LC_MESSAGES/policy.po"], check=True, capture_output=True
    )


def _written(catalogue: Path) -> dict[str, str]:
    """msgid -> msgstr of a .po with one line to each."""
    lines = catalogue.read_text(encoding="utf-8").splitlines()
    ids = [line.removeprefix("msgid ") for line in lines if line.startswith("msgid ")]
    texts = [line.removeprefix("msgstr ") for line in lines if line.startswith("msgstr ")]
    return {_bare(key): _bare(text) for key, text in zip(ids, texts, strict=True) if _bare(key)}


def _bare(quoted: str) -> str:
    return quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\")


def test_a_fix_replaces_and_takes_out() -> None:
    text = "Call 12345 or 67890 now, at shop.example."
    findings = [
        finding(5, 10, "[hidden]"),
        finding(14, 19, ""),
        finding(28, 40, None),
        finding(0, 4, "X", place="html"),
    ]
    assert policy.fixed(text, findings, "text") == "Call [hidden] or now, at shop.example."
    assert policy.fixed("Write to me at 12345.", [finding(15, 20, "")], "text") == "Write to me at."
    assert policy.fixed("12345 is it", [finding(0, 5, "")], "text") == "is it"


def test_of_overlapping_fixes_the_first_counts() -> None:
    assert policy.fixed("abcdef", [finding(2, 5, "Y"), finding(1, 3, "X"), finding(1, 2, "Z")], "text") == "aXdef"


@given(st.data())
def test_after_a_fix_every_span_points_at_the_same_words(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("ab "), max_size=30))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    findings = [
        finding(start, end, data.draw(st.sampled_from([None, "", "[--]"])))
        for start, end in data.draw(st.lists(spans, max_size=6))
    ]
    made = policy.edits(text, findings, "text")
    new = policy.fixed(text, findings, "text")
    for before, after in zip(findings, policy.moved(findings, {"text": made}), strict=True):
        assert 0 <= after.start <= after.end <= len(new)
        if not any(edit.start < before.end and before.start < edit.end for edit in made):
            assert new[after.start : after.end] == text[before.start : before.end]


def test_a_quote_gives_no_contact_away_and_stays_short() -> None:
    text = "<b>Mail</b> jo.doe@mail.example\nor +49 (0)731 123456, order 12 &amp; more " + "x " * 200
    told = policy.quoted(text, 0, len(text))
    assert told.startswith("Mail jo.•••@")
    assert "•••@••••" in told and "1234" not in told and "order 12 & more" in told
    assert len(told) <= 80 and "\n" not in told


@pytest.mark.parametrize("text", ["Lamp 12 x 40 cm", "20 % off", "4321", ""])
def test_what_is_no_contact_is_not_veiled(text: str) -> None:
    assert policy.veiled(text) == text
