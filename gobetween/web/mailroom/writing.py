"""Writes mail as a party's own mail client would: real address in From, old text quoted with names and addresses."""

from __future__ import annotations

import mimetypes
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from gobetween.kit.config import current
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.mailroom.reading import Mail, Opened

SECONDS = 20.0
"""How long a client waits for the server."""

WEB_MAILER = {
    "en": "On {at:%a, %d %b %Y at %H:%M}, {name} <{address}> wrote:",
    "de": "Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {name} <{address}>:",
    "fr": "Le {at:%d/%m/%Y} à {at:%H:%M}, {name} <{address}> a écrit :",
    "es": "El {at:%d/%m/%Y} a las {at:%H:%M}, {name} <{address}> escribió:",
    "it": "Il giorno {at:%d/%m/%Y} alle ore {at:%H:%M} {name} <{address}> ha scritto:",
    "ja": "{at:%Y}年{at:%m}月{at:%d}日 {at:%H:%M} {name} <{address}>:",
}
OFFICE = {
    "en": "-----Original Message-----\nFrom: {name} <{address}>\nSent: {at:%d %B %Y %H:%M}\n"
    "To: {me} <{my_address}>\nSubject: {subject}",
    "de": "-----Ursprüngliche Nachricht-----\nVon: {name} <{address}>\nGesendet: {at:%d.%m.%Y %H:%M}\n"
    "An: {me} <{my_address}>\nBetreff: {subject}",
}
"""How mail clients introduce the text they quote, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What the server said instead of taking the mail; code 0 when it could not be reached."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file to send along."""

    name: str
    content: bytes


def signature(box: Mailbox) -> str:
    """The lines a person lets their client put under every mail."""
    lines = ["-- ", *([box.shop] if box.shop else []), box.name, box.address]
    return "\n".join(lines)


def quoted(box: Mailbox, answered: Opened) -> str:
    """The old text below an answer: as an office client does it for shops, as a web mailer for buyers."""
    mail, body = answered.mail, answered.text.strip("\n")
    table = OFFICE if box.is_office else WEB_MAILER
    head = table.get(box.locale[:2], table["en"]).format(
        name=mail.name, address=mail.address, at=mail.at, me=box.name, my_address=box.address, subject=mail.subject
    )
    if box.is_office:
        return f"{head}\n\n{body}"
    marked = "\n".join(f"> {line}".rstrip() for line in body.splitlines())
    return f"{head}\n{marked}"


def draft(box: Mailbox, answered: Opened | None = None) -> str:
    """What stands in the window before the first key is pressed."""
    below = f"\n\n{quoted(box, answered)}" if answered else ""
    return f"\n\n{signature(box)}{below}\n"


def answer_subject(subject: str) -> str:
    """One `Re:`, however often it was answered."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def compose(
    box: Mailbox,
    *,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    answering: Mail | None = None,
    enclosed: Enclosed | None = None,
) -> EmailMessage:
    """The mail, ready to go."""
    message = EmailMessage()
    message["From"] = formataddr((box.name, box.address))
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=box.address.rpartition("@")[2])
    if answering is not None and answering.message_id:
        message["In-Reply-To"] = answering.message_id
        message["References"] = " ".join(dict.fromkeys([*answering.parents, answering.message_id]))
    message.set_content(text.replace("\r\n", "\n"))
    if enclosed is not None:
        kind = mimetypes.guess_type(enclosed.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        message.add_attachment(enclosed.content, maintype=main, subtype=sub, filename=enclosed.name)
    return message


def send(message: EmailMessage, box: Mailbox, to: str) -> Refusal | None:
    """Hand it to the marketplace's mail server, over a real connection."""
    host = current().smtp_host
    try:
        with smtplib.SMTP("127.0.0.1" if host == "0.0.0.0" else host, current().smtp_port, timeout=SECONDS) as server:
            server.send_message(message, from_addr=box.address, to_addrs=[to])
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        return Refusal(code=code, text=text.decode("utf-8", "replace"))
    except smtplib.SMTPResponseException as refused:
        said = refused.smtp_error
        return Refusal(
            code=refused.smtp_code, text=said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        )
    except (OSError, smtplib.SMTPException):
        return Refusal(code=0, text="")
    return None
