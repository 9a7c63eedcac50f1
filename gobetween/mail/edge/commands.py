"""Command lines taken apart: verb, path, parameters (RFC 5321, section 4.1). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gobetween.mail.edge import replies
from gobetween.mail.edge.replies import Answer

LONGEST_COMMAND = 512
LONGEST_WITH_PARAMETERS = 2048
LONGEST_PATH = 320
_ATOM = r'[^<>"\s\x00-\x1f\x7f\\]'
_QUOTED = r'"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"'
_ROUTE = r'(?:@[^<>:\s"]+:)?'  # RFC 5321, 4.1.1.3: a source route is taken and ignored
_PATH = rf" ?<{_ROUTE}(?P<path>(?:{_QUOTED}|{_ATOM})*)>(?: +(?P<parameters>.*))?$"
_FROM = re.compile("FROM:" + _PATH, re.IGNORECASE)
_TO = re.compile("TO:" + _PATH, re.IGNORECASE)
_SIZE = re.compile(r"[0-9]{1,20}\Z")


@dataclass(frozen=True, slots=True)
class Sender:
    """A MAIL command that was understood. `size` is what the client announced, 0 when it did not."""

    path: str
    size: int = 0
    smtputf8: bool = False


def split(line: bytes) -> tuple[bytes, str] | None:
    """Verb in capitals and argument of a line without its CRLF; nothing when the bytes are no text."""
    verb, _, argument = line.partition(b" ")
    try:
        return verb.upper(), argument.decode()
    except UnicodeDecodeError:
        return None


def sender(argument: str) -> Sender | Answer:
    """What `MAIL FROM:<path> parameters` says."""
    found = _FROM.match(argument)
    if found is None or not _is_mailbox(path := found["path"], empty=True):
        return replies.BAD_SENDER
    size, smtputf8 = 0, False
    for parameter in (found["parameters"] or "").split():
        name, _, value = parameter.partition("=")
        match name.upper():
            case "SIZE" if _SIZE.match(value):
                size = int(value)
            case "BODY" if value.upper() in ("7BIT", "8BITMIME"):
                pass
            case "SMTPUTF8" if parameter.upper() == "SMTPUTF8":
                smtputf8 = True
            case _:
                return replies.BAD_PARAMETER
    if not smtputf8 and not path.isascii():
        return replies.NEEDS_SMTPUTF8
    return Sender(path, size, smtputf8)


def recipient(argument: str, *, smtputf8: bool) -> str | Answer:
    """The address in `RCPT TO:<path>`; no parameter is offered for it."""
    found = _TO.match(argument)
    if found is None:
        return replies.BAD_RECIPIENT
    path: str = found["path"]
    if path.lower() != "postmaster" and not _is_mailbox(path, empty=False):  # RFC 5321, 4.5.1: may lack a domain
        return replies.BAD_RECIPIENT
    if found["parameters"]:
        return replies.BAD_PARAMETER
    if not smtputf8 and not path.isascii():
        return replies.NEEDS_SMTPUTF8
    return path


def _is_mailbox(path: str, *, empty: bool) -> bool:
    if not path:
        return empty
    local, at, domain = path.rpartition("@")
    return bool(at and local and domain) and len(path) <= LONGEST_PATH
