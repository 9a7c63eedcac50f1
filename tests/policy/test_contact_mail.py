"""Plain e-mail addresses: masked, the marketplace's own and what only looks like one left alone."""

from __future__ import annotations

import pytest

from gobetween import policy
from tests.policy.contact import hits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Need help? support@rapollo-store.com", "support@rapollo-store.com"),
        ("ray＠brightbasin．com is my direct line", "ray＠brightbasin．com"),
        ("Bitte direkt an info@mоbelhaus-аhrens.de, danke", "info@mоbelhaus-аhrens.de"),
        ("Write me: jo.lark@\u200bfast\u200bmail\u200b.com please", "jo.lark@\u200bfast\u200bmail\u200b.com"),
        ("(post@laden.example)", "post@laden.example"),
    ],
)
def test_an_address_is_found_where_it_stands(text: str, found: str) -> None:
    assert hits("contact-mail", text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "We engraved '@home' in Times, 12 pt",
        "The print says 'follow us @ the zoo', is the at sign wanted?",
        "The file is logo@2x.png, 300 dpi",
        "Write to cs-reply@amazon.de if the form fails",
        "3 pieces @ 4.50 each",
    ],
)
def test_an_at_sign_alone_is_no_address(text: str) -> None:
    assert hits("contact-mail", text) == []


def test_the_target_of_a_mail_link_is_found() -> None:
    assert hits("contact-mail", '<a href="mailto:jo@acme.example">reply</a>', place="html") == [
        '<a href="mailto:jo@acme.example">'
    ]
    assert hits("contact-mail", '<a href="mailto:x@amazon.com">reply</a>', place="html") == []


def test_it_is_masked_both_ways() -> None:
    for direction in policy.Direction:
        draft = policy.Draft(sources=(policy.Source(place="text", text="Mail a@b.example"),), direction=direction)
        [finding] = policy.judge(draft, policy.default()).findings
        assert finding.outcome is policy.Outcome.MASK
        assert finding.replacement == "[e-mail address hidden]"
