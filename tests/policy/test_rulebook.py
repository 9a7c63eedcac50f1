"""A rulebook says what each rule leads to; one with faults is refused with all of them at once."""

from __future__ import annotations

import pytest

from gobetween import policy
from gobetween.policy import Direction, Draft, Kind, Outcome, Source

BOOK = """
[any]
contact-mail = "mask"
marketing = "advise"
["seller_to_buyer"]
marketing = "hold"
["seller_to_buyer proactive"]
marketing = "block"
["de"]
contact-mail = "pass"
"""


def faults(document: str) -> list[str]:
    with pytest.raises(policy.Invalid) as refused:
        policy.parse(document, version=1)
    return refused.value.faults


def test_the_heading_that_names_most_decides() -> None:
    book = policy.parse(BOOK, version=7)
    assert book.outcomes(Direction.TO_SELLER, Kind.REPLY, "en")["marketing"] == Outcome.ADVISE
    assert book.outcomes(Direction.TO_BUYER, Kind.REPLY, "en")["marketing"] == Outcome.HOLD
    assert book.outcomes(Direction.TO_BUYER, Kind.PROACTIVE, "en")["marketing"] == Outcome.BLOCK
    assert book.outcomes(Direction.TO_BUYER, Kind.REPLY, "de-AT")["contact-mail"] == Outcome.PASS


def test_a_rule_that_is_not_named_or_passes_does_not_run() -> None:
    text = Source(place="text", text="Write to jo@mail.example!")
    book = policy.parse('[any]\ncontact-mail = "mask"\n[de]\ncontact-mail = "pass"\n', version=3)
    assert [each.rule for each in policy.judge(Draft(sources=(text,)), book).findings] == ["contact-mail"]
    assert policy.judge(Draft(sources=(text,), language="de"), book).findings == ()
    other = policy.parse('[any]\nmarketing = "block"\n', version=3)
    assert policy.judge(Draft(sources=(text,)), other).findings == ()


def test_a_verdict_bears_the_version() -> None:
    assert policy.judge(Draft(sources=()), policy.parse(BOOK, version=1042)).rulebook == 1042


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        """
        contact = "mask"
        [any]
        contact-mail = "maks"
        no-such-rule = "block"
        marketing = 3
        custom-nowhere = "hold"
        ["seller_to_buyer reply klingon"]
        cross-sell = "block"
        ["reply proactive"]
        cross-sell = "block"
        [custom.bad]
        message = "It is bad."
        patterns = ["("]
        hits = ["bad"]
        passes = ["good"]
        """
    )
    for word in (
        "contact:",
        "'maks'",
        "no-such-rule",
        "3;",
        "custom-nowhere",
        "klingon",
        "two of a kind",
        "pattern '('",
    ):
        assert any(word in fault for fault in told), word


@pytest.mark.parametrize(
    "document", ["", "x=", "version = 3\n", "[any]\n", 'a = "' + "x" * 300_000 + '"', "a=" + "[" * 5000]
)
def test_what_is_no_rulebook_is_refused_in_words(document: str) -> None:
    assert all(fault.endswith(".") for fault in faults(document))


def test_the_default_is_without_fault_and_names_every_rule() -> None:
    book = policy.parse(policy.default_document(), version=1)
    assert policy.unnamed(book) == ()
    assert book.rows == policy.default().rows


def test_an_old_document_still_reads_when_a_rule_is_gone() -> None:
    old = '[any]\nno-more = "block"\ncontact-mail = "mask"\n[klingon]\ncontact-mail = "block"\n'
    book = policy.recalled(old, version=1003)
    found = policy.judge(Draft(sources=(Source(place="text", text="jo@mail.example"),)), book)
    assert (found.outcome, found.rulebook) == (Outcome.MASK, 1003)
