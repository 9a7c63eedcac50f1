"""The edge: speaks SMTP and LMTP, and says `250` only once the letter is committed."""

from gobetween.mail.edge.role import run

__all__ = ["run"]
