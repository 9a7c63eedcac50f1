"""Tokens: bijective, opaque, checkable without a database."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.kit.tokens import Narrow, Wide

KEY = bytes(range(32))
NARROW, WIDE = Narrow(KEY), Wide(KEY)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
tokens = pytest.mark.parametrize(("cipher", "bits", "chars"), [(NARROW, 42, 16), (WIDE, 56, 26)])


@tokens
@given(data=st.data())
def test_every_number_comes_back_in_any_case(cipher: Narrow | Wide, bits: int, chars: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, 2**bits - 1))
    token = cipher.encode(number)
    assert re.fullmatch(rf"[a-z2-7]{{{chars}}}", token)
    assert cipher.decode(token) == cipher.decode(token.upper()) == number


@tokens
@given(data=st.data())
def test_one_flipped_character_never_reads(cipher: Narrow | Wide, bits: int, chars: int, data: st.DataObject) -> None:
    token = cipher.encode(data.draw(st.integers(0, 2**bits - 1)))
    place = data.draw(st.integers(0, chars - 1))
    letter = data.draw(st.sampled_from(LETTERS.replace(token[place], "")))
    assert cipher.decode(token[:place] + letter + token[place + 1 :]) is None


@tokens
def test_neighbours_look_nothing_alike_and_no_two_are_equal(cipher: Narrow | Wide, bits: int, chars: int) -> None:
    made = [cipher.encode(number) for number in range(5000)]
    assert len(set(made)) == len(made)
    alike = [sum(a == b for a, b in zip(one, two, strict=True)) for one, two in pairwise(made)]
    assert sum(alike) / len(alike) < chars / 32 * 1.5
    assert max(alike) < chars / 2


@tokens
@given(text=st.text(max_size=30) | st.text(LETTERS + LETTERS.upper() + "_ +-018é\0", min_size=16, max_size=26))
def test_anything_else_is_nobodys_token(cipher: Narrow | Wide, bits: int, chars: int, text: str) -> None:
    assert cipher.decode(text) is None


@pytest.mark.parametrize("trick", ["_", " ", "+", "-", "0", "1", "8", "9", "\u212a", "\u0131", "\uff41", "\0"])
def test_letters_that_only_resemble_base32_do_not_pass(trick: str) -> None:
    token = NARROW.encode(7)
    for place in range(16):
        assert NARROW.decode(token[:place] + trick + token[place + 1 :]) is None


def test_a_kelvin_sign_is_not_a_k() -> None:
    token = next(token for token in map(NARROW.encode, range(100)) if "k" in token)
    assert NARROW.decode(token.replace("k", "\u212a")) is None


def test_a_wide_token_has_one_spelling_only() -> None:
    token = WIDE.encode(99)
    others = [token[:-1] + letter for letter in LETTERS if letter != token[-1]]
    assert [WIDE.decode(other) for other in others] == [None] * 31


@tokens
def test_a_number_that_does_not_fit_is_a_mistake(cipher: Narrow | Wide, bits: int, chars: int) -> None:
    for number in (-1, 2**bits):
        with pytest.raises(ValueError, match="fit"):
            cipher.encode(number)


@tokens
def test_another_key_reads_nothing(cipher: Narrow | Wide, bits: int, chars: int) -> None:
    other = type(cipher)(bytes(32))
    assert [other.decode(cipher.encode(number)) for number in range(200)] == [None] * 200


def test_threads_share_a_cipher() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: NARROW.decode(NARROW.encode(number)), range(2000))) == list(range(2000))


def test_the_form_of_tokens_never_changes() -> None:
    """Aliases live for ever: whoever changes the cipher must keep the old one for the old key."""
    assert NARROW.encode(12345) == "tii2xyatp2t4is5z"
    assert WIDE.encode(12345) == "5jhhja6kl434sypaumefu4twcm"
