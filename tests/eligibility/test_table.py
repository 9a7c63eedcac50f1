"""Every purpose on every sort of order, begun or answered, opted out and restricted: thousands, against a table.

The table is written from the rules of the field, not from the terms of the program. A word in a column of the order's
state says as what a message goes that a seller begins: C critical, P proactive, S solicitation, - not at all.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from gobetween.eligibility import Facts, Fulfilment, OrderFacts, OrderState, Purpose, Step, decide, default

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TABLE = """
purpose                unshipped  shipped  delivered  cancelled   MFN  AFN   needs
order-problem              C         C         -          -        x    -    nothing
order-cancelled            -         -         -          C        x    -    nothing
confirm-customization      C         C         C          -        x    x    custom
schedule-delivery          C         C         -          -        x    -    heavy
shipping-address           C         -         -          -        x    -    nothing
order-question             C         -         -          -        x    -    nothing
legal-disclosure           C         C         C          -        x    x    nothing
service-details            C         C         C          -        x    -    service
digital-key                C         C         C          -        x    x    digital
warranty                   P         P         P          -        x    x    nothing
invoice                    -         P         P          -        x    -    nothing
return-follow-up           -         P         P          -        x    -    returning
feedback-update            -         S         S          -        x    x    low_rating
review-request             -         S         S          -        x    x    nothing
other                      P         P         P          -        x    x    nothing
"""
GRANTS = {"C": "critical", "P": "proactive", "S": "solicitation", "-": ""}
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
EXPECTED = {row[0]: dict(zip(HEAD[1:], row[1:], strict=True)) for row in ROWS}
WANTS = {"custom", "heavy", "service", "digital", "returning", "low_rating"}
CASES = list(
    product((True, False), Fulfilment, OrderState, (True, False), (True, False), (True, False), Step, (True, False))
)


def expected(purpose: str, case: tuple[bool, Fulfilment, OrderState, bool, bool, bool, Step, bool]) -> str:
    """As what it goes, or nothing."""
    complete, fulfilment, state, answers_afn, on_thread, opted_out, step, serviced = case
    row = EXPECTED[purpose]
    asks = purpose in ("feedback-update", "review-request")
    if on_thread and not asks:
        return "" if fulfilment == "AFN" and not answers_afn else "reply"
    grant = GRANTS[row[state]]
    if row[fulfilment] != "x" or (row["needs"] != "nothing" and not complete):
        return ""
    if fulfilment == "AFN" and not answers_afn and purpose != "review-request":
        return ""
    if serviced and purpose not in ("invoice", "confirm-customization", "legal-disclosure", "review-request"):
        return ""
    if step in (Step.MESSAGING, Step.SELLING):
        return ""
    if grant == "critical":
        return grant
    if opted_out or (step in (Step.PROACTIVE, Step.TEMPLATES) and purpose != "review-request"):
        return ""
    return grant


def facts(case: tuple[bool, Fulfilment, OrderState, bool, bool, bool, Step, bool]) -> Facts:
    """The same case, as the program is told of it."""
    complete, fulfilment, state, answers_afn, on_thread, opted_out, step, serviced = case
    arrived = NOW - timedelta(days=10)
    return Facts(
        pair_exists=True,
        thread_known=on_thread,
        buyer_opted_out=opted_out,
        restriction=step,
        answers_afn=answers_afn,
        now=NOW,
        order=OrderFacts(
            fulfilment=fulfilment,
            state=state,
            deliver_from=arrived,
            deliver_by=arrived,
            serviced_by_marketplace=serviced,
            **dict.fromkeys(WANTS, complete),
        ),
    )


def test_the_table_names_every_purpose_of_a_seller() -> None:
    assert EXPECTED.keys() == set(Purpose) - {Purpose.REPLY, Purpose.INQUIRY}
    assert len(EXPECTED) * len(CASES) > 10_000


@pytest.mark.parametrize("purpose", sorted(EXPECTED))
def test_a_purpose_goes_as_the_table_says(purpose: str) -> None:
    terms = default()
    for case in CASES:
        decision = decide(facts(case), Purpose(purpose), terms)
        assert (decision.grant.value if decision.granted else "") == expected(purpose, case), (case, decision)
