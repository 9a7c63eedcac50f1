"""Delivery reports as RFC 3464 and RFC 6522 write them: what became of which recipient, and of which message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gobetween.mime.ids import message_id
from gobetween.mime.letter import Bounce
from gobetween.mime.structure import Part, top_fields
from gobetween.mime.transfer import undone
from gobetween.mime.words import decoded

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED_TYPES = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers",
     "text/rfc822", "message/partial", "text/rfc822-header", "message/news"}
)  # fmt: skip
DELIVERED = frozenset({"delivered", "relayed", "expanded"})

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,60})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_FAILURE_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b(?!\.\d)")
_REPLY_CODE = re.compile(
    r"(?:^|[\s:(#<>\"'\[])([45])[0-5]\d(?=[ -](?:[A-Za-z#<\"(\[*]|[45]\.\d))"
    r"|\b(?:error|code|reply|status|smtp|reason)[^\n]{0,20}\b([45])[0-5]\d\b",
    re.I | re.M,
)
_ADDRESS = re.compile(r"[^\s<>()\[\];:,\"']{1,100}@[^\s<>()\[\];:,\"']{1,200}")
_MOST = 200  # recipients of one report


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One recipient's fate: action in lower case ("" when not said), status like 5.1.1 ("" when not said)."""

    recipient: str = ""
    action: str = ""
    status: str = ""
    diagnostic: str = ""

    @property
    def fate(self) -> str:
        """failed, delayed or delivered, whichever way the report says it; a report that says nothing is a failure."""
        if self.action in DELIVERED or (not self.action and self.status.startswith("2")):
            return "delivered"
        if self.action == "delayed" or (not self.action and self.status.startswith("4")):
            return "delayed"
        return "failed"


def reports(root: Part) -> list[Report] | None:
    """The reports of a delivery-status part; None when there is no such part."""
    part = next((part for part in root.walk() if part.type.media_type in STATUS_TYPES), None)
    return None if part is None else _reports_in(_text(part))


def bounce_of(found: list[Report], message_id: str) -> Bounce | None:
    """The gravest fate counts for all; None when everything was delivered."""
    fates = {report.fate for report in found} or {"failed"}
    if fates == {"delivered"}:
        return None
    fate = "failed" if "failed" in fates else "delayed"
    concerned = [report for report in found if report.fate == fate] or [Report()]
    status = next((report.status for report in concerned if report.status), "")
    return Bounce(
        message_id=message_id,
        permanent=fate == "failed" and not status.startswith("4"),
        delayed=fate == "delayed",
        status=status,
        diagnostic=next((report.diagnostic for report in concerned if report.diagnostic), ""),
        recipients=tuple(dict.fromkeys(report.recipient for report in concerned if report.recipient)),
    )


def returned_message_id(root: Part) -> str:
    """Message-ID of the copy that came back, out of the returned message or its headers; "" when not returned."""
    for part in root.walk():
        if part.type.media_type in RETURNED_TYPES and part is not root:
            found = message_id(top_fields(undone(part.body, part.encoding)[0]).get("message-id", ()))
            if found:
                return found
    return ""


def status_in(text: str) -> str:
    """The first enhanced status code of a failure, else the class of the first SMTP reply code as `5.0.0`, else ""."""
    found = _FAILURE_STATUS.search(text)
    if found:
        return found[1]
    code = _REPLY_CODE.search(text)
    return f"{code[1] or code[2]}.0.0" if code else ""


def _reports_in(text: str) -> list[Report]:
    found: list[Report] = []
    for block in _blocks(text):
        fields = {name.lower(): " ".join(value.split()) for name, value in reversed(_FIELD.findall(block))}
        if not fields.keys() & {"final-recipient", "original-recipient", "action", "x-actual-recipient"}:
            continue
        diagnostic = fields.get("diagnostic-code", "")
        found.append(
            Report(
                recipient=_recipient(fields),
                action=fields.get("action", "").split(" ")[0].strip("();,").lower(),
                status=_status(fields.get("status", ""), diagnostic),
                diagnostic=decoded(_untyped(diagnostic).encode()),
            )
        )
        if len(found) >= _MOST:
            break
    return found


def _status(said: str, diagnostic: str) -> str:
    """The Status field; when it says nothing exact (5.0.0) the server's own words may say more."""
    found = _STATUS.search(said)
    status = found[1] if found else ""
    if status and not status.endswith(".0.0"):
        return status
    exact = status_in(diagnostic)
    return exact if exact and (not status or exact[0] == status[0]) else status


def _blocks(text: str) -> Iterator[str]:
    """Groups of fields; a new Final-Recipient begins a new one even where the empty line was lost."""
    for group in re.split(r"\n[ \t]*\n", text):
        yield from re.split(r"\n(?=Final-Recipient[ \t]*:)", group) if group.count("Final-Recipient") > 1 else (group,)


def _recipient(fields: dict[str, str]) -> str:
    """The address as we wrote it (RFC 3464 section 2.3.1), else as the last server knew it."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        found = _ADDRESS.search(_untyped(fields.get(name, "")))
        if found:
            return found[0]
    return ""


def _untyped(value: str) -> str:
    """`smtp; 550 no` without its type."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and re.fullmatch(r"[A-Za-z0-9-]{1,30}", kind.strip()) else value


def _text(part: Part) -> str:
    return (
        undone(part.body, part.encoding)[0][:200_000]
        .decode("utf-8", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\0", "")
    )
