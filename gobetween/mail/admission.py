"""Who may write to an alias: facts of a whole batch in one query, then a pure decision for each recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gobetween.aliases.models import Pair, Side
from gobetween.mail.identity import Identity
from gobetween.mail.models import Intake
from gobetween.marketplace.models import Buyer, Marketplace, SenderAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What an envelope recipient turned out to be: an alias of pair `number`, or a return path of delivery `number`."""

    target: Intake.Target
    number: int
    side: str = ""
    serial: int = 0
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a letter is not taken for a recipient: a constant reason and the whole reply line for its author."""

    reason: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the tables say about one recipient and one author."""

    seller: int
    alive: bool
    from_buyer: bool
    sender_state: str
    marketplace: str


Bar = Callable[[Recipient, Identity, Facts | None], bool]

BARS: tuple[tuple[str, Bar], ...] = (
    ("no-such-address", lambda r, i, f: f is None or not f.alive),
    ("identity-uncertain", lambda r, i, f: i.temporary),
    ("not-authenticated", lambda r, i, f: not i.known),
    ("not-the-buyer", lambda r, i, f: r.side == Side.SELLER and f is not None and not f.from_buyer),
    ("sender-blocked", lambda r, i, f: _of_seller(r, f) == SenderAddress.State.BLOCKED),
    ("sender-pending", lambda r, i, f: _of_seller(r, f) != SenderAddress.State.APPROVED),
)
REPLIES = {
    "no-such-address": "550 5.1.1 no such address",
    "identity-uncertain": "451 4.4.3 cannot check now who wrote this, please try again later",
    "not-authenticated": "550 5.7.26 cannot be sure that this is from {author}: "
    "neither SPF nor DKIM of its domain agrees",
    "not-the-buyer": "550 5.7.1 write from the address you registered at {marketplace}",
    "sender-blocked": "550 5.7.1 {author} is blocked for this seller",
    "sender-pending": "550 5.7.1 {author} is not approved to write for this seller. "
    "Approve it at {base_url}/seller/senders and send the letter again",
}


def judge(recipient: Recipient, identity: Identity, facts: Facts | None, *, base_url: str) -> Refusal | None:
    """The first reason why `identity` may not write to `recipient`, or nothing: admitted."""
    if recipient.target == Intake.Target.BOUNCE:
        return None
    for reason, holds in BARS:
        if holds(recipient, identity, facts):
            return Refusal(reason=reason, reply=_reply(reason, identity, facts, base_url))
    return None


def _of_seller(recipient: Recipient, facts: Facts | None) -> str:
    """The state of the author's address at the seller, when the seller's side writes."""
    if recipient.side != Side.BUYER or facts is None:
        return SenderAddress.State.APPROVED
    return facts.sender_state


def _reply(reason: str, identity: Identity, facts: Facts | None, base_url: str) -> str:
    return REPLIES[reason].format(
        author=f"<{identity.address}>" if identity.address else "its From address",
        marketplace=facts.marketplace if facts else "",
        base_url=base_url.rstrip("/"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One recipient and the keyed fingerprints of its author's address (one a key of the ring)."""

    recipient: Recipient
    indexes: Sequence[bytes]


def _table(model: Any) -> str:
    return f'"{model._meta.db_table}"'


LOOK_UP = f"""
SELECT q.number, p.seller_id, p.buyer_serial, p.seller_serial,
       p.buyer_retired_at IS NOT NULL, p.seller_retired_at IS NOT NULL,
       b.address_index IS NOT DISTINCT FROM q.author, s.state, m.name
FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[]) AS q(number, pair, author)
JOIN {_table(Pair)} p ON p.id = q.pair
JOIN {_table(Buyer)} b ON b.id = p.buyer_id
JOIN {_table(Marketplace)} m ON m.id = p.marketplace_id
LEFT JOIN {_table(SenderAddress)} s ON s.seller_id = p.seller_id AND s.address_index = q.author
"""
_GRAVITY = {SenderAddress.State.BLOCKED: 2, SenderAddress.State.APPROVED: 1}


def look_up(questions: Sequence[Question]) -> tuple[list[int], list[int], list[bytes]] | None:
    """The parameters of `LOOK_UP`, or nothing when no alias is asked about."""
    numbers: list[int] = []
    pairs: list[int] = []
    authors: list[bytes] = []
    for number, question in enumerate(questions):
        if question.recipient.target != Intake.Target.ALIAS:
            continue
        for index in question.indexes or (b"",):
            numbers.append(number)
            pairs.append(question.recipient.number)
            authors.append(index)
    return (numbers, pairs, authors) if numbers else None


def facts_of(questions: Sequence[Question], rows: Iterable[tuple[Any, ...]]) -> dict[int, Facts]:
    """The rows of `LOOK_UP` as facts by the number of their question; several keys of the ring fold into one."""
    facts: dict[int, Facts] = {}
    for row in rows:
        told = _told(questions[row[0]].recipient, row)
        known = facts.get(row[0])
        facts[row[0]] = told if known is None else _together(known, told)
    return facts


def _told(recipient: Recipient, row: tuple[Any, ...]) -> Facts:
    _, seller, buyer_serial, seller_serial, buyer_retired, seller_retired, from_buyer, state, marketplace = row
    serial, retired = (buyer_serial, buyer_retired) if recipient.side == Side.BUYER else (seller_serial, seller_retired)
    return Facts(
        seller=seller,
        alive=recipient.serial == serial and not retired,
        from_buyer=from_buyer,
        sender_state=state or "",
        marketplace=marketplace,
    )


def _together(one: Facts, other: Facts) -> Facts:
    graver = max(one, other, key=lambda facts: _GRAVITY.get(facts.sender_state, 0))  # type: ignore[call-overload]
    return Facts(
        seller=one.seller,
        alive=one.alive,
        from_buyer=one.from_buyer or other.from_buyer,
        sender_state=graver.sender_state,
        marketplace=one.marketplace,
    )
