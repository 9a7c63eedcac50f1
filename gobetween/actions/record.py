"""Writes what was settled: conversations, messages, files, copies and the lines of the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from gobetween.actions.submissions import Settled
from gobetween.actions.telling import stored
from gobetween.aliases.models import Side
from gobetween.conversations import files, writes
from gobetween.conversations.models import Attachment, Conversation, Delivery, Letter, Message
from gobetween.conversations.reads import content_digest
from gobetween.journal.writes import Note
from gobetween.kit import ids
from gobetween.kit.sealing import index, seal
from gobetween.marketplace.models import SenderAddress
from gobetween.mime.letter import Letter as Written
from gobetween.mime.plain_letter import plain_letter

SUBJECT = 400
"""Longest subject kept, characters."""


def messages(settled: Sequence[Settled], now: datetime) -> list[Settled]:
    """Record each once (by key), with its conversation and files; the answer carries their ids."""
    fresh = list({each.submission.key: each for each in settled if _is_new(each)}.values())
    conversations = _conversations(fresh, now)
    rows = {each.submission.key: _message(each, conversations[each.submission.key], now) for each in fresh}
    for key, original in _originals(fresh, now).items():
        rows[key].letter_id = original.id
    writes.add_messages(list(rows.values()))
    writes.add_attachments([file for each in fresh for file in _attachments(each, rows[each.submission.key])])
    return list(_told(settled, rows, conversations))


def deliveries(settled: Sequence[Settled], due_at: datetime) -> None:
    """One copy for every mailbox of the other side, for each message that was newly posted by a person."""
    writes.add_deliveries([copy for each in settled if goes_out(each) for copy in _copies(each, due_at)])


def entries(settled: Sequence[Settled]) -> list[Note]:
    """The lines of the journal: one for each message newly on record."""
    return [_entry(each) for each in settled if _is_told(each)]


def goes_out(settled: Settled) -> bool:
    """Whether the other side gets copies: newly posted, and written by a person."""
    return _is_told(settled) and settled.state == Message.State.POSTED and settled.kind == Message.Kind.HUMAN


def _is_new(settled: Settled) -> bool:
    return settled.known.pair is not None and settled.known.seen is None


def _is_told(settled: Settled) -> bool:
    return settled.known.seen is None and settled.message is not None


def _told(
    settled: Sequence[Settled], rows: dict[str, Message], conversations: dict[str, Conversation]
) -> Iterator[Settled]:
    """Each with its id; the second of two equal keys in one batch counts as seen."""
    told: set[str] = set()
    for each in settled:
        key = each.submission.key
        if not _is_new(each):
            yield each
            continue
        known = replace(each.known, seen=rows[key].id) if key in told else each.known
        told.add(key)
        yield replace(each, known=known, message=rows[key].id, conversation=conversations[key].ref)


def _conversations(fresh: Sequence[Settled], now: datetime) -> dict[str, Conversation]:
    """The conversation of each, opened where there is none yet."""
    known = {each.submission.key: each.known.conversation or _opened(each, now) for each in fresh}
    writes.open_all([conversation for conversation in known.values() if conversation.id is None])
    writes.touch({each.known.conversation.id for each in fresh if each.known.conversation}, now)
    return known


def _opened(settled: Settled, now: datetime) -> Conversation:
    return Conversation(
        pair=settled.known.pair,
        order=settled.known.order,
        ref=ids.ref(),
        subject=_subject(settled),
        opened_by=settled.submission.author,
        created_at=now,
        latest_at=now,
    )


def _originals(fresh: Sequence[Settled], now: datetime) -> dict[str, Letter]:
    """What was written on a page or by a tool and is not shown whole, sealed as a mail would be; kept by their keys."""
    whole = {each.submission.key: raw for each in fresh if (raw := _unsealed(each))}
    kept = {
        key: Letter(raw_sealed=seal(raw, purpose="letter"), size=len(raw), received_at=now)
        for key, raw in whole.items()
    }
    writes.keep_letters(list(kept.values()))
    return kept


def _unsealed(settled: Settled) -> bytes:
    """The bytes of an original that no door kept, if something in it was hidden."""
    letter = settled.submission.letter
    if settled.submission.letter_id is not None or not isinstance(letter, Written):
        return b""
    return plain_letter(letter) if settled.clean is not None and settled.clean.masked else b""


def _subject(settled: Settled) -> str:
    return settled.clean.subject[:SUBJECT] if settled.clean else ""


def _message(settled: Settled, conversation: Conversation, now: datetime) -> Message:
    submission, clean, verdict = settled.submission, settled.clean, settled.verdict
    message = Message(
        conversation=conversation,
        pair_id=conversation.pair_id,
        key=submission.key,
        author=submission.author,
        person_id=submission.person,
        channel=submission.channel,
        kind=settled.kind,
        purpose=settled.grant or "reply",
        state=settled.state,
        reason=settled.reason,
        letter_id=submission.letter_id,
        parent_id=settled.known.parent,
        created_at=now,
    )
    if clean is not None:
        message.subject, message.text, message.html = _subject(settled), clean.text, clean.html
        message.quoted_text, message.language = clean.quoted_text, clean.language[:20]
        message.masked = [asdict(mask) for mask in clean.masked]
        message.dropped = [asdict(drop) for drop in clean.dropped]
    if verdict is not None:
        message.rulebook = verdict.rulebook
        message.findings = [stored(finding) for finding in verdict.findings]
    if isinstance(submission.letter, Written) and submission.letter.message_id:
        message.source_sealed = seal(submission.letter.message_id.encode(), purpose="source")
        message.source_index = index(submission.letter.message_id, purpose="source")
    return message


def _attachments(settled: Settled, message: Message) -> Iterator[Attachment]:
    """The rows of a message's files; each file is put under a name made from the key, so a retry writes it again."""
    key = settled.submission.key
    for position, file in enumerate(settled.clean.attachments if settled.clean else ()):
        name = files.put(f"{key[:2]}/{key}-{position}", file.content)
        yield Attachment(
            message=message,
            position=position,
            name=file.name[:200],
            media_type=file.media_type[:120],
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
            content_id=file.content_id[:200],
            inline=file.inline,
            file=name,
        )


def _copies(settled: Settled, due_at: datetime) -> Iterator[Delivery]:
    """The buyer has one mailbox, a seller any number."""
    mailboxes: tuple[SenderAddress | None, ...] = (None,)
    if settled.submission.to == Side.SELLER:
        mailboxes = settled.known.inboxes
    pair = settled.known.pair
    assert pair is not None and settled.message is not None
    for mailbox in mailboxes:
        yield Delivery(
            message_id=settled.message,
            recipient=settled.submission.to,
            to=mailbox,
            internet_message_id=ids.message_id(pair.marketplace.domain),
            due_at=due_at,
            created_at=due_at,
        )


def _entry(settled: Settled) -> Note:
    pair, clean = settled.known.pair, settled.clean
    assert pair is not None
    facts: dict[str, Any] = {
        "conversation": settled.conversation,
        "author": str(settled.submission.author),
        "channel": str(settled.submission.channel),
        "kind": str(settled.kind),
    }
    if settled.reason:
        facts["reason"] = settled.reason
    if clean is not None:
        facts["content"] = content_digest(
            subject=_subject(settled),
            text=clean.text,
            html=clean.html,
            quoted_text=clean.quoted_text,
            files=(hashlib.sha256(file.content).hexdigest() for file in clean.attachments),
        )
    return Note(
        marketplace=pair.marketplace_id,
        kind=f"message.{settled.state}",
        subject=f"message:{settled.message}",
        facts=facts,
    )
