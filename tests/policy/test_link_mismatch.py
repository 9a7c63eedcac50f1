"""A link that shows one place and leads to another."""

from __future__ import annotations

import pytest

from tests.policy.asking import spans

RULE = "link-mismatch"


@pytest.mark.parametrize(
    ("shown", "target"),
    [("amazon.com/help", "https://harbour-pine.com/help"), ("https://www.dhl.de/x", "https://dhl-track.co/x"),
     ("acme-rugs.com", "https://rugs-acme.com")],
)  # fmt: skip
def test_words_and_target_differ(shown: str, target: str) -> None:
    assert spans(RULE, html=f'<p>See <a href="{target}">{shown}</a></p>') == [target]


@pytest.mark.parametrize(
    ("shown", "target"),
    [("acme-rugs.com", "https://www.acme-rugs.com/x"), ("www.acme-rugs.com", "https://shop.acme-rugs.com"),
     ("our page", "https://acme-rugs.com"), ("amazon.com/help", "https://www.amazon.com/help"),
     ("www.acme-rugs.com", "https://www.ups.com/track")],
)  # fmt: skip
def test_words_that_agree_or_a_target_that_is_allowed(shown: str, target: str) -> None:
    assert spans(RULE, html=f'<a href="{target}">{shown}</a>') == []
