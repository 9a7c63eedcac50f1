"""Tells an author what became of a message: a message of the marketplace's own, to that side only, once a cause.

Never about a notice or anything automatic, and never with a real address: parties go by their shown names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from gobetween.actions import telling
from gobetween.actions.copies import shown_name
from gobetween.actions.record import goes_out
from gobetween.actions.submissions import Settled
from gobetween.actions.wording import MORE, Wording, language, worded
from gobetween.aliases.models import Pair, Side
from gobetween.conversations import writes
from gobetween.conversations.models import Delivery, Message
from gobetween.journal import writes as journal
from gobetween.journal.writes import Note
from gobetween.kit import ids
from gobetween.marketplace import reads as marketplace
from gobetween.marketplace.models import SenderAddress
from gobetween.policy import Outcome

HOURLY = frozenset({"pair-limit", "repeated"})
"""Reasons told once an hour to each side of a conversation: the answer to a flood is not a flood."""

DAILY = frozenset({"buyer-opted-out", "buyer-blocked", "seller-restricted", "templates-only", "messaging-suspended"})
"""Reasons told once a day to each side of a pair, for each new mail is a conversation of its own."""

SILENT = frozenset({"quoted-history", "remote-content", "hidden-text", "signature-part"})
"""What a copy always leaves out; everything else that is missing is told."""

SCANNING = "scanning"
"""Why a message is held whose files are being looked at: it goes on by itself, and nobody is told."""

TOLD = {Message.State.HELD: "held", Message.State.REFUSED: "refused"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is to be told about a message to its author; `reason` is a kebab-case reason of the record.

    `detail` is told to the author and noted nowhere: names of files.
    """

    message: int
    cause: str
    reason: str = ""
    detail: str = ""


def notice(message: int, cause: str, *, now: datetime, reason: str = "") -> None:
    """Tell the author of one message; harmless when told already."""
    notice_all([Notice(message=message, cause=cause, reason=reason)], now=now)


def about(settled: Iterable[Settled], now: datetime) -> None:
    """Tell the authors of what was held, refused, or passed on without some of its files just now."""
    settled = [each for each in settled if each.message is not None and each.known.seen is None]
    stopped = [each for each in settled if each.state in TOLD and each.reason != SCANNING]
    partial = [(each, left) for each in settled if goes_out(each) and (left := _left_out(each))]
    notice_all(
        [Notice(message=each.message or 0, cause=TOLD[each.state], reason=each.reason) for each in stopped]
        + [Notice(message=each.message or 0, cause="partial", detail=left) for each, left in partial],
        now=now,
    )


def _left_out(settled: Settled) -> str:
    """The files that the other party did not get, by name, a line each."""
    return _listed((drop.what, drop.reason) for drop in (settled.clean.dropped if settled.clean else ()))


