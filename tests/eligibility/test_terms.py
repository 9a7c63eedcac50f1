"""Terms are data: what a document does not name is as by default, and all that is wrong with it is told at once."""

from __future__ import annotations

import pytest

from gobetween.eligibility import Invalid, Purpose, default, parse
from gobetween.eligibility.terms import Critical


def test_an_empty_document_is_the_default_under_its_own_version() -> None:
    assert parse("", 7).version == 7
    assert parse("", default().version) == default()


def test_a_document_names_only_what_differs() -> None:
    terms = parse('[windows]\nproactive_days = 14\n[purposes.invoice]\ncritical = "always"', 2)
    assert terms.windows_proactive_days == 14
    assert terms.review_request_from_days == 5
    assert terms.rule(Purpose.INVOICE).critical is Critical.ALWAYS
    assert terms.rule(Purpose.INVOICE).files == (1, 5)


def test_everything_that_is_wrong_is_told() -> None:
    document = """
[windows]
proactive_days = -1
size = 3
[review_request]
from_days = 40
[important]
mode = "maybe"
[afn]
topics = ["product", "weather"]
[nonsense]
[purposes.gossip]
[purposes.invoice]
files = [5, 1]
once = "yes"
states = "shipped"
[purposes]
warranty = 3
"""
    with pytest.raises(Invalid) as caught:
        parse(document.replace("[purposes]\nwarranty = 3\n", ""), 2)
    told = "\n".join(caught.value.faults)
    for part in ("proactive_days: it is a whole", "size: there is no such line", "from_days: it is after", "'maybe'",
                 "'weather'", "[nonsense]", "purposes.gossip", "the least, 5", "'yes'", "it is a list"):  # fmt: skip
        assert part in told
    assert len(caught.value.faults) == 10


@pytest.mark.parametrize("document", ["x = [", "windows = 3", "purposes = 3", "[purposes]\nother = 3", "#" * 200_000])
def test_what_is_no_document_is_told(document: str) -> None:
    with pytest.raises(Invalid):
        parse(document, 2)


def test_the_allowance_of_a_day_grows_with_the_orders() -> None:
    assert default().allowance(0) == 600
    assert default().allowance(10.5) == 652
