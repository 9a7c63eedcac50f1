"""Is this a bounce, of which letter, and how final? Structure first, then flufl.bounce, then wording, with care."""

from __future__ import annotations

import logging
import re
from email import message_from_string
from email.utils import getaddresses

from gobetween.mime.automatic_phrases import SURE_SUBJECT
from gobetween.mime.bounce_phrases import DELAY, GIVEN_UP, OPENING, RETURNED, SUBJECT, SUCCESS
from gobetween.mime.delivery_status import RETURNED_TYPES, Report, bounce_of, reports, returned_message_id, status_in
from gobetween.mime.ids import id_list, in_reply_to
from gobetween.mime.letter import Bounce
from gobetween.mime.outside import Outside

_ENOUGH = 4  # points of evidence for a bounce that has no delivery-status part
_READ_ON = 24_000  # bytes of a suspected bounce that flufl.bounce may see: some of its patterns are not linear
_SAMPLE = 8000
_MESSAGE_ID = re.compile(r"^[\s>|]{0,20}(?:x-original-)?message-id[ \t]*:\s{0,5}(<[^<>\s]{1,900}>)", re.I | re.M)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ADDRESS_LINE = re.compile(
    r"^[ \t*]{0,20}(?:\"[^\"\n]{0,80}\" ?)?<?[^\s<>@\"]{1,64}@[^\s<>@\"]{1,255}[>:*]{0,3}[ \t]{0,20}$", re.M
)
_REPORT_TYPES = frozenset({"delivery-status", "", "delivery status"})


def bounce_in(seen: Outside) -> Bounce | None:
    """What the letter reports as failed or delayed; None when it is no bounce (a success report is none either)."""
    if not _suspicious(seen):
        return None
    found = _reports(seen)
    if found is not None:
        return bounce_of(found, _message_id(seen))
    if seen.root.type.media_type == "multipart/report" and _report_type(seen) not in _REPORT_TYPES:
        return None if _report_type(seen) != "disposition-notification" else _rejection(seen)
    return _told_in_words(seen)


def is_success_report(seen: Outside) -> bool:
    """Delivered, relayed or expanded, and nothing else (RFC 3464 section 2.3.3)."""
    found = _reports(seen)
    return bool(found) and all(report.fate == "delivered" for report in found or ())


def _suspicious(seen: Outside) -> bool:
    """Cheap: nearly every letter leaves here."""
    return (
        seen.root.type.media_type == "multipart/report"
        or seen.null_sender
        or seen.has("x-failed-recipients")
        or seen.from_daemon
        or seen.from_postmaster
        or bool(SUBJECT.search(seen.topic))
        or not seen.sender
    )


def _reports(seen: Outside) -> list[Report] | None:
    from_machine = seen.from_daemon or seen.from_postmaster or seen.null_sender or not seen.is_answer
    return reports(seen.root) if from_machine or seen.root.type.media_type == "multipart/report" else None


def _report_type(seen: Outside) -> str:
    return seen.root.type.parameters.get("report-type", "").strip().lower()


def _rejection(seen: Outside) -> Bounce | None:
    """A few gateways call their refusals disposition notifications; real read receipts carry the part for it."""
    types = {part.type.media_type for part in seen.root.walk()}
    refused = "reject" in seen.topic.lower()  # Dovecot's sieve
    return _told_in_words(seen) if refused or "message/disposition-notification" not in types else None


def _told_in_words(seen: Outside) -> Bounce | None:
    points = _points(seen)
    temporary, permanent = _second_reader(seen) if points >= 2 else ((), ())
    if (points < _ENOUGH and not (seen.from_daemon or seen.null_sender or points == _ENOUGH - 1)) or not points:
        return None
    if points < _ENOUGH and not temporary and not permanent:
        return None
    text = seen.text[:_SAMPLE]
    status = status_in(seen.topic + "\n" + text)
    if SUCCESS.search(seen.topic) and not status:
        return None
    delayed = not permanent and _is_delay(seen, text) and not status.startswith("5")
    return Bounce(
        message_id=_message_id(seen),
        permanent=not delayed and not status.startswith("4"),
        delayed=delayed,
        status=status,
        diagnostic=_diagnostic(text, status),
        recipients=permanent or temporary or _recipients(seen, text),
    )


