"""Lumen Market, an own-written marketplace to play with: people, orders and conversations in six languages."""

from gobetween.web.demo.doors import links, try_lines
from gobetween.web.demo.loading import load

__all__ = ["links", "load", "try_lines"]
