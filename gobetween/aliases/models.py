"""Pairs of one buyer and one seller, and how often each side's alias was renewed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gobetween.marketplace.models import Buyer, Marketplace, Seller


class Side(models.TextChoices):
    """The party an alias stands for: mail to the buyer's alias is mail to the buyer."""

    BUYER = "buyer"
    SELLER = "seller"


DEAD = (
    Q(buyer_serial__gt=0)
    | Q(seller_serial__gt=0)
    | Q(buyer_retired_at__isnull=False)
    | Q(seller_retired_at__isnull=False)
)
"""Pairs of which some alias is no longer taken: what the edge keeps in mind."""


class Pair(models.Model):
    """One buyer and one seller; its number is what both aliases encrypt.

    `*_serial` counts renewals of that side's alias (0 to 31): only the alias with the present serial is alive;
    `*_retired_at` says that it is not even that. `key_id` names the alias key it was minted under.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = models.ForeignKey(Marketplace, on_delete=models.PROTECT, related_name="pairs")
    buyer = models.ForeignKey(Buyer, on_delete=models.PROTECT, related_name="pairs")
    seller = models.ForeignKey(Seller, on_delete=models.PROTECT, related_name="pairs")
    key_id = models.CharField(max_length=20)
    buyer_serial = models.PositiveSmallIntegerField(default=0)
    seller_serial = models.PositiveSmallIntegerField(default=0)
    buyer_retired_at = models.DateTimeField(null=True, blank=True)
    seller_retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="pair_with_dead_alias", fields=["id"], condition=DEAD)]
        constraints = [
            models.UniqueConstraint(name="pair_once", fields=["buyer", "seller"]),
            models.CheckConstraint(name="pair_serials_fit", condition=Q(buyer_serial__lt=32) & Q(seller_serial__lt=32)),
        ]
