"""Tables of the record. Text stands here as the other party may read it; originals only sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gobetween.aliases.models import Pair, Side
from gobetween.marketplace.models import Order, Person, SenderAddress


class Letter(models.Model):
    """A raw letter as it came in, sealed. Kept as evidence; no message shows it unmasked."""

    id = models.BigAutoField(primary_key=True)
    raw_sealed = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes before sealing.")
    received_at = models.DateTimeField(db_default=Now())


class Conversation(models.Model):
    """A case between one buyer and one seller, mostly about one order. `ref` is the suffix of `alias+ref@`."""

    class State(models.TextChoices):
        OPEN = "open"
        RESOLVED = "resolved"
        CLOSED = "closed"

    id = models.BigAutoField(primary_key=True)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="conversations")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="conversations")
    ref = models.CharField(max_length=12, unique=True)
    subject = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_by = models.CharField(max_length=6, choices=Side)
    created_at = models.DateTimeField()
    latest_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="conversation_of_pair", fields=["pair", "-latest_at"])]

    def __str__(self) -> str:
        return self.ref


class Message(models.Model):
    """One thing one party said, as it was settled.

    `source_*` is the Message-ID under which the author's own mailbox knows it: sealed for use in References of
    copies to that same author, indexed for look-up of what they answer to.
    """

    class Author(models.TextChoices):
        BUYER = "buyer"
        SELLER = "seller"
        OPERATOR = "operator"
        SYSTEM = "system"

    class Channel(models.TextChoices):
        MAIL = "mail"
        WEB = "web"
        API = "api"
        RULE = "rule"
        SYSTEM = "system"

    class Kind(models.TextChoices):
        HUMAN = "human"
        AUTO_REPLY = "auto-reply"
        NOTICE = "notice"

    class State(models.TextChoices):
        POSTED = "posted"
        HELD = "held"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    pair = models.ForeignKey(
        Pair, on_delete=models.PROTECT, related_name="messages", help_text="As the conversation's."
    )
    key = models.CharField(max_length=64, unique=True)
    author = models.CharField(max_length=8, choices=Author)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    purpose = models.CharField(max_length=40, default="reply")
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=400, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    quoted_text = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    masked = models.JSONField(default=list, blank=True)
    dropped = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)
    rulebook = models.PositiveIntegerField(default=0)
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    source_sealed = models.BinaryField(null=True, blank=True)
    source_index = models.BinaryField(max_length=16, null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="message_not_posted_has_reason", condition=Q(state="posted") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(name="message_of_conversation", fields=["conversation", "id"]),
            models.Index(name="message_of_pair", fields=["pair", "author", "created_at"]),
            models.Index(name="message_source", fields=["source_index"], condition=Q(source_index__isnull=False)),
        ]


class Attachment(models.Model):
    """One cleaned file of a message; its content lies sealed in the file store under `file`."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(help_text="Bytes before sealing.")
    sha256 = models.CharField(max_length=64)
    content_id = models.CharField(max_length=200, blank=True)
    inline = models.BooleanField(default=False)
    file = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(name="attachment_position_once", fields=["message", "position"])]


class Delivery(models.Model):
    """One copy of a message on its way to one mailbox. `to` empty means the buyer's own address."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.CharField(max_length=6, choices=Side)
    to = models.ForeignKey(SenderAddress, on_delete=models.PROTECT, null=True, blank=True)
    internet_message_id = models.CharField(
        max_length=200, unique=True, help_text="Of the copy, without angle brackets."
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delivery_failed_has_reason", condition=~Q(state__in=["failed", "bounced"]) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(name="delivery_due", fields=["due_at"], condition=Q(state="waiting"))]


class Scan(models.Model):
    """A message that waits, held, until its files were looked at. The row goes when that is settled.

    `draft_sealed` is what was judged at first, unmasked. `attempts` counts claims and tells them apart: who settles
    names the one that is his, so a worker that was thought dead settles nothing.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="scan")
    draft_sealed = models.BinaryField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="When it may be claimed (again): a claim moves it to its own end.")
    claimed_by = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="scan_due", fields=["due_at"])]
