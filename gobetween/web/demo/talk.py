"""What the people of Lumen Market wrote: each turn as a mail of its author's client, through `parse` and `post`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from gobetween.actions.copies import shown_name
from gobetween.actions.notices import SCANNING
from gobetween.actions.post import post
from gobetween.actions.release import release
from gobetween.actions.submissions import Submission
from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.conversations.models import Delivery, Message
from gobetween.marketplace.models import Order
from gobetween.mime.parse import parse
from gobetween.web.demo import enclosures
from gobetween.web.demo.market import Table, content
from gobetween.web.mailroom import maildir, people, writing
from gobetween.web.mailroom.catch import root
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.mailroom.reading import Mail, Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One mail to come: who writes it, when, in which conversation."""

    number: int
    by: Side
    at: datetime
    subject: str
    order: str
    told: Table


def replay(now: datetime) -> list[tuple[str, bytes]]:
    """Every turn of every conversation in the order of time; what was sent, by author's address."""
    last: dict[int, Message] = {}
    sent = []
    for turn in sorted(_turns(now), key=lambda turn: turn.at):
        author, raw, message = _told(turn, last.get(turn.number))
        if message is not None:
            last[turn.number] = message
        sent.append((author, raw))
    return sent


def file_away(sent: Iterable[tuple[str, bytes]]) -> None:
    """Each author's client keeps what it sent."""
    for address, raw in sent:
        maildir.keep(root(), address, raw, folder=maildir.SENT)


def _turns(now: datetime) -> list[_Turn]:
    return [
        _Turn(
            number=number,
            by=Side(turn["by"]),
            at=now - timedelta(hours=turn["hours"]),
            subject=conversation["subject"],
            order=conversation["order"],
            told=turn,
        )
        for number, conversation in enumerate(content("talk.toml")["conversations"])
        for turn in conversation["turns"]
    ]


def _told(turn: _Turn, last: Message | None) -> tuple[str, bytes, Message | None]:
    """Post one turn; a machine's answer leaves the thread where it was."""
    order = Order.objects.select_related("buyer", "seller").get(number=turn.order)
    pair = Pair.objects.select_related("marketplace", "buyer", "seller").get(buyer=order.buyer, seller=order.seller)
    other = Side.SELLER if turn.by == Side.BUYER else Side.BUYER
    box = _box(pair, turn.by)
    ref = last.conversation.ref if last else ""
    to = aliases.address_of(pair, other, domain=pair.marketplace.domain, ref=ref)
    mail = _mail(turn, box, to, _received(pair, other, last))
    raw = mail.as_bytes()
    [settled] = post(
        [
            Submission(
                key=hashlib.sha256(raw).hexdigest(),
                channel=Message.Channel.MAIL,
                pair=pair.pk,
                to=other,
                suffix=ref,
                letter=parse(raw),
                author_address=box.address,
                order=turn.order,
            )
        ],
        now=turn.at,
    )
    if settled.reason == SCANNING and settled.message is not None:
        release(settled.message, by="demo", now=turn.at)  # the demo drew its files itself
    if turn.told.get("automatic") or settled.message is None:
        return box.address, raw, None
    return box.address, raw, Message.objects.select_related("conversation").get(pk=settled.message)


def _box(pair: Pair, side: Side) -> Mailbox:
    if side == Side.BUYER:
        return people.of_buyer(pair.buyer)
    [first, *_] = people.of_seller(pair.seller)
    return first


def _received(pair: Pair, other: Side, last: Message | None) -> Opened | None:
    """The copy of the last message as it lies (or soon will) in the mailbox of whoever writes now."""
    if last is None:
        return None
    copy = Delivery.objects.filter(message=last).order_by("pk").first()
    address = aliases.address_of(pair, other, domain=pair.marketplace.domain, ref=last.conversation.ref)
    mail = Mail(
        key="",
        folder=maildir.INBOX,
        seen=True,
        name=shown_name(pair, other),
        address=address,
        to="",
        to_address="",
        subject=last.subject,
        at=last.created_at,
        parents=(),
        snippet="",
        message_id=f"<{copy.internet_message_id}>" if copy else "",
    )
    return Opened(mail=mail, text=last.text, html="", files=())


def _mail(turn: _Turn, box: Mailbox, to: str, answered: Opened | None) -> EmailMessage:
    subject = writing.answer_subject(turn.subject) if answered else turn.subject
    file = turn.told.get("file")
    mail = writing.compose(
        box,
        to=to,
        subject=subject,
        text=turn.told["text"].strip() + "\n" + writing.draft(box, answered),
        now=turn.at,
        answering=answered.mail if answered else None,
        enclosed=writing.Enclosed(name=file, content=enclosures.text(file)) if file else None,
    )
    if "picture" in turn.told:
        enclosures.add_picture(mail, turn.told["picture"])
    if turn.told.get("automatic"):
        mail["Auto-Submitted"] = "auto-replied"
    return mail
