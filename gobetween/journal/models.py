"""Entries and the head of each marketplace's chain."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The last link of one marketplace's chain; its row lock orders the writers."""

    marketplace = models.CharField(primary_key=True, max_length=40)
    number = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)


class Entry(models.Model):
    """One line of the journal. `facts` holds no address and no text, only ids, reasons and digests."""

    id = models.BigAutoField(primary_key=True)
    marketplace = models.CharField(max_length=40)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="entry_number_once", fields=["marketplace", "number"])]
        indexes = [models.Index(name="entry_subject", fields=["subject"])]
