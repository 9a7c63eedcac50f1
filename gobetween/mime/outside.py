"""The outside of a letter, on which bounces and auto-replies are told: who says they sent it, about what, how."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gobetween.mime.structure import Part
from gobetween.mime.words import decoded, decoded_words, raw_text

_TOPIC = 300
_SENDER = 1000
_DAEMON = re.compile(
    r"(?:^|[<\s\"'(:])(?:mailer[-_. ]?daemon|mail[-_.]?daemon|mailerdaemon|mdaemon|mmdf|smtp[-_]?daemon"
    r"|bounce[-_]?handler|microsoftexchange[0-9a-f]{8,}|mail[-_]?delivery[-_]?(?:sub)?system|mail[-_]?system|mail\.?delivery|ndr)"
    r"(?=[@>\s\"'(,]|$)"
    r"|mail delivery (?:sub)?system|internet mail delivery|mail delivery service|mail subsystem|mailer-daemon",
    re.I,
)
_POSTMASTER = re.compile(
    r"(?:^|[<\s\"'(])(?:postmaster|postmast|mailmaster|mailadmin|mail-?administrator|postoffice|administrator|sysadmin)"
    r"(?=[@>\s\"'(,\\]|$)|system administrator|mail administrator|e-?mail system|mail server"
    r"|mail router|systemadministrator",
    re.I,
)
_ANSWER = re.compile(
    r"^\s*(?:re|aw|antw|antwort|sv|vs|fw|fwd|wg|tr|rv|enc|i|r|rif|ref|doorst|res|odp|yn|回复|转发|答复|返信|転送)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the header says, decoded once for all the readers."""

    root: Part
    subject: str
    sender: str  # the From field whole: daemons often write no proper address
    text: str
    null_sender: bool  # MAIL FROM was `<>`, or Return-Path says so
    known_null: bool  # … and the caller saw it in the SMTP dialogue

    @property
    def topic(self) -> str:
        """As much of the subject as phrases are sought in."""
        return self.subject[:_TOPIC]

    @property
    def from_daemon(self) -> bool:
        return bool(_DAEMON.search(self.sender))

    @property
    def from_postmaster(self) -> bool:
        return bool(_POSTMASTER.search(self.sender))

    @property
    def is_answer(self) -> bool:
        """Does the subject say a person answers or forwards (`Re:`, `AW:`, `Fwd:` …)?"""
        return bool(_ANSWER.match(self.topic))

    @property
    def says_automatic(self) -> bool:
        """RFC 3834: `Auto-Submitted` with anything but `no`."""
        value = self.root.first("auto-submitted").strip().lower()
        return bool(value) and not value.startswith(b"no")

    @property
    def in_thread(self) -> bool:
        return self.has("in-reply-to", "references")

    def header(self, name: str) -> str:
        return decoded(self.root.first(name))

    def has(self, *names: str) -> bool:
        return any(name in self.root.fields for name in names)


def outside(root: Part, text: str, envelope_sender: str | None) -> Outside:
    path = root.fields.get("return-path")
    said_null = path is not None and path[0].strip() in (b"<>", b"")
    return Outside(
        root=root,
        subject=decoded(root.first("subject")),
        sender=decoded_words(raw_text(root.first("from")[:_SENDER])),
        text=text,
        null_sender=envelope_sender == "" or (envelope_sender is None and said_null),
        known_null=envelope_sender == "",
    )
