"""Everything `post` must know, in a handful of queries for the whole batch."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from gobetween.actions import rulebooks
from gobetween.actions.parties import Parties, parties
from gobetween.actions.submissions import Known, Submission
from gobetween.aliases.models import Pair, Side
from gobetween.conversations import reads as conversations
from gobetween.conversations.reads import Clues, Thread
from gobetween.kit.config import current
from gobetween.marketplace import reads as marketplace
from gobetween.marketplace.models import Order
from gobetween.mime.letter import Hidden, Letter
from gobetween.mime.relay import everybody
from gobetween.policy import Rulebook

HOUR = timedelta(hours=1)
REPEAT = timedelta(minutes=10)
WINDOW = timedelta(hours=72)
"""How far back the pieces of a number or address may lie."""
ORDERS = 200
"""Most orders of one pair looked at when a letter names a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """What the queries brought, for the whole batch."""

    seen: Mapping[str, int]
    pairs: Mapping[int, Pair]
    parties: Mapping[int, Parties]
    threads: Mapping[str, Thread]
    orders: Mapping[int, list[Order]]
    recent: Mapping[tuple[int, Side], int]
    said: Mapping[tuple[int, Side], frozenset[str]]
    goods: Mapping[int, frozenset[str]]
    earlier: Mapping[tuple[int, Side], tuple[str, ...]]
    rulebooks: Mapping[str, Rulebook]
    last_heard: Mapping[int, datetime]
    returning: frozenset[int]
    now: datetime


def facts_about(batch: Sequence[Submission], now: datetime) -> dict[str, Known]:
    """What is known about each submission, by its key."""
    pairs = Pair.objects.select_related("marketplace", "buyer", "seller").in_bulk({each.pair for each in batch})
    threads = conversations.threads([_clues(submission) for submission in batch])
    orders, authors = _orders(pairs.values()), {(each.pair, each.author) for each in batch}
    about = {each.key: _about(each, threads.get(each.key), orders[each.pair]) for each in batch}
    world = _World(
        seen=conversations.seen([submission.key for submission in batch]),
        pairs=pairs,
        parties=parties(pairs.values()),
        threads=threads,
        orders=orders,
        recent=conversations.recent(authors, since=now - HOUR, limit=current().pair_hourly_limit),
        said=conversations.said({thread.conversation.id for thread in threads.values()}, since=now - REPEAT),
        goods=marketplace.goods(order.pk for each in orders.values() for order in each),
        earlier=conversations.earlier(authors, since=now - WINDOW),
        rulebooks=rulebooks.in_force({pair.marketplace_id for pair in pairs.values()}),
        last_heard=conversations.last_heard(
            {each.pair for each in batch if _begins(each, threads) and not about[each.key]}
        ),
        returning=marketplace.returning({order.pk for order in about.values() if order and order.gift}),
        now=now,
    )
    return {submission.key: _known(submission, world, about[submission.key]) for submission in batch}


def _known(submission: Submission, world: _World, order: Order | None) -> Known:
    pair = world.pairs.get(submission.pair)
    if pair is None:
        return Known(pair=None)
    thread, party = world.threads.get(submission.key), world.parties[pair.id]
    return Known(
        pair=pair,
        alive=_is_alive(submission, pair),
        seen=world.seen.get(submission.key),
        conversation=thread.conversation if thread else None,
        parent=thread.parent if thread else None,
        order=order,
        identifiers=_identifiers(world.orders[pair.id], world.goods),
        hidden=_hidden(submission, pair, party.hidden),
        recent=world.recent.get((pair.id, submission.author), 0),
        said=world.said.get((thread.conversation.id, submission.author), frozenset()) if thread else frozenset(),
        inboxes=tuple(sender for sender, _ in party.inboxes),
        earlier=world.earlier.get((pair.id, submission.author), ()),
        last_heard=world.last_heard.get(pair.id),
        returning=order is not None and order.pk in world.returning,
        now=world.now,
        rulebook=world.rulebooks[pair.marketplace_id],
    )


def _is_alive(submission: Submission, pair: Pair) -> bool:
    """Whether the alias that was written to is the present one; a door that uses no alias names no serial."""
    if submission.serial is None:
        return True
    if submission.to == Side.BUYER:
        return pair.buyer_retired_at is None and submission.serial == pair.buyer_serial
    return pair.seller_retired_at is None and submission.serial == pair.seller_serial


def _clues(submission: Submission) -> Clues:
    letter = submission.letter
    ids = (letter.in_reply_to, *reversed(letter.references)) if isinstance(letter, Letter) else ()
    return Clues(
        key=submission.key,
        pair=submission.pair,
        author=submission.author,
        ref=submission.suffix,
        ids=tuple(dict.fromkeys(each for each in ids if each))[:20],
    )


def _orders(pairs: Iterable[Pair]) -> dict[int, list[Order]]:
    """The orders of each pair, newest first."""
    pairs = list(pairs)
    by_parties = {(pair.buyer_id, pair.seller_id): pair.id for pair in pairs}
    wanted = Q(buyer__in={pair.buyer_id for pair in pairs}, seller__in={pair.seller_id for pair in pairs})
    orders: dict[int, list[Order]] = defaultdict(list)
    for order in Order.objects.filter(wanted).order_by("-placed_at"):
        pair = by_parties.get((order.buyer_id, order.seller_id))
        if pair is not None and len(orders[pair]) < ORDERS:
            orders[pair].append(order)
    return orders


def _about(submission: Submission, thread: Thread | None, orders: list[Order]) -> Order | None:
    """The order of the thread, or the one a new conversation is about."""
    return thread.conversation.order if thread else _order(submission, orders)


def _begins(submission: Submission, threads: Mapping[str, Thread]) -> bool:
    """Whether a seller writes without being asked."""
    return submission.author == Side.SELLER and submission.key not in threads


def _order(submission: Submission, orders: list[Order]) -> Order | None:
    """The order a new conversation is about: named by the door, named in the letter, or the only one there is."""
    if submission.order:
        return next((order for order in orders if order.number == submission.order), None)
    if isinstance(submission.letter, Letter):
        said = f"{submission.letter.subject}\n{submission.letter.text[:20_000]}"
        for order in orders:
            if order.number in said and re.search(rf"(?<![\w-]){re.escape(order.number)}(?![\w-])", said):
                return order
    return orders[0] if len(orders) == 1 else None


def _identifiers(orders: list[Order], goods: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """What the pair's orders are known by: their numbers, parcels and goods."""
    own = (value for order in orders for value in (order.number, *order.tracking) if value)
    return frozenset(own).union(*(goods.get(order.pk, frozenset()) for order in orders))


def _hidden(submission: Submission, pair: Pair, hidden: Hidden) -> Hidden:
    """The pair's addresses and names, and those this letter bears; the shop's public name may show."""
    letter = submission.letter
    if not isinstance(letter, Letter):
        return hidden
    author = Hidden(addresses=hidden.addresses | ({submission.author_address} - {""}), names=hidden.names)
    whole = everybody(letter, author)
    return replace(whole, names=whole.names - {pair.seller.name})
