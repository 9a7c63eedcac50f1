"""Letters of the corpus, spoilt at random: relaying never raises, never leaks, and its copies are always sound.

The same letters every time; `python -m bench.fuzz` looks further.
"""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gobetween.mime.letter import Hidden, Mailbox
from gobetween.mime.relay import relay
from tests.corpus.expected import BEA, SAM
from tests.corpus.spoiling import SEEDS, spoilt
from tests.corpus.telling import faults, tell_tales

NAMES = ("Bea Buyer", "Sam Seller")
HIDDEN = Hidden(addresses=frozenset({BEA, SAM}), names=frozenset(NAMES))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ALIAS_FROM = Mailbox(address="aaaabbbbccccdddd@marketplace.example")
ALIAS_TO = Mailbox(address="bbbbccccddddeeee@marketplace.example")


def copy_of(raw: bytes) -> bytes:
    result = relay(raw, hidden_extra=HIDDEN, alias_from=ALIAS_FROM, alias_to=ALIAS_TO, now=NOW)
    assert result.outcome in ("relayed", "refused", "auto-reply", "bounce")
    assert (result.outcome == "refused") == bool(result.reason)
    assert (result.outcome == "relayed") == bool(result.raw)
    return result.raw


def is_sound_and_silent(copy: bytes) -> None:
    assert list(faults(copy)) == []
    assert tell_tales(copy, addresses=(BEA, SAM), names=NAMES, ids=()) == set()


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), st.sampled_from(SEEDS), st.randoms(use_true_random=False))
def test_a_spoilt_letter_ends_as_relayed_or_refused_and_tells_nothing(first, second, chance) -> None:  # type: ignore[no-untyped-def]
    copy = copy_of(spoilt(first, second, chance))

    if copy:
        is_sound_and_silent(copy)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(SEEDS), st.integers(0, 1_000_000))
def test_a_letter_cut_anywhere_tells_nothing(seed: bytes, at: int) -> None:
    copy = copy_of(seed[: at % (len(seed) + 1)])

    if copy:
        is_sound_and_silent(copy)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(SEEDS))
def test_a_copy_can_be_relayed_again(seed: bytes) -> None:
    copy = copy_of(seed)

    if copy:
        again = copy_of(copy)
        assert not again or list(faults(again)) == []
