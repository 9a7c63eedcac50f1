"""The labelled messages: read, made into drafts, and dealt into folds that keep look-alikes together."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gobetween import policy

CORPUS = Path(__file__).parents[2] / "tests" / "corpus" / "policy"
BLIND = "heldout_"
"""Files that begin so were written apart from the rules: they are measured on, never read, never trained on."""
LABELS = (
    policy.Label.REVIEW_POSITIVE,
    policy.Label.REVIEW_INCENTIVE,
    policy.Label.REVIEW_CHANGE,
    policy.Label.LINK_EXTERNAL,
    policy.Label.LOGO_LINK,
    policy.Label.OPTOUT_LINK,
    policy.Label.MARKETING,
    policy.Label.CROSS_SELL,
    policy.Label.REFERRAL,
    policy.Label.OFF_PLATFORM_CONTACT,
)
KINDS = {
    "reply_to_buyer": policy.Kind.REPLY,
    "review_request": policy.Kind.SOLICITATION,
    "order_issue": policy.Kind.CRITICAL,
    "delivery_scheduling": policy.Kind.CRITICAL,
    "customization": policy.Kind.CRITICAL,
    "address": policy.Kind.CRITICAL,
}
"""Contact reason -> kind; any other is proactive."""
COUNTRIES = "ae be ca cn de eg es fr ie in it nl pl sa se sg"
OWN = frozenset(
    {f"amazon.{country}" for country in COUNTRIES.split()}
    | {f"amazon.com{country}" for country in ("", ".au", ".be", ".br", ".mx", ".tr")}
    | {"amazon.co.jp", "amazon.co.uk", "amazon.co.za"}
)
"""The domains of the marketplace in whose name the messages are written."""
FOLDS = 5
TWINS = 0.4
"""Messages that share more than this part of their words stand in one fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One labelled message; `labels` is empty when it is clean."""

    id: str
    file: str
    kind: str
    language: str
    labels: frozenset[str]
    draft: policy.Draft

    @property
    def clean(self) -> bool:
        return not self.labels


def read(path: Path) -> Iterator[Message]:
    """The messages of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        yield Message(
            id=fields["id"],
            file=path.stem,
            kind=fields["kind"],
            language=fields["lang"],
            labels=frozenset(fields["labels"]) & frozenset(LABELS),
            draft=_draft(fields),
        )


def _draft(fields: dict[str, str | None]) -> policy.Draft:
    reason = fields.get("contact_reason")
    return policy.Draft(
        sources=tuple(
            policy.Source(place=place, text=text)
            for place in ("subject", "text", "html")
            if (text := fields.get(place))
        ),
        direction=policy.Direction(fields.get("direction") or "seller_to_buyer"),
        kind=KINDS.get(reason, policy.Kind.PROACTIVE) if reason else policy.Kind.REPLY,
        purpose=reason or "",
        language=fields.get("lang") or "",
        allowed_domains=OWN,
    )


def files(*, blind: bool) -> list[Path]:
    """The files to learn from, or those that are only measured on."""
    return sorted(path for path in CORPUS.glob("*.jsonl") if _labelled(path) and path.name.startswith(BLIND) == blind)


def _labelled(path: Path) -> bool:
    with path.open(encoding="utf-8") as lines:
        return '"labels"' in lines.readline()


def messages(paths: Sequence[Path]) -> list[Message]:
    """All messages of the files, in order."""
    return [message for path in paths for message in read(path)]


def digest(paths: Sequence[Path]) -> str:
    """What stands for the content of the files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def folds(found: Sequence[Message]) -> list[int]:
    """The fold of each message: translations of one idea and near-duplicates stand in the same one."""
    group = _groups(found)
    return [int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % FOLDS for name in group]


def _groups(found: Sequence[Message]) -> list[str]:
    """A name each; messages of one group share it."""
    names = [_idea(message) for message in found]
    words = [frozenset(_text(message).lower().split()) for message in found]
    holders: dict[str, list[int]] = {}
    merged: dict[str, str] = {}
    for at, each in enumerate(words):
        shared = Counter(other for word in each for other in holders.get(word, ()))
        for other, count in shared.items():
            if count > TWINS * len(each | words[other]):
                merged[_root(merged, names[at])] = _root(merged, names[other])
        for word in each:
            holders.setdefault(word, []).append(at)
    return [_root(merged, name) for name in names]


def _root(merged: dict[str, str], name: str) -> str:
    while merged.get(name, name) != name:
        name = merged[name]
    return name


def _idea(message: Message) -> str:
    """The German and the French file tell the same ideas under the same numbers."""
    file, _, number = message.id.rpartition("-")
    return f"de-{number}" if file in ("de", "fr") else message.id


def _text(message: Message) -> str:
    return " ".join(source.text for source in message.draft.sources if source.place != "html")
