"""A subject marked as important carries what is important."""

from __future__ import annotations

import pytest

from gobetween import policy


def rules(subject: str, text: str, language: str = "en", **known: object) -> list[policy.Finding]:
    sources = (policy.Source(place="subject", text=subject), policy.Source(place="text", text=text))
    draft = policy.Draft(sources=sources, language=language, **known)  # type: ignore[arg-type]
    return [each for each in policy.judge(draft, policy.default()).findings if each.rule == "important-misuse"]


@pytest.mark.parametrize(
    ("mark", "text", "language"),
    [
        ("[Important]", "The summer sale starts now, 30% off everything!", "en"),
        ("[IMPORTANT]", "Please leave a review for your lamp.", "en"),
        ("[Important]", "Thank you so much for your order!", "en"),
        ("**Urgent**", "Get 10% off your next order with code LAMP10.", "en"),
        ("[Wichtig]", "Unser Sommerschlussverkauf hat begonnen, 20 % Rabatt auf alles!", "de"),
        ("[Importante]", "Grandes rebajas de verano, 30% de descuento en toda la tienda.", "es"),
        ("【重要】", "本日より夏の大セールを開催しております。全品半額です。", "ja"),
    ],
)
def test_promotion_under_the_mark_is_held(mark: str, text: str, language: str) -> None:
    subject = f"{mark} Order 112-7352211-9823412"
    [found] = rules(subject, text, language)
    assert subject[found.start : found.end] == mark
    assert found.outcome is policy.Outcome.HOLD
    assert found.replacement == ""


@pytest.mark.parametrize(
    ("subject", "text", "language"),
    [
        ("[Important] Order 112-7352211-9823412", "The house number is missing, the carrier cannot deliver.", "en"),
        ("[Important] Your order", "Thank you for your order! The carrier needs your house number, please.", "en"),
        ("[Wichtig] Bestellung 112-7352211-9823412", "Die Hausnummer fehlt, bitte nennen Sie sie uns.", "de"),
        ("【重要】ご注文について", "番地が不足しており、お届けできません。", "ja"),
        ("Important question about the size", "Please leave a review for your lamp.", "en"),
        ("Your order", "The summer sale starts now, 30% off everything!", "en"),
    ],
)
def test_what_is_important_may_say_so(subject: str, text: str, language: str) -> None:
    assert rules(subject, text, language) == []


def test_it_does_not_bind_buyers() -> None:
    assert rules("[Important]", "Is there a summer sale?", direction=policy.Direction.TO_SELLER) == []