def _listed(dropped: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {what} ({reason})" for what, reason in dropped if reason not in SILENT)


def left_out(message: Message, *, now: datetime) -> None:
    """Tell the author of a held message that goes on now which of its files stay behind."""
    if detail := _listed((drop["what"], drop["reason"]) for drop in message.dropped):
        notice_all([Notice(message=message.id, cause="partial", detail=detail)], now=now)


def undelivered(messages: Collection[int], *, now: datetime) -> None:
    """Tell the authors of those messages of which no copy arrived or may still arrive."""
    if not messages:
        return
    hope = Delivery.objects.filter(
        message=OuterRef("pk"), state__in=[Delivery.State.WAITING, Delivery.State.SENT]
    ).exclude(recipient=OuterRef("author"))
    lost = Message.objects.filter(id__in=messages).exclude(Exists(hope)).values_list("id", flat=True)
    notice_all([Notice(message=message, cause="undelivered") for message in lost], now=now)


def notice_all(notices: Sequence[Notice], *, now: datetime) -> None:
    """Write each notice and its copies, in the caller's transaction, with entries in the journal."""
    if not notices:
        return
    fresh = _fresh(notices, now)
    messages = [_message(about, told, key, now) for key, (about, told) in fresh.items()]
    writes.add_messages(messages)
    inboxes = marketplace.inboxes_of(
        {m.pair.seller_id for m in messages if m.parent and m.parent.author == Side.SELLER}
    )
    writes.add_deliveries([copy for message in messages for copy in _copies(message, inboxes)])
    journal.note_all([_note(message, told) for message, (_, told) in zip(messages, fresh.values(), strict=True)], now)


def _fresh(notices: Sequence[Notice], now: datetime) -> dict[str, tuple[Message, Notice]]:
    """By key, what was not told yet and may be told."""
    rows = Message.objects.filter(kind=Message.Kind.HUMAN, author__in=Side.values)
    rows = rows.select_related("conversation", "pair__marketplace", "pair__buyer", "pair__seller")
    authored = rows.prefetch_related("attachments").in_bulk({notice.message for notice in notices})
    keyed = {
        _key(authored[notice.message], notice, now): (authored[notice.message], notice)
        for notice in notices
        if notice.message in authored
    }
    told = set(Message.objects.filter(key__in=keyed).values_list("key", flat=True))
    return {key: value for key, value in keyed.items() if key not in told}


def _key(message: Message, notice: Notice, now: datetime) -> str:
    """The same for the same cause, so that it is told once."""
    about = f"message:{message.id}"
    if notice.reason in HOURLY:
        about = f"conversation:{message.conversation_id}:{message.author}:{now:%Y%m%d%H}:{notice.reason}"
    if notice.reason in DAILY:
        about = f"pair:{message.pair_id}:{message.author}:{now:%Y%m%d}:{notice.reason}"
    return hashlib.sha256(f"notice:{notice.cause}:{about}".encode()).hexdigest()


def _message(about: Message, notice: Notice, key: str, now: datetime) -> Message:
    locale = _locale(about.pair, Side(about.author))
    wording = _worded(about, notice, locale)
    return Message(
        conversation=about.conversation,
        pair=about.pair,
        key=key,
        author=Message.Author.SYSTEM,
        channel=Message.Channel.SYSTEM,
        kind=Message.Kind.NOTICE,
        purpose="notice",
        state=Message.State.POSTED,
        subject=wording.subject,
        text=wording.text,
        language=language(locale),
        parent=about,
        created_at=now,
    )


def _worded(about: Message, notice: Notice, locale: str) -> Wording:
    """By rules of the policy: each finding that stopped it, with its piece of text; else the reason alone."""
    told = telling.about(about, locale, least=Outcome.HOLD) if notice.cause in TOLD.values() else []
    by_rule = any(each.rule == notice.reason for each in told)
    other = Side.SELLER if about.author == Side.BUYER else Side.BUYER
    party = shown_name(about.pair, other)
    subject = about.subject or about.conversation.subject
    return worded(
        f"{notice.cause}-by-rule" if by_rule else notice.cause,
        locale=locale,
        subject=subject,
        party="" if party == "Buyer" else party,
        reason=notice.reason,
        detail=telling.lines(told, more=MORE[language(locale)]) if by_rule else notice.detail,
    )


def _locale(pair: Pair, side: Side) -> str:
    return pair.seller.locale if side == Side.SELLER else pair.buyer.locale


def _copies(message: Message, inboxes: dict[int, list[SenderAddress]]) -> Iterator[Delivery]:
    assert message.parent is not None
    side = Side(message.parent.author)
    mailboxes = inboxes[message.pair.seller_id] if side == Side.SELLER else [None]
    for mailbox in mailboxes:
        yield Delivery(
            message=message,
            recipient=side,
            to=mailbox,
            internet_message_id=ids.message_id(message.pair.marketplace.domain),
            due_at=message.created_at,
            created_at=message.created_at,
        )


def _note(message: Message, notice: Notice) -> Note:
    return Note(
        marketplace=message.pair.marketplace_id,
        kind="notice.sent",
        subject=f"message:{message.pk}",
        facts={"about": notice.message, "cause": notice.cause, "reason": notice.reason},
    )
