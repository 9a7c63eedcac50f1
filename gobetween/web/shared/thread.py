"""One conversation as its page shows it: every message with its files and what became of its copies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gobetween.actions import telling, wording
from gobetween.actions.telling import Told
from gobetween.conversations.models import Attachment, Conversation, Delivery, Message
from gobetween.policy import Outcome
from gobetween.web.shared import files
from gobetween.web.shared.access import messages_of
from gobetween.web.shared.people import public_name
from gobetween.web.shared.safe_html import cleaned
from gobetween.web.shared.who import Kind, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file beside a message; `link` is signed and lasts some hours."""

    name: str
    link: str
    size: int
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message. `side` places it: buyer left, seller right, "house" across."""

    number: int
    side: str
    name: str
    mine: bool
    at: datetime
    subject: str
    text: str
    html: str
    quoted: str
    language: str
    channel: str
    notes: tuple[str, ...]
    trouble: str
    told: tuple[Told, ...]
    original: bool
    carriage: tuple[tuple[str, str], ...]
    pictures: tuple[File, ...]
    attachments: tuple[File, ...]


CHANNELS: dict[str, str | Promise] = {
    "mail": gettext_lazy("by e-mail"),
    "web": gettext_lazy("on this page"),
    "api": gettext_lazy("by a tool"),
    "rule": gettext_lazy("by an automation"),
    "system": gettext_lazy("by the marketplace"),
}
CARRIAGE: dict[str, str | Promise] = {
    "waiting": gettext_lazy("Waiting to be sent"),
    "sent": gettext_lazy("Sent"),
    "failed": gettext_lazy("Could not be delivered"),
    "bounced": gettext_lazy("Came back"),
}
ANSWER = re.compile(r"^\s*(?:(?:re|aw|antw|sv|vs|ref|rif|返信)\s*:\s*)+", re.IGNORECASE)
GRAVITY = ("bounced", "failed", "waiting", "sent")


def said(who: Who, conversation: Conversation) -> list[Said]:
    """All that this reader may read, oldest first."""
    rows = messages_of(who, conversation).prefetch_related("attachments", "deliveries")
    return [_said(who, conversation, row) for row in rows]


def reason_in_words(reason: str) -> str:
    """One sentence for a reason's code."""
    known = wording.REASONS.get(reason, {})
    return known.get(wording.language(get_language() or "en")) or _("The marketplace's rules do not allow it.")


def _said(who: Who, conversation: Conversation, message: Message) -> Said:
    kept = sorted(message.attachments.all(), key=lambda file: file.position)
    links = {file.pk: files.link(file) for file in kept}
    pictures = {file.content_id: links[file.pk] for file in kept if file.content_id and file.media_type in files.SHOWN}
    shown = [file for file in kept if file.inline and file.media_type in files.SHOWN]
    mine = message.author == who.kind
    return Said(
        number=message.pk,
        side=message.author if message.author in ("buyer", "seller") else "house",
        name=_author(conversation, message),
        mine=mine,
        at=message.created_at,
        subject=_other_subject(conversation, message),
        text=message.text,
        html=cleaned(message.html, pictures) if message.html else "",
        quoted=message.quoted_text,
        language=message.language,
        channel=str(CHANNELS[message.channel]),
        notes=_notes(message),
        trouble=_trouble(message),
        told=tuple(_told(message)) if mine or who.kind == Kind.OPERATOR else (),
        original=who.kind == Kind.OPERATOR and message.letter_id is not None,
        carriage=_carriage(message.deliveries.all()) if mine or who.kind == Kind.OPERATOR else (),
        pictures=_files(shown, links),
        attachments=_files([file for file in kept if file not in shown], links),
    )


def _other_subject(conversation: Conversation, message: Message) -> str:
    """A message's own subject, where it is more than an answer to the conversation's."""
    bare = ANSWER.sub("", message.subject)
    return message.subject if bare.lower() != ANSWER.sub("", conversation.subject).lower() else ""


def _author(conversation: Conversation, message: Message) -> str:
    match message.author:
        case Message.Author.BUYER:
            return public_name(conversation.pair)
        case Message.Author.SELLER:
            return conversation.pair.seller.name
        case _:
            return conversation.pair.marketplace.name


def _notes(message: Message) -> tuple[str, ...]:
    notes = []
    if message.kind == Message.Kind.AUTO_REPLY:
        notes.append(_("Automatic answer"))
    if message.masked:
        notes.append(_("Contact data hidden"))
    if message.dropped:
        notes.append(_("Parts left out"))
    return tuple(notes)


def _told(message: Message) -> list[Told]:
    """What the policy found in it, for its author and for operators: what stopped it, or what went with advice."""
    stopped = message.state != Message.State.POSTED
    least = Outcome.HOLD if stopped else Outcome.ADVISE
    return telling.about(message, get_language() or "en", least=least) if message.findings else []


def _trouble(message: Message) -> str:
    """Why it did not go; what the policy found is told one by one below it."""
    if message.state != Message.State.POSTED and any(each["rule"] == message.reason for each in message.findings):
        return _("Held back for a check.") if message.state == Message.State.HELD else _("Not sent.")
    match message.state:
        case Message.State.HELD:
            return _("Held back for a check: %(why)s") % {"why": reason_in_words(message.reason)}
        case Message.State.REFUSED:
            return _("Not sent: %(why)s") % {"why": reason_in_words(message.reason)}
        case _:
            return ""


def _carriage(deliveries: Iterable[Delivery]) -> tuple[tuple[str, str], ...]:
    """The states of all copies, gravest first, each with its words; a count where there are several."""
    states = [delivery.state for delivery in deliveries]
    counted = [(state, states.count(state)) for state in GRAVITY if state in states]
    return tuple(
        (state, f"{CARRIAGE[state]} ({count})" if count > 1 else str(CARRIAGE[state])) for state, count in counted
    )


def _files(attachments: Iterable[Attachment], links: dict[int, str]) -> tuple[File, ...]:
    return tuple(
        File(
            name=file.name or _("File"), link=links[file.pk], size=file.size, is_picture=file.media_type in files.SHOWN
        )
        for file in attachments
    )
