"""Encrypted addresses: one for each side of a buyer-seller pair, checkable without a database."""
