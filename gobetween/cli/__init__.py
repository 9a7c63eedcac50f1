"""The `gobetween` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point. Programs that ask for verdicts start often: their plain call pays for no options and no colours."""
    if sys.argv[1:] == ["check", "--jsonl"]:
        from gobetween.cli import check_lines

        raise SystemExit(check_lines.main())
    from gobetween.cli.app import main as run

    run()


__all__ = ["main"]
