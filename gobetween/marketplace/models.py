"""Tables of marketplaces, sellers with their people, buyers, orders and returns.

Real addresses stand here only sealed (`*_sealed`, AES-GCM) beside a keyed index (`*_index`) for look-up.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Marketplace(models.Model):
    """One marketplace: its mail domain, its language, its rules."""

    id = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, unique=True)
    locale = models.CharField(max_length=20, default="en")
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.id


class Seller(models.Model):
    """One shop of a marketplace; `ref` is the marketplace's own id of it."""

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="sellers")
    ref = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    locale = models.CharField(max_length=20, default="en")
    answers_afn = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="seller_ref_once", fields=["marketplace", "ref"])]

    def __str__(self) -> str:
        return f"{self.marketplace_id}/{self.ref}"


class Person(models.Model):
    """Somebody who works for a seller, or for the marketplace itself (`seller` empty: an operator)."""

    class Role(models.TextChoices):
        OWNER = "owner"
        AGENT = "agent"
        READER = "reader"
        OPERATOR = "operator"

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="people")
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, null=True, blank=True, related_name="people")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_operator_or_of_seller",
                condition=Q(role="operator", seller=None) | (~Q(role="operator") & ~Q(seller=None)),
            ),
        ]


class SenderAddress(models.Model):
    """An address a seller writes from: approved, blocked, or seen and waiting for a decision."""

    class State(models.TextChoices):
        APPROVED = "approved"
        BLOCKED = "blocked"
        PENDING = "pending"

    id = models.BigAutoField(primary_key=True)
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="sender_addresses")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True)
    address_sealed = models.BinaryField()
    address_index = models.BinaryField(max_length=16)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    receives = models.BooleanField(default=False, help_text="Gets the seller's copies of buyers' messages.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sender_address_once", fields=["seller", "address_index"]),
            models.CheckConstraint(
                name="sender_address_receives_when_approved", condition=Q(receives=False) | Q(state="approved")
            ),
        ]


class Buyer(models.Model):
    """Somebody who bought, or asked; `ref` is the marketplace's own id. The address never leaves this table."""

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="buyers")
    ref = models.CharField(max_length=80)
    name = models.CharField(max_length=200, blank=True)
    locale = models.CharField(max_length=20, default="en")
    address_sealed = models.BinaryField()
    address_index = models.BinaryField(max_length=16, db_index=True)
    opted_out = models.BooleanField(default=False, help_text="Wants no unsolicited mail from any seller.")
    preferences = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="buyer_ref_once", fields=["marketplace", "ref"])]

    def __str__(self) -> str:
        return f"{self.marketplace_id}/{self.ref}"


class Order(models.Model):
    """What one buyer bought from one seller under one order number."""

    class Fulfilment(models.TextChoices):
        MFN = "MFN", "by the seller"
        AFN = "AFN", "by the marketplace"

    class Status(models.TextChoices):
        UNSHIPPED = "unshipped"
        SHIPPED = "shipped"
        DELIVERED = "delivered"
        CANCELLED = "cancelled"

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="orders")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="orders")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=60)
    fulfilment = models.CharField(max_length=3, choices=Fulfilment, default=Fulfilment.MFN)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNSHIPPED)
    gift = models.BooleanField(default=False)
    custom = models.BooleanField(default=False)
    placed_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    tracking = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="order_number_once_a_seller", fields=["marketplace", "number", "seller"]),
        ]

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One line of an order; price in the minor unit of `currency` (cents)."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    line = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    price = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")

    class Meta:
        constraints = [models.UniqueConstraint(name="item_line_once", fields=["order", "line"])]


class Return(models.Model):
    """A return of (part of) an order."""

    class State(models.TextChoices):
        OPEN = "open"
        RECEIVED = "received"
        REFUNDED = "refunded"
        CLOSED = "closed"

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="returns")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)


class Rulebook(models.Model):
    """A rulebook's document as it was in force: written once, never changed (a trigger keeps it).

    Its id is the version that every verdict bears, one row of numbers for the whole installation, beginning at 1001.
    `marketplace` empty: a default that came with the program, kept here the first time it judged something.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(
        Marketplace, on_delete=models.PROTECT, null=True, blank=True, related_name="rulebooks"
    )
    document = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document, hex.")
    author = models.CharField(max_length=200, blank=True, help_text="Who published it.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="rulebook_default_once", fields=["digest"], condition=Q(marketplace__isnull=True)
            ),
        ]
        indexes = [models.Index(name="rulebook_of_marketplace", fields=["marketplace", "-id"])]
