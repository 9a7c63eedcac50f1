"""Links to messengers and networks are contact data beside being links."""

from __future__ import annotations

import pytest

from gobetween import policy
from tests.policy.asking import labels, spans

RULE = "link-contact"


@pytest.mark.parametrize(
    "link",
    ["https://wa.me/447700900233", "t.me/acme_rugs", "lin.ee/Abc123", "discord.gg/xyz", "paypal.me/acme", "https://open.kakao.com/o/abc"],
)  # fmt: skip
def test_a_link_to_a_messenger_is_contact_data(link: str) -> None:
    assert spans(RULE, f"write: {link} please") == [link]
    assert labels(RULE, f"write: {link} please") == {"off_platform_contact"}


@pytest.mark.parametrize("link", ["instagram.com/acme.rugs", "https://www.facebook.com/acme", "https://x.com/acme"])
def test_a_sellers_page_in_a_network_is_there_to_be_followed_too(link: str) -> None:
    assert labels(RULE, f"we are on {link} now") == {"off_platform_contact", "marketing"}
    assert labels(RULE, f"I am {link}", direction=policy.Direction.TO_SELLER) == {"off_platform_contact"}


def test_a_disguised_one_too() -> None:
    assert spans(RULE, "write: wa(.)me/447700900233") != []


@pytest.mark.parametrize(
    "href", ["mailto:jo@acme-rugs.com", "tel:+447700900233", "sms:+4477", "whatsapp://send?phone=44"]
)
def test_a_link_that_writes_or_calls_is_contact_data(href: str) -> None:
    assert spans(RULE, html=f'<a href="{href}">write us</a>') == [href]


@pytest.mark.parametrize(
    "text", ["https://youtu.be/abc", "acme-rugs.com/contact", "the tube is 5 m.the line is t.me", "wa.men"]
)
def test_other_links_are_not(text: str) -> None:
    assert spans(RULE, text) == []


def test_the_alias_of_the_marketplace_may_be_linked() -> None:
    assert spans(RULE, html='<a href="mailto:a22@marketplace.amazon.com">write</a>') == []
