"""Contact data over several messages (row 12 of the evasion catalogue)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-split"


@pytest.mark.parametrize(
    ("earlier", "text", "found"),
    [
        (("415", "then 555"), "2671", "2671"),
        (("My number starts 0171", "555"), "and 0123.", "0123"),
        (("call me 07700", "900"), "731 :)", "731"),
        (("my mail is joe.smith",), "at gmail", "at gmail"),
        (("joe.smith",), "@ posteo.de", "@ posteo.de"),
    ],
)
def test_the_last_piece_is_found(earlier: tuple[str, ...], text: str, found: str) -> None:
    assert hits(RULE, text, language="en", earlier=earlier) == [found]


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ((), "2671"),
        (("Is it 4155552 or what?",), "No, thanks"),
        (("Order 4155", "Tracking 5550"), "Invoice 2671"),
        (("It costs 415 EUR",), "I paid 555 EUR"),
        (("3 pieces, please",), "and 12 lids"),
        (("Delivered on 12.03.2024",), "at 14:30"),
        (("I am at home",), "We are at the depot"),
        (("call the carrier",), "The parcel is 40 x 60 cm"),
    ],
)
def test_successive_numbers_of_an_order_pass(earlier: tuple[str, ...], text: str) -> None:
    assert hits(RULE, text, language="en", earlier=earlier) == []


def test_the_orders_own_number_in_pieces_passes() -> None:
    known = frozenset({"4155552671"})
    assert hits(RULE, "2671", language="en", earlier=("415", "555"), identifiers=known) == []
    assert hits(RULE, "2671", language="en", earlier=("415", "555")) == ["2671"]
