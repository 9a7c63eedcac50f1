"""What was hidden stays with the marketplace: sealed, and opened only with a line in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.actions.post import post
from gobetween.actions.read_original import read
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Letter, Message
from gobetween.journal.models import Entry
from gobetween.marketplace.models import Person
from gobetween.mime.letter import Letter as Written
from gobetween.mime.letter import Unreadable
from gobetween.mime.parse import parse
from gobetween.mime.plain_letter import plain_letter
from tests.actions.letters import from_sam


@pytest.mark.django_db
def test_a_masked_number_of_a_page_is_kept_for_the_operator(pair: Pair, olga: Person, now: datetime) -> None:
    written = replace(from_sam(pair, "Call +49 731 1234567 – süß!", html=""), channel=Message.Channel.WEB)
    [settled] = post([written], now=now)
    message = Message.objects.get(id=settled.message)
    assert message.text == "Call [phone number hidden] – süß!"
    assert b"1234567" not in bytes(message.letter.raw_sealed)
    shown = read(message, person=olga.pk, now=now)
    assert (shown.subject, shown.text.strip(), shown.missing) == ("My order", "Call +49 731 1234567 – süß!", False)
    entry = Entry.objects.get(kind="original.read")
    assert (entry.subject, entry.facts["person"]) == (f"message:{message.pk}", olga.pk)


@pytest.mark.django_db
def test_what_shows_whole_is_not_kept_twice(pair: Pair, now: datetime) -> None:
    post([replace(from_sam(pair, "On its way."), channel=Message.Channel.WEB)], now=now)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_an_original_whose_key_is_gone_is_said_to_be_missing(pair: Pair, olga: Person, now: datetime) -> None:
    [settled] = post([replace(from_sam(pair, "Call +49 731 1234567"), channel=Message.Channel.WEB)], now=now)
    Letter.objects.update(raw_sealed=b"nonsense")
    assert read(Message.objects.get(id=settled.message), person=olga.pk, now=now).missing


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80), st.text(max_size=40))
def test_a_plain_letter_reads_as_it_was_written(text: str, subject: str) -> None:
    letter = parse(plain_letter(Written(subject=subject, text=text)))
    assert not isinstance(letter, Unreadable)
    assert letter.text.split() == text.split()
