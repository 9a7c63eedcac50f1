"""One letter the whole way without a record: parse, clean, compose, gate. What `preview` shows is made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from gobetween.mime.clean import clean
from gobetween.mime.compose import compose
from gobetween.mime.gate import leaks
from gobetween.mime.letter import Automatic, Clean, Copy, Drop, Hidden, Letter, Limits, Mailbox, Mask, Unreadable
from gobetween.mime.names import hidden_of, tidy
from gobetween.mime.parse import parse

_DEFAULT = Limits()
_ID_KEY = b"message-id of a copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """What became of a letter: `relayed` with its bytes, or `refused`, `auto-reply`, `bounce` without."""

    outcome: str
    reason: str = ""
    masked: tuple[Mask, ...] = ()
    dropped: tuple[Drop, ...] = ()
    raw: bytes = b""


def relay(
    raw: bytes,
    *,
    hidden_extra: Hidden,
    alias_from: Mailbox,
    alias_to: Mailbox,
    now: datetime,
    limits: Limits = _DEFAULT,
) -> Relayed:
    """The copy the other party would get. `hidden_extra` is hidden besides everybody the letter's header names."""
    letter = parse(raw, limits=limits)
    if isinstance(letter, Unreadable):
        return Relayed(outcome="refused", reason=letter.reason)
    return pass_on(letter, hidden_extra=hidden_extra, alias_from=alias_from, alias_to=alias_to, now=now)


def pass_on(
    letter: Letter,
    *,
    hidden_extra: Hidden,
    alias_from: Mailbox,
    alias_to: Mailbox,
    now: datetime,
    judged: Callable[[Clean], Clean] = lambda cleaned: cleaned,
) -> Relayed:
    """`relay` for a letter already parsed; `judged` hides what else may not be said."""
    if letter.automatic is not None:
        return Relayed(outcome="bounce" if letter.automatic is Automatic.BOUNCE else "auto-reply")
    reason = refusal(letter)
    if reason:
        return Relayed(outcome="refused", reason=reason)
    hidden = everybody(letter, hidden_extra)
    cleaned = _with_history_named(judged(clean(letter, hidden)))
    for attempt in (cleaned, _plain(cleaned)):
        copy = compose(_copy(letter, attempt, alias_from, alias_to, now))
        if not leaks(copy, hidden):
            return Relayed(outcome="relayed", masked=attempt.masked, dropped=attempt.dropped, raw=copy)
    return Relayed(outcome="refused", reason="gate", masked=cleaned.masked, dropped=cleaned.dropped)


def _with_history_named(cleaned: Clean) -> Clean:
    """A copy carries new text only; that it does is named like anything else left out."""
    if not cleaned.quoted_text and not cleaned.quoted_html:
        return cleaned
    return replace(cleaned, dropped=(*cleaned.dropped, Drop(what="quoted history", reason="quoted-history")))


def refusal(letter: Letter) -> str:
    """Why a letter cannot be relayed at all, as a kebab-case reason; "" when it can."""
    if not letter.from_:
        return "from-missing"
    if len({box.address.lower() for box in letter.from_}) > 1:
        return "several-froms"
    if letter.encrypted:
        return "encrypted"
    if not (letter.text.strip() or letter.html.strip() or letter.attachments or letter.subject.strip()):
        return "empty"
    return ""


def everybody(letter: Letter, extra: Hidden) -> Hidden:
    """The letter's own people and ids, and `extra`."""
    own = hidden_of(letter)
    return tidy(
        Hidden(addresses=own.addresses | extra.addresses, names=own.names | extra.names, ids=own.ids | extra.ids)
    )


def opaque_id(message_id: str, domain: str) -> str:
    """A Message-ID that tells nothing, always the same for the same one: threads hold across copies."""
    return blake2b(message_id.encode("utf-8", "replace"), key=_ID_KEY, digest_size=15).hexdigest() + "@" + domain


def _copy(letter: Letter, cleaned: Clean, alias_from: Mailbox, alias_to: Mailbox, now: datetime) -> Copy:
    domain = alias_from.address.rpartition("@")[2]
    own = letter.message_id or repr((letter.date, letter.subject, letter.text))
    return Copy(
        from_=alias_from,
        to=alias_to,
        subject=cleaned.subject,
        date=letter.date or now,
        message_id=opaque_id(own, domain),
        in_reply_to=opaque_id(letter.in_reply_to, domain) if letter.in_reply_to else "",
        references=tuple(opaque_id(one, domain) for one in letter.references),
        text=cleaned.text,
        html=cleaned.html,
        attachments=cleaned.attachments,
        language=cleaned.language,
    )


def _plain(cleaned: Clean) -> Clean:
    """Without everything that could still hold something; what is left out is named."""
    html = (Drop(what="text/html", reason="gate"),) if cleaned.html else ()
    files = tuple(Drop(what=f"{file.media_type} {file.name}".strip(), reason="gate") for file in cleaned.attachments)
    return replace(cleaned, html="", attachments=(), dropped=(*cleaned.dropped, *html, *files))