def _points(seen: Outside) -> int:
    """Evidence adds up: who says it, what the subject and the first sentence say, codes, the letter returned."""
    if seen.has("x-failed-recipients"):
        return _ENOUGH
    text = seen.text[:_SAMPLE]
    about, begins = _is_about_delivery(seen), bool(OPENING.match(text))
    machine = 2 if seen.from_daemon else int(seen.from_postmaster or seen.says_automatic)
    proofs = _proofs(seen, text)
    if not machine and not seen.null_sender:
        return _points_of_a_stranger(seen, 2 * about, 2 * begins, proofs)
    if seen.is_answer and machine < 2 and not seen.null_sender and (seen.in_thread or not (about and begins)):
        return 0
    if not (about or begins or machine == 2):
        return 0
    null = (2 if about else 1) if seen.null_sender else 0
    return machine + null + 2 * about + 2 * begins + proofs


def _is_about_delivery(seen: Outside) -> bool:
    """Not when an auto-reply only repeats the subject it answers."""
    return bool(SUBJECT.search(seen.topic)) and not SURE_SUBJECT.match(seen.topic)


def _points_of_a_stranger(seen: Outside, about: int, begins: int, proofs: int) -> int:
    """Nothing but the wording: on a marketplace "delivery failed" is what people write, so it takes a code or more."""
    proofs += bool(_ADDRESS_LINE.search(seen.text[:600]))
    if not about or not proofs or seen.in_thread or (seen.is_answer and not begins):
        return 0
    return about + begins + proofs


def _proofs(seen: Outside, text: str) -> int:
    """What people seldom have: codes, and the letter that came back."""
    coded = bool(status_in(text)) or "RCPT TO" in text
    returned = bool(RETURNED.search(text)) or any(part.type.media_type in RETURNED_TYPES for part in seen.root.walk())
    return coded + returned


def _second_reader(seen: Outside) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """flufl.bounce: recipients failed for now and for good."""
    from flufl.bounce import all_failures  # here, not above: 17 detectors few letters need

    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)  # it logs what it trips over, addresses included
    message = message_from_string(seen.root.raw[:_READ_ON].decode("ascii", "replace"))
    if not getaddresses([message.get("from", "")])[:1]:
        del message["from"]
        message["from"] = "mailer-daemon@unknown.invalid"  # or one of its readers gives up for all
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # a second opinion on hostile bytes: whatever goes wrong in it, there is none
        return (), ()
    return _addresses(temporary), _addresses(permanent)


def _addresses(found: object) -> tuple[str, ...]:
    values = found if isinstance(found, (set, frozenset)) else ()
    return tuple(sorted(v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values))


def _is_delay(seen: Outside, text: str) -> bool:
    head = text[:1500]
    if DELAY.search(seen.topic):
        return True
    return bool(DELAY.search(head)) and not GIVEN_UP.search(seen.topic + "\n" + head)


def _diagnostic(text: str, status: str) -> str:
    """The line that holds the code."""
    at = text.find(status) if status and not status.endswith(".0.0") else -1
    if at < 0:
        code = re.search(r"\b[45]\d\d[ -][^\n]{3,}", text)
        return code[0][:500].strip() if code else ""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[begin : end if end >= 0 else len(text)].strip()[:500]


def _recipients(seen: Outside, text: str) -> tuple[str, ...]:
    said = seen.header("x-failed-recipients")
    if said:
        return tuple(dict.fromkeys(_ADDRESS.findall(said)))
    returned = RETURNED.search(text)
    return tuple(dict.fromkeys(_ADDRESS.findall(text[: returned.start() if returned else 1500])))[:1]


def _message_id(seen: Outside) -> str:
    """The copy's id: in the letter returned, in its text, or in what the report says it answers."""
    found = returned_message_id(seen.root)
    if found:
        return found
    in_text = _MESSAGE_ID.findall(seen.text[:200_000])
    if in_text:
        return next(iter(id_list([in_text[-1].encode()])), "")
    fields = seen.root.fields
    original = id_list(fields.get("x-original-message-id", ()))
    references = id_list(fields.get("references", ()))
    return (
        next(iter(original), "") or in_reply_to(fields.get("in-reply-to", ())) or (references[-1] if references else "")
    )
