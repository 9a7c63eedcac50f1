"""Questions to the record, each for a whole batch."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from gobetween.aliases.models import Side
from gobetween.conversations.models import Conversation, Delivery, Message
from gobetween.kit.sealing import indexes, unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What a letter says about the thread it belongs to: refs and Message-IDs, the most telling id first."""

    key: str
    pair: int
    author: Side
    ref: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The conversation a letter belongs to and the message it answers."""

    conversation: Conversation
    parent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Message-IDs as one side's mailbox knows them, without angle brackets; oldest first."""

    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Whose copy a delivery is, and in which conversation."""

    pair: int
    recipient: Side
    ref: str


def context_of(deliveries: Collection[int]) -> dict[int, Context]:
    """By the delivery's id; unknown ones are left out."""
    if not deliveries:
        return {}
    rows = Delivery.objects.filter(id__in=deliveries).values_list(
        "id", "message__pair", "recipient", "message__conversation__ref"
    )
    return {number: Context(pair=pair, recipient=Side(side), ref=ref) for number, pair, side, ref in rows}


def seen(keys: Sequence[str]) -> dict[str, int]:
    """Which keys are on record already, as which message."""
    return dict(Message.objects.filter(key__in=keys).values_list("key", "id"))


def threads(clues: Sequence[Clues]) -> dict[str, Thread]:
    """The thread of each letter that has one. Ids and refs of another pair, or of the other side, give no rights."""
    answered = _answered(clues)
    by_ref = _by_ref(clues)
    conversations = Conversation.objects.select_related("order").in_bulk(
        {conversation for conversation, _ in answered.values()} | {conversation for conversation, _ in by_ref.values()}
    )
    found = {**by_ref, **answered}
    return {
        key: Thread(conversation=conversations[conversation], parent=parent)
        for key, (conversation, parent) in found.items()
    }


def _answered(clues: Sequence[Clues]) -> dict[str, tuple[int, int]]:
    """By Message-ID: (conversation, message) of the copy that was answered, or of the author's own letter."""
    wanted = [clue for clue in clues if clue.ids]
    if not wanted:
        return {}
    known: dict[tuple[int, str, str], tuple[int, int]] = {}
    ids = {each for clue in wanted for each in clue.ids}
    copies = Delivery.objects.filter(internet_message_id__in=ids).values_list(
        "message__pair", "recipient", "internet_message_id", "message__conversation", "message"
    )
    for pair, side, name, conversation, message in copies:
        known[pair, side, name] = (conversation, message)
    sources = {index: each for each in ids for index in indexes(each, purpose="source")}
    own = Message.objects.filter(source_index__in=list(sources)).values_list(
        "pair", "author", "source_index", "conversation", "id"
    )
    for pair, side, index, conversation, message in own:
        known[pair, side, sources[bytes(index or b"")]] = (conversation, message)
    found = {}
    for clue in wanted:
        hit = next(
            (known[clue.pair, clue.author, each] for each in clue.ids if (clue.pair, clue.author, each) in known), None
        )
        if hit is not None:
            found[clue.key] = hit
    return found


def _by_ref(clues: Sequence[Clues]) -> dict[str, tuple[int, int | None]]:
    """By the alias's suffix: (conversation, its latest message)."""
    refs = {clue.ref for clue in clues if clue.ref}
    if not refs:
        return {}
    rows = (
        Conversation.objects.filter(ref__in=refs)
        .annotate(latest=Max("messages"))
        .values_list("pair", "ref", "id", "latest")
    )
    known = {(pair, ref): (conversation, latest) for pair, ref, conversation, latest in rows}
    return {clue.key: known[clue.pair, clue.ref] for clue in clues if (clue.pair, clue.ref) in known}


def recent(authors: Collection[tuple[int, Side]], *, since: datetime, limit: int) -> dict[tuple[int, Side], int]:
    """How many messages each side of each pair sent since then, counted up to `limit`; 0 counts nothing."""
    if not limit or not authors:
        return {}
    pairs, sides = zip(*authors, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, [since, limit, list(pairs), list(sides)])
        return {(pair, Side(side)): count for pair, side, count in cursor.fetchall()}


