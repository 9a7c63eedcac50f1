"""The `gobetween` command."""

from gobetween.cli.app import main

__all__ = ["main"]
