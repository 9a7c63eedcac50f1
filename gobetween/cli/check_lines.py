"""The lines of `gobetween check --jsonl`: a message in, a verdict out, in order; a bad line stops nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from gobetween import policy
from gobetween.policy import Direction, Finding, Kind, Source
from gobetween.policy.hosts import MARKETPLACE_HOSTS

LONGEST = 16 * 1024 * 1024
"""Bytes of a line."""
TEXTS = ("direction", "contact_reason", "subject", "text", "html", "lang")
KINDS = {
    "reply_to_buyer": Kind.REPLY,
    "review_request": Kind.SOLICITATION,
    "order_issue": Kind.CRITICAL,
    "delivery_scheduling": Kind.CRITICAL,
    "customization": Kind.CRITICAL,
    "address": Kind.CRITICAL,
}
"""What a contact reason makes of a message; with any other one it is proactive, with none a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """By which rulebook, with which domains allowed, told in which language."""

    rulebook: policy.Rulebook
    allowed: frozenset[str] = MARKETPLACE_HOSTS
    language: str = "en"


class Bad(ValueError):
    """A line that is no message; says why, and its id as far as it has one."""

    def __init__(self, why: str, number: object = None) -> None:
        super().__init__(why)
        self.number = number if isinstance(number, (str, int)) and not isinstance(number, bool) else None


def main() -> int:
    """The command without options: the default rulebook, English."""
    return answer(sys.stdin.buffer, sys.stdout.buffer, Asked(rulebook=policy.default()))


def answer(lines: BinaryIO, out: BinaryIO, asked: Asked) -> int:
    """Answer each line as soon as it is there; the exit status: 2 when one of them was bad."""
    status = 0
    for line in _lines(lines):
        try:
            told = _told(message_of(line), asked)
        except Bad as bad:
            told, status = {"id": bad.number, "error": str(bad)}, 2
        try:
            out.write(json.dumps(told).encode() + b"\n")
            out.flush()
        except BrokenPipeError:
            return status
    return status


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Each line; of one that is too long only its beginning."""
    while line := stream.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST + 1)


def message_of(line: bytes) -> dict[str, Any]:
    """The message a line holds, absent fields as "". Raises `Bad`."""
    if len(line) > LONGEST:
        raise Bad(f"the line is longer than {LONGEST} bytes")
    found = _parsed(line)
    if not isinstance(found, dict):
        raise Bad("not a JSON object")
    number = found.get("id")
    if not isinstance(number, (str, int)) or isinstance(number, bool):
        raise Bad("id: must be a text or a whole number")
    for name in TEXTS:
        if not isinstance(found.get(name), str | None):
            raise Bad(f"{name}: must be a text", number)
    if not isinstance(found.get("text"), str):
        raise Bad("text: is missing", number)
    if (found.get("direction") or Direction.TO_BUYER) not in set(Direction):
        raise Bad(f"direction: must be {' or '.join(Direction)}", number)
    return {"id": number, **{name: whole(found.get(name) or "") for name in TEXTS}}


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line.decode("utf-8"), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Bad("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Bad(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise Bad("not JSON: nested too deeply") from None
    except Bad:
        raise
    except ValueError:
        raise Bad("not JSON: a number has too many digits") from None


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Bad(f"{json.dumps(twice[:40])} stands there twice", found.get("id"))
    return found


def whole(text: str) -> str:
    """The text with halves of surrogate pairs replaced, one for one: they are no characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)
    return text


def draft_of(message: dict[str, Any], asked: Asked) -> policy.Draft:
    """What a line asks about."""
    reason = message["contact_reason"]
    return policy.Draft(
        sources=tuple(
            Source(place=place, text=message[place]) for place in ("subject", "text", "html") if message[place]
        ),
        direction=Direction(message["direction"] or Direction.TO_BUYER),
        kind=KINDS.get(reason, Kind.PROACTIVE if reason else Kind.REPLY),
        purpose=reason,
        language=message["lang"],
        allowed_domains=asked.allowed,
    )


def _told(message: dict[str, Any], asked: Asked) -> dict[str, object]:
    try:
        verdict = policy.judge(draft_of(message, asked), asked.rulebook, language=asked.language)
    except Exception as fault:  # one message must not end a run over thousands
        raise Bad(f"could not be judged ({type(fault).__name__})", message["id"]) from None
    findings = [_finding(finding) for finding in once(verdict.findings, message)]
    return {"id": message["id"], "outcome": verdict.outcome.name.lower(), "findings": findings}


def once(findings: Sequence[Finding], message: dict[str, Any]) -> list[Finding]:
    """Without those of the HTML that say again what was found in the text."""
    if not message["html"]:
        return list(findings)
    said = [(each.rule, each.label, _plain(each, message)) for each in findings if each.place == "text"]
    return [each for each in findings if each.place != "html" or not _is_again(each, _plain(each, message), said)]


def _is_again(finding: Finding, words: str, said: Sequence[tuple[str, str, str]]) -> bool:
    same = [told for rule, label, told in said if (rule, label) == (finding.rule, finding.label)]
    return any(words and (words in told or told in words) for told in same)


def _plain(finding: Finding, message: dict[str, Any]) -> str:
    """The words of a span, whatever stands between them."""
    return policy.words_of(message[finding.place][finding.start : finding.end])


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "label": finding.label.value,
        "place": finding.place,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
    }
