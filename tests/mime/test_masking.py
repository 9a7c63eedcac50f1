"""Masking: hidden things go in every disguise, everything else stays letter for letter."""

import html
import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.letter import Hidden, Mask
from gobetween.mime.masking import Masker

BEA = Hidden(
    addresses=frozenset({"bea@home.example", "sam@müller.example"}),
    names=frozenset({"Bea Miller", "Sörensen, Sam", "山田 太郎"}),
    ids=frozenset({"abc123.7@home.example"}),
)


def masked(text: str, hidden: Hidden = BEA) -> str:
    return Masker(hidden).text(text, "text")


@pytest.mark.parametrize(
    "disguise",
    [
        "bea@home.example",
        "BEA@Home.Example",
        "bea%40home.example",
        "bea%2540home%2Eexample",
        "b&#101;a&commat;home&period;example",
        "be\u00ada@ho\u200bme.exa\u2060mple",
        "bea+shop@home.example",
        "bea=home.example",
        "bea at home dot example",
        "bea [at] home (dot) example",
        "bea@\n> home.example",
        "ｂｅａ＠home.example",
        "=?utf-8?q?bea=40home.example?=",
        "sam@müller.example",
        "SAM@MÜLLER.example",
        "sam@xn--mller-kva.example",
        "abc123.7@home.example",
    ],
)
def test_an_address_is_masked_in_every_disguise(disguise: str) -> None:
    shown = masked(f"Write to {disguise}, please")

    assert shown in ("Write to [address hidden], please", "Write to [id hidden], please")


@pytest.mark.parametrize(
    "spelling",
    [
        "Bea Miller",
        "BEA MILLER",
        "Miller, Bea",
        "Bea\n> Miller",
        "Bea%20Miller",
        "Béa Miller",
        "sam sorensen",
        "山田太郎",
        "Bea_Miller",
        "bea-miller",
    ],
)
def test_a_name_is_masked_in_both_orders_and_over_line_breaks(spelling: str) -> None:
    assert masked(f"Yours, {spelling}!") == "Yours, [name hidden]!"


@pytest.mark.parametrize(
    "text",
    [
        "Beamillers are not Bea or Miller alone",
        "other@home.example and bea@elsewhere.example",
        "50% of tea & cakes = good; x=40 &amp; more",
        "Zürich – naïve café 東京",
        "home.example is a shop",
    ],
)
def test_everything_else_stays_as_it_was(text: str) -> None:
    assert masked(text) == text


def test_a_longer_local_part_is_masked_whole_so_that_no_hidden_address_stands_inside_another() -> None:
    assert masked("ask annabea@home.example") == "ask [address hidden]"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Info", "more info from Info", "more info from [name hidden]"),
        ("Will", "I will ask Will", "I will ask [name hidden]"),
        ("Customer Service", "our customer service will call", "our [name hidden] will call"),
        ("The Will", "the will of Bob", "the will of Bob"),
        ("You", "You can do it", "You can do it"),
        ("You", "Thanks\n\nYou\n", "Thanks\n\n[name hidden]\n"),
        ("B", "Plan B", "Plan B"),
        ("Don", "I don't know, Don", "I don't know, [name hidden]"),
        ("Hidden", "Hidden <bea@home.example>", "[name hidden] <bea@home.example>"),
        ("Al", "al dente, says Al", "al dente, says [name hidden]"),
        ("bea@home.example", "bea@home.example", "[address hidden]"),
        ("'Bea Miller' via List", "Bea Miller", "[name hidden]"),
        ("Bea K. Miller (Acme)", "Bea Miller", "[name hidden]"),
    ],
)
def test_ordinary_words_that_are_names_are_masked_with_care(name: str, text: str, expected: str) -> None:
    assert masked(text, Hidden(names=frozenset({name}))) == expected


def test_a_name_that_is_a_word_of_the_masks_leaves_masks_alone() -> None:
    hidden = Hidden(addresses=frozenset({"bea@home.example"}), names=frozenset({"Hidden Address", "ADDRESS HIDDEN"}))

    assert masked("bea@home.example, ADDRESS HIDDEN", hidden) == "[address hidden], [name hidden]"


def test_html_is_masked_across_tags_which_stay_balanced() -> None:
    masker = Masker(BEA)

    shown = masker.html("<p><b>bea</b>@home.<i>exam</i>ple &amp; Bea</p><p>Miller</p>", "html")

    assert shown == "<p><b>[address hidden]</b><i></i> &amp; [name hidden]</p><p></p>"
    assert masker.masked() == (Mask(kind="address", place="html"), Mask(kind="name", place="html"))


def test_history_loses_every_address_in_header_lines_and_keeps_those_in_sentences() -> None:
    text = "On Monday, Eve <eve@third.example> wrote:\n> Cc: joe@third.example\n> ask joe@third.example about it\n"

    assert Masker(BEA).history(text, "quoted-text") == (
        "On Monday, Eve <[address hidden]> wrote:\n> Cc: [address hidden]\n> ask joe@third.example about it\n"
    )


LOCALS = st.text(string.ascii_lowercase + string.digits, min_size=2, max_size=12)
FILLER = st.text(
    st.characters(exclude_categories=("Cs", "Cf", "Mn", "Me", "Lm", "Lo", "Cc", "Cn", "Co")), max_size=40
).map(lambda text: "".join(c for c in text if c not in "%&=\\<>+.-_@" and not c.isalnum()))
DISGUISES = (
    str,
    str.upper,
    str.title,
    quote,
    lambda a: a.replace("@", "%40"),
    lambda a: quote(quote(a, safe="")),
    lambda a: "".join(f"&#{ord(c)};" for c in a),
    lambda a: "".join(f"&#x{ord(c):x};" for c in a),
    lambda a: "\u200b".join(a),
    lambda a: "\u00ad".join(a),
    lambda a: "".join(f"%{ord(c):02X}" for c in a),
    lambda a: html.escape(a).replace("@", "&commat;"),
    lambda a: a.replace("@", "+tag@"),
)


@given(LOCALS, LOCALS, st.sampled_from(DISGUISES), FILLER, FILLER)
def test_no_disguise_of_any_address_survives(local, label, disguise, before, after) -> None:  # type: ignore[no-untyped-def]
    hidden = Hidden(addresses=frozenset({f"{local}@{label}.example"}))

    shown = masked(f"{before} {disguise(f'{local}@{label}.example')} {after}", hidden)

    assert shown == f"{before} [address hidden] {after}"


@given(st.text(), st.text(max_size=200))
def test_text_without_anything_hidden_is_returned_unchanged(text: str, more: str) -> None:
    hidden = Hidden(addresses=frozenset({"qqxzj.qqxzj@qqxzj.example"}), names=frozenset({"Qqxzj Zzqyk"}))

    assert masked(text + more, hidden) == text + more
    assert Masker(hidden).history(text, "x").count("\n") == text.count("\n")


def test_two_names_in_a_row_are_two_names_whichever_way_round_they_could_be_read() -> None:
    masker = Masker(Hidden(names=frozenset({"Brown, Peter (Sales)"})))
    assert masker.text("Regards, Peter Brown, PETER BROWN", "text") == "Regards, [name hidden], [name hidden]"
