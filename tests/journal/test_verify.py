"""The proof: whatever is done to the journal behind our back is found, and the first broken entry is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from gobetween.journal import chain
from gobetween.journal.reads import Broken, Unbroken, verify
from gobetween.journal.writes import Note, note_all

pytestmark = pytest.mark.django_db
COUNT = 20


@pytest.fixture
def journal(db: None, now: datetime) -> None:
    """Two marketplaces with twenty entries each, at odd moments."""
    for number in range(COUNT):
        notes = [_note("north", number), _note("south", number)]
        note_all(notes, now + timedelta(microseconds=number * 333_333))


def test_an_untouched_journal_is_unbroken(journal: None) -> None:
    proof = verify("north")
    assert isinstance(proof, Unbroken)
    assert (proof.count, len(proof.digest)) == (COUNT, 64)


def test_an_empty_journal_is_unbroken(db: None) -> None:
    assert verify("nowhere") == Unbroken(count=0, digest=chain.genesis("nowhere").hex())


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE journal_entry SET facts = '{\"n\": 99}' WHERE marketplace = 'north' AND number = 7", 7),
        ("UPDATE journal_entry SET facts = facts || '{\"x\": null}' WHERE marketplace = 'north' AND number = 7", 7),
        ("UPDATE journal_entry SET at = at + interval '1 microsecond' WHERE number = 3", 3),
        ("UPDATE journal_entry SET kind = 'message.held' WHERE number = 1", 1),
        ("UPDATE journal_entry SET subject = 'message:0' WHERE number = 20", 20),
        ("DELETE FROM journal_entry WHERE number = 5", 5),
        ("DELETE FROM journal_entry WHERE number > 15", 16),
        ("DELETE FROM journal_entry", 1),
        ("UPDATE journal_head SET number = 12", 12),
        ("UPDATE journal_head SET digest = ''::bytea", 20),
        ("DELETE FROM journal_head", 1),
        (
            "UPDATE journal_entry SET number = -number WHERE number IN (8, 9);"
            "UPDATE journal_entry SET number = CASE number WHEN -8 THEN 9 ELSE 8 END WHERE number < 0",
            8,
        ),
        (
            "INSERT INTO journal_entry (marketplace, number, at, kind, subject, facts, digest)"
            " SELECT marketplace, 21, at, kind, subject, facts, digest FROM journal_entry WHERE number = 20",
            21,
        ),
        (
            "INSERT INTO journal_entry (marketplace, number, at, kind, subject, facts, digest)"
            " SELECT marketplace, 0, at, kind, subject, facts, digest FROM journal_entry WHERE number = 1",
            0,
        ),
        (
            "DELETE FROM journal_entry WHERE marketplace = 'north' AND number = 4;"
            "UPDATE journal_entry SET marketplace = 'north' WHERE marketplace = 'south' AND number = 4",
            4,
        ),
    ],
)
def test_every_tampering_is_found_at_its_first_entry(journal: None, sql: str, number: int) -> None:
    _tamper(sql)
    proof = verify("north")
    assert isinstance(proof, Broken)
    assert proof.number == number


def test_the_last_entries_and_the_head_cut_off_together_still_show_against_a_kept_digest(journal: None) -> None:
    kept = verify("north")
    _tamper(
        "DELETE FROM journal_entry WHERE number > 15; UPDATE journal_head SET number = 15,"
        " digest = (SELECT digest FROM journal_entry e WHERE e.marketplace = journal_head.marketplace AND number = 15)"
    )
    assert verify("north") != kept


def test_contents_are_compared_with_what_was_noted(journal: None) -> None:
    assert isinstance(verify("north", digests=_digests()), Unbroken)
    altered = verify("north", digests=_digests({"message:6": "other"}))
    assert altered == Broken(number=7, why="what it tells of was altered (message:6)")
    gone = verify("north", digests=_digests({"message:2": None}))
    assert gone == Broken(number=3, why="what it tells of is gone (message:2)")


def test_the_first_of_two_breaks_is_named(journal: None) -> None:
    _tamper("DELETE FROM journal_entry WHERE number = 9")
    assert verify("north", digests=_digests({"message:2": "other"})) == Broken(
        number=3, why="what it tells of was altered (message:2)"
    )


@pytest.mark.parametrize(
    "sql", ["UPDATE journal_entry SET kind = ''", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]
)
def test_the_database_refuses_to_change_an_entry_even_to_the_owner(journal: None, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_is_kept")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(sql)
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname LIKE 'journal_entry_%'")
        assert cursor.fetchall() == [("A",), ("A",)]  # in a replication session too
    assert isinstance(verify("north"), Unbroken)


@given(
    facts=st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
        max_size=5,
    ),
    at=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),
)
def test_whatever_is_noted_verifies(facts: dict[str, object], at: datetime) -> None:
    with transaction.atomic():
        note_all([Note(marketplace="any", kind="message.posted", subject="a", facts=facts)], at.replace(tzinfo=UTC))
        assert isinstance(verify("any"), Unbroken)
        transaction.set_rollback(True)


def test_fractions_are_refused(now: datetime) -> None:
    with pytest.raises(TypeError):
        note_all([Note(marketplace="any", kind="message.posted", subject="a", facts={"n": 1e16})], now)


def _note(marketplace: str, number: int) -> Note:
    facts = {"content": f"d{number}", "n": number, "reason": "grüße"}
    return Note(marketplace=marketplace, kind="message.posted", subject=f"message:{number}", facts=facts)


def _digests(changes: dict[str, str | None] | None = None) -> Callable[..., dict[str, str]]:
    now = {f"message:{number}": f"d{number}" for number in range(COUNT)} | (changes or {})
    return lambda subjects: {subject: now[subject] for subject in subjects if now[subject] is not None}


def _tamper(sql: str) -> None:
    """What an owner of the table could do with effort."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER ALL")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER journal_entry_stays")
