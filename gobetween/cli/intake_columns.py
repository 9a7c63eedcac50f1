"""The sealed columns of the mail door, which stands above `actions`. Imported only after Django is loaded."""

from __future__ import annotations

from gobetween.actions.reseal import Sealed
from gobetween.mail.models import Intake

INTAKE = (
    Sealed(model=Intake, column="author_sealed", purpose="envelope"),
    Sealed(model=Intake, column="from_sealed", purpose="envelope"),
)
