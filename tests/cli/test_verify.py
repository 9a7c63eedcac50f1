"""The proof covers what was said: a message altered behind our back is found through its entry."""

from __future__ import annotations

from datetime import datetime

import pytest

from gobetween.actions.post import post
from gobetween.aliases.models import Pair
from gobetween.cli.verify import digests
from gobetween.conversations.models import Message
from gobetween.journal.reads import Broken, Unbroken, verify
from tests.actions.letters import from_bea, from_sam

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(pair: Pair, now: datetime) -> list[int]:
    """Three messages, one after another; their ids."""
    batches = (
        [from_bea(pair, "Where is it?\n\nGrüße")],
        [from_sam(pair, "On its way.")],
        [from_bea(pair, "Thank you!")],
    )
    return [settled.message or 0 for batch in batches for settled in post(batch, now=now)]


def test_what_was_said_is_as_it_was_noted(said: list[int]) -> None:
    proof = verify("demo", digests=digests)
    assert isinstance(proof, Unbroken)
    assert proof.count >= 3


@pytest.mark.parametrize("column", ["subject", "text", "html", "quoted_text"])
def test_an_altered_message_breaks_the_proof_at_its_entry(said: list[int], column: str) -> None:
    Message.objects.filter(pk=said[1]).update(**{column: "Never mind."})
    proof = verify("demo", digests=digests)
    assert isinstance(proof, Broken)
    assert f"message:{said[1]}" in proof.why
    assert isinstance(verify("demo"), Unbroken)


def test_a_file_that_was_swapped_breaks_the_proof(said: list[int]) -> None:
    message = Message.objects.get(pk=said[0])
    message.attachments.create(position=0, name="a", media_type="text/plain", size=1, sha256="00", file="a")
    assert isinstance(verify("demo", digests=digests), Broken)
