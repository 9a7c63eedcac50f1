"""What files show: words in pictures, codes, text and links of documents. Reading wants a process of its own."""

from gobetween.policy.sight.words import Seen, Sight, Unread, sees, sources_of

__all__ = ["Seen", "Sight", "Unread", "sees", "sources_of"]
