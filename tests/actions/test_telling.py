"""Authors learn which rule, which words and what to do; nobody else's eyes get contact data from it."""

from __future__ import annotations

from datetime import datetime

import pytest

from gobetween.actions import telling
from gobetween.actions.masks import apply_masks
from gobetween.actions.post import post
from gobetween.actions.publish_rulebook import publish
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Delivery, Message
from gobetween.journal.models import Entry
from gobetween.marketplace.models import Marketplace, Seller
from gobetween.mime.letter import Attachment, Clean
from gobetween.policy import Finding, Label, Outcome, Verdict
from tests.actions.letters import from_bea, from_sam

BOOK = """
[any]
contact-mail = "block"
contact-phone = "mask"
review-positive = "hold"
"""


def found(
    place: str, start: int, end: int, outcome: Outcome, *, rule: str = "r", replacement: str | None = None
) -> Finding:
    return Finding(
        rule=rule, label=Label.CUSTOM, outcome=outcome, place=place, start=start, end=end, message="It is so.",
        fix="Do so.", replacement=replacement,
    )  # fmt: skip


@pytest.fixture
def strict(marketplace: Marketplace, now: datetime) -> None:
    publish(marketplace, BOOK, author="", now=now)


@pytest.mark.django_db
def test_a_refused_letter_is_told_with_rule_words_and_fix(pair: Pair, strict: None, now: datetime) -> None:
    [settled] = post([from_bea(pair, "Call +49 731 1234567 or write to\njo.doe@mail.example!")], now=now)
    notice = Message.objects.get(kind="notice")
    assert settled.reason == "contact-mail"
    assert "was not passed on to Sam's Lamps. This stands in the way:" in notice.text
    assert "- An e-mail address is not passed on. “jo.•••@••••.•••••••” (contact-mail)\n  Write here:" in notice.text
    assert "1234" not in notice.text and "mail.example" not in notice.text
    assert Delivery.objects.get(message=notice).recipient == "buyer"
    assert "mail.example" not in str(list(Entry.objects.values_list("facts", flat=True)))


@pytest.mark.django_db
def test_a_held_letter_is_told_in_the_authors_language(pair: Pair, sam: Seller, strict: None, now: datetime) -> None:
    Seller.objects.update(locale="de-AT")
    [settled] = post([from_sam(pair, "We hope for a 5-star review.")], now=now)
    notice = Message.objects.get(kind="notice")
    assert (settled.state, settled.reason) == ("held", "review-positive")
    assert notice.subject.startswith("Wird geprüft:") and "Das bittet um eine gute Bewertung" in notice.text
    assert "5-star" in notice.text and "Bitten Sie alle gleich" in notice.text


@pytest.mark.django_db
def test_a_masked_letter_goes_without_a_notice(pair: Pair, strict: None, now: datetime) -> None:
    post([from_bea(pair, "Call +49 731 1234567!")], now=now)
    assert not Message.objects.filter(kind="notice").exists()


@pytest.mark.django_db
def test_spans_on_record_point_into_the_text_on_record(pair: Pair, strict: None, now: datetime) -> None:
    [settled] = post([from_bea(pair, "Call +49 731 1234567 or write to jo@mail.example now")], now=now)
    message = Message.objects.get(id=settled.message)
    spans = {each["rule"]: message.text[each["start"] : each["end"]] for each in message.findings}
    assert spans == {"contact-phone": "[phone number hidden]", "contact-mail": "jo@mail.example"}


@pytest.mark.django_db
def test_what_a_later_program_no_longer_knows_is_left_out(pair: Pair, strict: None, now: datetime) -> None:
    [settled] = post([from_bea(pair, "Write to jo@mail.example")], now=now)
    message = Message.objects.get(id=settled.message)
    message.findings.append({**message.findings[0], "label": "no_such_label"})
    assert [each.rule for each in telling.recalled(message)] == ["contact-mail"]


def test_the_same_words_are_told_once_the_gravest_first() -> None:
    findings = [
        found("html", 3, 9, Outcome.HOLD, rule="a"),
        found("text", 0, 6, Outcome.HOLD, rule="a"),
        found("text", 0, 6, Outcome.BLOCK, rule="b"),
        found("picture:1", 0, 4, Outcome.HOLD, rule="c"),
    ]
    told = telling.told(findings, {"text": "abcdef", "html": "<p>abcdef</p>", "1": "plan.png"}, "en")
    assert [(each.rule, each.quote) for each in told] == [("b", "abcdef"), ("a", "abcdef"), ("c", "plan.png")]


def test_a_long_list_is_cut_and_counted() -> None:
    findings = [found("text", each, each + 1, Outcome.HOLD, rule=f"r{each}") for each in range(14)]
    lines = telling.lines(telling.told(findings, {"text": "abcdefghijklmn"}, "en"), more="- and {count} more").split(
        "\n"
    )
    assert lines[0] == "- It is so. “a” (r0)" and lines[1] == "  Do so."
    assert lines[-1] == "- and 4 more"


def test_evidence_on_record_holds_no_contact_data() -> None:
    kept = telling.stored(Finding(
        rule="r", label=Label.OFF_PLATFORM_CONTACT, outcome=Outcome.MASK, place="text", start=0, end=1, message="",
        evidence="call + jo.doe@mail.example + 0731 1234567",
    ))  # fmt: skip
    assert "doe" not in kept["evidence"] and "1234" not in kept["evidence"] and kept["outcome"] == "mask"


def test_masks_leave_a_mark_and_every_span_in_its_place() -> None:
    file = Attachment(name="123.txt", media_type="text/plain", content=b"")
    clean = Clean(subject="ab", text="call 123 and 456", html="", attachments=(file,))
    findings = (
        found("file:0", 0, 3, Outcome.MASK, replacement="[hidden]"),
        found("text", 5, 8, Outcome.MASK),
        found("text", 13, 16, Outcome.BLOCK),
    )
    masked, verdict = apply_masks(clean, Verdict(findings=findings, rulebook=1))
    assert masked.text == "call [text hidden] and 456"
    assert masked.attachments[0].name == "[hidden].txt"
    assert [(each.start, each.end) for each in verdict.findings] == [(0, 8), (5, 18), (23, 26)]
    assert [(each.kind, each.place) for each in masked.masked] == [("r", "file"), ("r", "text")]
