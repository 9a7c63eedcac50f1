"""Who really wrote a letter: SPF, DKIM and DMARC alignment of the header From, or a pinned upstream's word for it."""

from gobetween.mail.identity.decide import authenticate
from gobetween.mail.identity.headers import Author, read_author
from gobetween.mail.identity.words import REASONS, Identity

__all__ = ["REASONS", "Author", "Identity", "authenticate", "read_author"]
