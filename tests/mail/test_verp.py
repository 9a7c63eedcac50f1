"""A return path names its delivery, to us alone, for sixty days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.mail.verp import LIFE_DAYS, delivery_of, return_path

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DELIVERIES = st.integers(min_value=0, max_value=(1 << 40) - 1)


@given(delivery=DELIVERIES)
def test_a_return_path_names_its_delivery_in_any_case(delivery: int) -> None:
    address = return_path(delivery, "marketplace.example", NOW)
    assert delivery_of(address, NOW) == delivery
    assert delivery_of(address.upper(), NOW) == delivery


@given(delivery=DELIVERIES, at=st.integers(0, 26), other=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567018_+="))
def test_one_altered_character_is_refused(delivery: int, at: int, other: str) -> None:
    local = return_path(delivery, "marketplace.example", NOW).partition("@")[0]
    if local[at] != other:
        assert delivery_of(f"{local[:at]}{other}{local[at + 1 :]}@marketplace.example", NOW) is None


@pytest.mark.parametrize(
    "address", ["", "@", "b@x.example", "postmaster@x.example", "b" * 27, "ß" * 27, "a" * 16 + "@x.example"]
)
def test_other_addresses_name_nothing(address: str) -> None:
    assert delivery_of(address, NOW) is None


def test_a_return_path_lives_sixty_days_and_no_longer() -> None:
    address = return_path(7, "marketplace.example", NOW)
    assert delivery_of(address, NOW + timedelta(days=LIFE_DAYS)) == 7
    assert delivery_of(address, NOW + timedelta(days=LIFE_DAYS + 1)) is None
    assert delivery_of(address, NOW + timedelta(days=3650)) is None


def test_a_clock_that_is_a_day_behind_is_forgiven() -> None:
    address = return_path(7, "marketplace.example", NOW)
    assert delivery_of(address, NOW - timedelta(days=1)) == 7
    assert delivery_of(address, NOW - timedelta(days=3)) is None


def test_a_delivery_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        return_path(1 << 40, "marketplace.example", NOW)