_RECENT = """
    SELECT a.pair, a.side, (SELECT count(*) FROM (
        SELECT 1 FROM conversations_message m
        WHERE m.pair_id = a.pair AND m.author = a.side AND m.created_at > %s LIMIT %s) AS capped)
    FROM unnest(%s::bigint[], %s::text[]) AS a(pair, side)
"""


def said(conversations: Collection[int], *, since: datetime) -> dict[tuple[int, Side], frozenset[str]]:
    """The texts each side posted in each conversation since then."""
    if not conversations:
        return {}
    texts: dict[tuple[int, Side], set[str]] = defaultdict(set)
    rows = Message.objects.filter(conversation__in=conversations, created_at__gt=since, author__in=Side.values)
    for conversation, author, text in rows.values_list("conversation", "author", "text"):
        texts[conversation, Side(author)].add(text)
    return {key: frozenset(values) for key, values in texts.items()}


def earlier(authors: Collection[tuple[int, Side]], *, since: datetime) -> dict[tuple[int, Side], tuple[str, ...]]:
    """What each side of each pair wrote since then, posted or not, oldest first: the last few texts, cut short."""
    if not authors:
        return {}
    pairs, sides = zip(*authors, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [since, list(pairs), list(sides)])
        return {(pair, Side(side)): tuple(texts) for pair, side, texts in cursor.fetchall() if texts}


_EARLIER = """
    SELECT a.pair, a.side, (SELECT array_agg(latest.text ORDER BY latest.id) FROM (
        SELECT m.id, left(m.text, 1000) AS text FROM conversations_message m
        WHERE m.pair_id = a.pair AND m.author = a.side AND m.created_at > %s AND m.kind = 'human' AND m.text <> ''
        ORDER BY m.created_at DESC, m.id DESC LIMIT 20) AS latest)
    FROM unnest(%s::bigint[], %s::text[]) AS a(pair, side)
"""


def last_heard(pairs: Collection[int]) -> dict[int, datetime]:
    """When the buyer of each pair last wrote; pairs of which nothing was heard are left out."""
    if not pairs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST_HEARD, [list(pairs)])
        return {pair: when for pair, when in cursor.fetchall() if when is not None}


_LAST_HEARD = """
    SELECT a.pair, (SELECT m.created_at FROM conversations_message m
        WHERE m.pair_id = a.pair AND m.author = 'buyer' AND m.kind = 'human' AND m.state <> 'refused'
        ORDER BY m.created_at DESC LIMIT 1)
    FROM unnest(%s::bigint[]) AS a(pair)
"""


def references(answers: Collection[int], side: Side) -> dict[int, References]:
    """For each message: what it answers, under the ids by which `side`'s mailbox knows them; at most 20."""
    if not answers:
        return {}
    chains: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [list(answers), side, side])
        for start, source, copy in cursor.fetchall():
            known = unseal(source, purpose="source").decode() if source is not None else copy
            if known:
                chains[start].append(known)
    return {
        start: References(in_reply_to=chain[0], references=tuple(reversed(chain))) for start, chain in chains.items()
    }


_CHAIN = """
    WITH RECURSIVE chain(start, id, depth) AS (
        SELECT id, parent_id, 1 FROM conversations_message WHERE id = ANY(%s) AND parent_id IS NOT NULL
        UNION ALL
        SELECT chain.start, m.parent_id, chain.depth + 1
        FROM chain JOIN conversations_message m ON m.id = chain.id
        WHERE m.parent_id IS NOT NULL AND chain.depth < 20)
    SELECT chain.start,
           CASE WHEN m.author = %s THEN m.source_sealed END,
           (SELECT d.internet_message_id FROM conversations_delivery d
            WHERE d.message_id = m.id AND d.recipient = %s ORDER BY d.id LIMIT 1)
    FROM chain JOIN conversations_message m ON m.id = chain.id
    ORDER BY chain.start, chain.depth
"""


def content_digest(*, subject: str, text: str, html: str, quoted_text: str, files: Iterable[str] = ()) -> str:
    """SHA-256 (hex) over a message's content; what the journal holds of it. `files` are their SHA-256 in order."""
    content = [subject, text, html, quoted_text, *files]
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    ).hexdigest()
