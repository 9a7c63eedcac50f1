"""Figures side by side, as every bench prints them."""

from __future__ import annotations

from collections.abc import Sequence


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    print(f"\n{title}")
    for row in (head, ["-" * width for width in widths], *rows):
        cells = [
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells))


def mark(value: float, floor: float, goal: float) -> str:
    """Where a figure stands (more is better)."""
    if value >= goal:
        return "goal"
    return "floor" if value >= floor else "BELOW FLOOR"


def mark_below(value: float, floor: float, goal: float) -> str:
    """Where a figure stands (less is better)."""
    return mark(-value, -floor, -goal)
