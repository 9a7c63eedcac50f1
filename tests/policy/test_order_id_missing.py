"""Mail nobody asked for names its order."""

from __future__ import annotations

import pytest

from gobetween import policy


def findings(text: str, kind: policy.Kind = policy.Kind.PROACTIVE, **known: object) -> list[policy.Finding]:
    source = policy.Source(place="text", text=text)
    draft = policy.Draft(sources=(source,), kind=kind, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "order-id-missing"]


NUMBER = "112-7352211-9823412"


@pytest.mark.parametrize("kind", [policy.Kind.PROACTIVE, policy.Kind.SOLICITATION])
def test_mail_that_nobody_asked_for_must_name_its_order(kind: policy.Kind) -> None:
    [found] = findings("Your lamp needs a new address.", kind, order_number=NUMBER)
    assert found.outcome is policy.Outcome.ADVISE
    assert (found.place, found.start, found.end) == ("text", 0, 0)


@pytest.mark.parametrize(
    "text",
    [f"Order {NUMBER}: your lamp", "order 112 7352211 9823412", "No.1127352211-9823412", "１１２-7352211-9823412"],
)
def test_the_number_may_be_written_in_any_way(text: str) -> None:
    assert findings(text, order_number=NUMBER) == []


def test_another_orders_number_is_not_enough() -> None:
    assert findings("Order 112-7352211-9823413", order_number=NUMBER)


def test_the_number_may_stand_in_the_subject() -> None:
    sources = (policy.Source(place="subject", text=NUMBER), policy.Source(place="text", text="Your lamp"))
    draft = policy.Draft(sources=sources, kind=policy.Kind.PROACTIVE, order_number=NUMBER)
    assert "order-id-missing" not in {each.rule for each in policy.judge(draft, policy.default()).findings}


def test_a_number_in_the_quoted_letter_is_not_the_authors() -> None:
    sources = (policy.Source(place="text", text="Your lamp"), policy.Source(place="quoted_text", text=NUMBER))
    draft = policy.Draft(sources=sources, kind=policy.Kind.PROACTIVE, order_number=NUMBER)
    assert "order-id-missing" in {each.rule for each in policy.judge(draft, policy.default()).findings}


def test_nothing_is_asked_when_the_order_is_not_known() -> None:
    assert findings("Your lamp needs a new address.") == []


@pytest.mark.parametrize("kind", [policy.Kind.REPLY, policy.Kind.CRITICAL])
def test_replies_need_not_name_it(kind: policy.Kind) -> None:
    assert findings("Your lamp needs a new address.", kind, order_number=NUMBER) == []
