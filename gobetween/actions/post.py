"""The way of every message: known, decided, recorded. `docs/flow.md` tells it in prose; a test keeps the two equal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gobetween import eligibility, policy
from gobetween.actions import notices, record, scan
from gobetween.actions.drafts import draft_of
from gobetween.actions.facts import facts_about
from gobetween.actions.grounds import facts_of, purpose_of
from gobetween.actions.masks import apply_masks
from gobetween.actions.submissions import Known, Settled, Submission
from gobetween.conversations.models import Message
from gobetween.journal import writes as journal
from gobetween.mime.clean import clean
from gobetween.mime.letter import Letter, Unreadable
from gobetween.mime.relay import refusal
from gobetween.policy import Outcome

STATES = {
    Outcome.PASS: Message.State.POSTED,
    Outcome.ADVISE: Message.State.POSTED,
    Outcome.MASK: Message.State.POSTED,
    Outcome.HOLD: Message.State.HELD,
    Outcome.BLOCK: Message.State.REFUSED,
}


def post(batch: Sequence[Submission], *, now: datetime) -> list[Settled]:
    """Settle and record every submission of the batch in one transaction, in order."""
    facts = facts_about(batch, now)
    settled = [settle(submission, facts[submission.key]) for submission in batch]
    with transaction.atomic():
        settled = record.messages(settled, now)
        record.deliveries(settled, due_at=now)
        scan.queue(settled, now)
        notices.about(settled, now)
        journal.note_all(record.entries(settled), now)
    return settled


def settle(submission: Submission, known: Known) -> Settled:
    """Decide one submission from what is known; touches nothing."""
    if known.seen is not None:
        return _again(submission, known)
    decision = eligibility.decide(facts_of(submission, known), purpose_of(submission, known), known.terms)
    if not decision.granted:
        return _refused(submission, known, decision.reason)
    letter = submission.letter
    if isinstance(letter, Unreadable):
        return _refused(submission, known, letter.reason)
    if submission.channel == Message.Channel.MAIL and not letter.automatic and (reason := refusal(letter)):
        return _refused(submission, known, reason)
    return _judged(submission, known, letter, decision.grant)


def _judged(submission: Submission, known: Known, letter: Letter, grant: eligibility.Grant) -> Settled:
    """Cleaned, then judged by the rulebook; what a machine wrote is recorded and goes no further."""
    cleaned = clean(letter, known.hidden)
    draft = draft_of(cleaned, submission, known, grant=grant, purpose=purpose_of(submission, known))
    verdict = policy.judge(draft, known.rulebook)
    cleaned, verdict = apply_masks(cleaned, verdict)
    kind = Message.Kind.AUTO_REPLY if letter.automatic else Message.Kind.HUMAN
    state, reason = STATES[verdict.outcome], ""
    if state != Message.State.POSTED:
        reason = max(verdict.findings, key=lambda finding: finding.outcome).rule
    elif cleaned.text and cleaned.text in known.said:
        state, reason = Message.State.REFUSED, "repeated"
    elif scan.must_see(cleaned) and not letter.automatic:
        state, reason = Message.State.HELD, notices.SCANNING
    return Settled(
        submission=submission,
        known=known,
        state=state,
        kind=kind,
        reason=reason,
        grant=grant,
        clean=cleaned,
        verdict=verdict,
        draft=draft,
    )


def _refused(submission: Submission, known: Known, reason: str) -> Settled:
    machine = isinstance(submission.letter, Letter) and submission.letter.automatic is not None
    kind = Message.Kind.AUTO_REPLY if machine else Message.Kind.HUMAN
    return Settled(submission=submission, known=known, state=Message.State.REFUSED, kind=kind, reason=reason)


def _again(submission: Submission, known: Known) -> Settled:
    return Settled(submission=submission, known=known, state=Message.State.POSTED, message=known.seen)
