"""Gobetween: buyer-seller messaging for marketplaces."""

__version__ = "0.1.0"
