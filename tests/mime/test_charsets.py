"""Texts whose label is right, wrong, unknown or absent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mime.charsets import decode

GERMAN = "Grüße aus Köln, schöne Straße"
JAPANESE = "注文した商品はいつ届きますか。よろしくお願いします。"
CHINESE = "你好，我的订单在哪里？请尽快回复我，谢谢。"
RUSSIAN = "Здравствуйте, где мой заказ? Жду уже две недели."


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (GERMAN, "utf-8", "utf-8"), (GERMAN, "utf-8", "UTF8"), (GERMAN, "latin-1", "iso-8859-1"),
        ("“smart” – €", "cp1252", "iso-8859-1"), ("“smart” – €", "cp1252", "windows-1252"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"), (JAPANESE, "cp932", "Shift_JIS"), (JAPANESE, "euc_jp", "euc-jp"),
        (CHINESE, "gb18030", "gb2312"), ("鎔€", "gb18030", "gb2312"), ("你好", "big5", "big5"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"), (GERMAN, "utf-7", "utf-7"), (GERMAN, "utf-16", "utf-16"),
        ("안녕하세요", "cp949", "ks_c_5601-1987"),
    ],
)  # fmt: skip
def test_the_label_is_understood(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == (text, True)


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (GERMAN, "latin-1", "utf-8"), (GERMAN, "utf-8", "iso-8859-1"), (GERMAN, "utf-8", "us-ascii"),
        (GERMAN, "latin-1", "us-ascii"), (GERMAN, "latin-1", "no-such"), (GERMAN, "latin-1", ""),
        (RUSSIAN, "utf-8", "windows-1251"), (GERMAN, "utf-8", "iso-8859-15"),
        (GERMAN, "utf-8", "gb2312x"), (RUSSIAN, "koi8-r", ""), (RUSSIAN, "cp1251", "unknown-8bit"),
        (JAPANESE, "cp932", ""), (CHINESE, "gb18030", "us-ascii"), (JAPANESE, "iso2022_jp", ""),
        (JAPANESE, "iso2022_jp", "utf-8"),
        (GERMAN, "utf-8", "idna"), (GERMAN, "utf-8", "unicode_escape"), (GERMAN, "utf-8", "rot13"),
        (GERMAN, "utf-8", "hex"),
    ],
)  # fmt: skip
def test_a_label_that_lies_costs_no_text(text: str, codec: str, label: str) -> None:
    assert decode(text.encode(codec), label) == (text, False)


def test_one_bad_byte_spoils_only_itself() -> None:
    text, right = decode(GERMAN.encode() + b" \xfc", "utf-8")
    assert (text, right) == (GERMAN + " ü", False)


@given(
    st.binary(),
    st.sampled_from(["", "utf-8", "us-ascii", "iso-8859-1", "iso-2022-jp", "gb2312", "utf-16", "utf-7", "hz", "x"]),
)
def test_anything_becomes_text(content: bytes, label: str) -> None:
    assert isinstance(decode(content, label)[0], str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_without_a_label_is_exact(text: str) -> None:
    if not text.startswith(("\ufeff", "\ufffe")):
        assert decode(text.encode(), "")[0] == text
