"""Files are looked at before the other party may: a message waits, held, and goes on by itself.

`queue` is part of `post`; `claim` and `settle` are for the worker, whose looking stands between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from gobetween import policy
from gobetween.actions import rulebooks
from gobetween.actions.kept_drafts import kept, taken_up
from gobetween.actions.masks import as_masked
from gobetween.actions.notices import SCANNING
from gobetween.actions.release import keep, refuse, release
from gobetween.actions.submissions import Settled
from gobetween.actions.telling import stored
from gobetween.conversations import files, writes
from gobetween.conversations.models import Attachment, Message, Scan
from gobetween.kit.sealing import seal, unseal
from gobetween.mime.letter import Clean
from gobetween.policy import Draft, Finding, Outcome, Verdict
from gobetween.policy.sight import Seen, Sight, sees, sources_of

FAILED = "scan-failed"
BY = "scan"
READ = ("picture", "code", "file-text")
"""Places that cannot be masked: what a rule would mask there stops the message for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claimed message; `attempts` says which claim. `files` are fetched late."""

    scan: int
    attempts: int
    message: int
    files: tuple[Attachment, ...] = ()


def must_see(clean: Clean) -> bool:
    """Whether a letter has files that may show what its text does not say."""
    return any(sees(file.media_type) for file in clean.attachments)


def queue(settled: Sequence[Settled], now: datetime) -> None:
    """Let the files be looked at of everything newly held for that, in the caller's transaction."""
    writes.add_scans([_row(each, now) for each in settled if each.reason == SCANNING and _is_new(each)])


def _is_new(settled: Settled) -> bool:
    return settled.message is not None and settled.known.seen is None


def _row(settled: Settled, now: datetime) -> Scan:
    assert settled.draft is not None and settled.message is not None
    sealed = seal(kept(settled.draft), purpose="draft")
    return Scan(message_id=settled.message, draft_sealed=sealed, due_at=now, created_at=now)


def claim(claimed_by: str, *, now: datetime, until: datetime) -> Waiting | None:
    """The message that waits longest, ours until then; whoever dies over it loses it to the next claim."""
    scan = writes.claim_scan(claimed_by, now=now, until=until)
    if scan is None:
        return None
    attached = Attachment.objects.filter(message=scan.message_id).order_by("position")
    wanted = tuple(file for file in attached if sees(file.media_type))
    return Waiting(scan=scan.id, attempts=scan.attempts, message=scan.message_id, files=wanted)


def content(file: Attachment) -> bytes:
    """The bytes of a claimed file. Raises `FileNotFoundError` or `Unsealable`."""
    return files.get(file.file)


def extend(waiting: Waiting, *, until: datetime) -> bool:
    """Keep a claim longer. False when it is not ours any more."""
    return Scan.objects.filter(id=waiting.scan, attempts=waiting.attempts).update(due_at=until) > 0


def give_back(claimed_by: str, *, now: datetime) -> int:
    """Free all claims of a worker that is no more, or of our own that we cannot keep."""
    return Scan.objects.filter(claimed_by=claimed_by, due_at__gt=now).update(due_at=now, claimed_by="")


def settle(waiting: Waiting, sights: Mapping[int, Sight], *, now: datetime) -> bool:
    """Judge the whole draft again with what its files show, and end the waiting. False when the claim was lost."""
    scan = Scan.objects.select_related("message").filter(id=waiting.scan, attempts=waiting.attempts).first()
    if scan is None:
        return False
    draft = taken_up(unseal(scan.draft_sealed, purpose="draft"))
    verdict = _judged(draft, sights, scan.message)
    with transaction.atomic():
        if not writes.finish_scan(waiting.scan, attempts=waiting.attempts):
            return False
        findings = as_masked(draft.sources, verdict.findings)
        writes.note_findings(waiting.message, [_told(finding, sights) for finding in findings])
        _end(waiting.message, verdict, whole=not any(sight.unread for sight in sights.values()), now=now)
    return True


def give_up(waiting: Waiting, *, now: datetime) -> bool:
    """What could not be looked at is held for a person, never passed. False when the claim was lost."""
    with transaction.atomic():
        if not writes.finish_scan(waiting.scan, attempts=waiting.attempts):
            return False
        return keep(waiting.message, FAILED, by=BY, now=now)


def _judged(draft: Draft, sights: Mapping[int, Sight], message: Message) -> Verdict:
    seen = tuple(source for position, sight in sights.items() for source in sources_of(position, sight))
    verdict = policy.judge(replace(draft, sources=draft.sources + seen), _rulebook(message))
    return replace(verdict, findings=tuple(map(_unmaskable, verdict.findings)))


def _rulebook(message: Message) -> policy.Rulebook:
    """The one the message was judged by at first."""
    with suppress(LookupError):
        return rulebooks.recalled(message.rulebook)
    return policy.default()


def _unmaskable(finding: Finding) -> Finding:
    """Nothing is painted over: what would be masked in a picture waits for a person."""
    if finding.outcome == Outcome.MASK and finding.place.startswith(READ):
        return replace(finding, outcome=Outcome.HOLD)
    return finding


def _end(message: int, verdict: Verdict, *, whole: bool, now: datetime) -> None:
    """As the verdict says; what may go by what was seen of it waits for a person when that was not all."""
    if verdict.outcome < Outcome.HOLD and whole:
        release(message, by=BY, now=now)
        return
    if verdict.outcome < Outcome.HOLD:
        keep(message, FAILED, by=BY, now=now)
        return
    reason = max(verdict.findings, key=lambda finding: finding.outcome).rule
    end = refuse if verdict.outcome == Outcome.BLOCK else keep
    end(message, reason, by=BY, now=now)


def _told(finding: Finding, sights: Mapping[int, Sight]) -> dict[str, object]:
    """As it is stored; what stands in a picture with the boxes of its lines, in pixels, for those who look it up."""
    place, _, position = finding.place.partition(":")
    told = stored(finding)
    if place in ("picture", "code") and int(position) in sights:
        sight = sights[int(position)]
        boxes = _boxes(sight.words if place == "picture" else sight.codes, finding)
        told["evidence"] = f"{told['evidence']} [{'; '.join(boxes)}]".strip()
    return told


def _boxes(seen: Sequence[Seen], finding: Finding) -> Iterator[str]:
    """Picture and box of each line that the span touches."""
    at = 0
    for piece in seen:
        if at < finding.end and finding.start < at + len(piece.text):
            left, top, right, bottom = piece.box
            yield f"picture {piece.page + 1}: {left},{top} to {right},{bottom}"
        at += len(piece.text) + 1
