"""What comes in through a door, what is known about it, and what became of it. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from gobetween import eligibility
from gobetween.aliases.models import Pair, Side
from gobetween.conversations.models import Conversation, Message
from gobetween.eligibility import Terms
from gobetween.marketplace.models import Order, SenderAddress
from gobetween.mime.letter import Clean, Hidden, Letter, Unreadable
from gobetween.policy import Draft, Rulebook, Verdict, default


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The outside as one door heard it: who (`person`, `author_address`) writes what (`letter`) to which side.

    `key` makes a retry harmless: the same key is recorded once. `suffix` is the conversation's ref if the door
    knows one. `letter_id` points at the sealed original of a mail.
    """

    key: str
    channel: Message.Channel
    pair: int
    to: Side
    letter: Letter | Unreadable
    serial: int | None = None
    suffix: str = ""
    order: str = ""
    person: int | None = None
    author_address: str = ""
    letter_id: int | None = None

    @property
    def author(self) -> Side:
        """The side that writes: the other one than it writes to."""
        return Side.SELLER if self.to == Side.BUYER else Side.BUYER


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything the decision needs about one submission, loaded once for the whole batch.

    `last_heard`, when the buyer last wrote, is looked up only for what a seller begins without an order; `returning`,
    an open return, only for gifts.
    """

    pair: Pair | None
    alive: bool = False
    seen: int | None = None
    conversation: Conversation | None = None
    parent: int | None = None
    order: Order | None = None
    identifiers: frozenset[str] = frozenset()
    hidden: Hidden = Hidden()
    recent: int = 0
    said: frozenset[str] = frozenset()
    inboxes: tuple[SenderAddress, ...] = ()
    earlier: tuple[str, ...] = ()
    last_heard: datetime | None = None
    returning: bool = False
    now: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    rulebook: Rulebook = field(default_factory=default)
    terms: Terms = field(default_factory=eligibility.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A submission with its decision. `message` is its id on the record, set by `record` (or by the first telling)."""

    submission: Submission
    known: Known
    state: Message.State
    kind: Message.Kind = Message.Kind.HUMAN
    reason: str = ""
    grant: str = ""
    clean: Clean | None = None
    verdict: Verdict | None = None
    draft: Draft | None = None
    message: int | None = None
    conversation: str = ""
