"""Sealing: only the right key, for the right purpose, brings a value back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gobetween.kit.config import current
from gobetween.kit.sealing import Unsealable, index, indexes, is_fresh, normal_address, seal, unseal

OLD, NEW, OTHER = ("old:" + "01" * 32, "new:" + "02" * 32, "old:" + "03" * 32)


@given(st.binary(max_size=2000))
def test_what_was_sealed_comes_back(plain: bytes) -> None:
    assert unseal(memoryview(seal(plain, purpose="letter")), purpose="letter") == plain


def test_two_seals_of_one_value_differ_and_show_nothing_of_it() -> None:
    first, second = (seal(b"bea@home.example", purpose="address") for _ in range(2))
    assert first != second
    assert b"bea" not in first


def test_another_purpose_does_not_unseal() -> None:
    with pytest.raises(Unsealable):
        unseal(seal(b"x", purpose="letter"), purpose="address")


@given(st.data())
def test_one_altered_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal(b"bea@home.example", purpose="address"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(Unsealable):
        unseal(bytes(sealed), purpose="address")


@given(st.integers(0, 60))
def test_a_value_cut_short_is_noticed(length: int) -> None:
    sealed = seal(b"bea@home.example", purpose="address")
    with pytest.raises(Unsealable):
        unseal(sealed[: min(length, len(sealed) - 1)], purpose="address")


def test_the_first_key_seals_and_all_unseal(settings: Settings) -> None:
    _ring(settings, OLD)
    sealed, mark = seal(b"x", purpose="letter"), index("x", purpose="letter")
    assert is_fresh(sealed)
    _ring(settings, NEW, OLD)
    assert unseal(sealed, purpose="letter") == b"x"
    assert not is_fresh(sealed)
    assert is_fresh(seal(b"x", purpose="letter"))
    assert mark in indexes("x", purpose="letter")
    assert mark != index("x", purpose="letter")


@pytest.mark.parametrize("ring", [NEW, OTHER])
def test_without_its_key_nothing_comes_back(settings: Settings, ring: str) -> None:
    _ring(settings, OLD)
    sealed = seal(b"x", purpose="letter")
    _ring(settings, ring)
    with pytest.raises(Unsealable):
        unseal(sealed, purpose="letter")


def test_an_index_depends_on_its_purpose() -> None:
    assert len(index("x", purpose="address")) == 16
    assert index("x", purpose="address") != index("x", purpose="source")


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        (" Bea@Home.Example ", "bea@home.example"),
        ("bea@bücher.example", "bea@xn--bcher-kva.example"),
        ("bea@BÜCHER.example", "bea@xn--bcher-kva.example"),
        ("jose\u0301@home.example", "josé@home.example"),
        ("nobody", "nobody"),
        ("", ""),
        ("ü@" + "ü" * 300, "ü@" + "ü" * 300),
    ],
)
def test_addresses_are_compared_in_one_form(written: str, compared: str) -> None:
    assert normal_address(written) == compared


@given(st.text(max_size=80))
def test_the_compared_form_is_final(written: str) -> None:
    assert normal_address(normal_address(written)) == normal_address(written)


def _ring(settings: Settings, *keys: str) -> None:
    settings.GOBETWEEN = replace(current(), keys=",".join(keys))
