"""The intake: letters that were acknowledged and are not settled yet."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from gobetween.conversations.models import Letter


class Intake(models.Model):
    """One recipient of one acknowledged letter; the row goes when the letter is settled.

    `target` says what `number` counts: `alias` a pair (mail from the other side), `bounce` a delivery (mail to the
    return path of a copy). `author_sealed` is the authenticated author's address, `from_sealed` the envelope sender.
    """

    class Target(models.TextChoices):
        ALIAS = "alias"
        BOUNCE = "bounce"

    id = models.BigAutoField(primary_key=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT)
    target = models.CharField(max_length=6, choices=Target)
    number = models.BigIntegerField()
    side = models.CharField(max_length=6, blank=True, help_text="Side whose alias was written to.")
    serial = models.PositiveSmallIntegerField(default=0, help_text="Of the alias that was written to.")
    suffix = models.CharField(max_length=64, blank=True, help_text="What stood after the plus sign.")
    author_sealed = models.BinaryField(null=True)
    from_sealed = models.BinaryField(null=True)
    authenticated_by = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(name="intake_due", fields=["due_at", "id"])]
