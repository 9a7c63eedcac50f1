"""Marketplaces, their sellers and buyers, and what was ordered."""
