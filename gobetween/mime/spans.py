"""Stretches of text found by many needles, brought in order without overlaps, in near-linear time."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Span = tuple[int, int, str]
"""Start, end, and what it is."""

_BLOCK = 512
_FIRST: Span = (-1, -1, "")
_LAST: Span = (sys.maxsize, sys.maxsize, "")


def without_overlaps(found: Iterable[Span]) -> list[Span]:
    """First come, first kept, sorted by start; an address that reaches beyond what it overlaps widens it."""
    blocks = [[_FIRST, _LAST]]  # short sorted lists: to insert costs the same however many spans there are
    begins: list[int] = []  # where every block but the first begins
    for span in found:
        number = bisect_right(begins, span[0])
        block = blocks[number]
        at = bisect_left(block, span)
        home, place = (block, at - 1) if at else (blocks[number - 1], -1)
        left = home[place]
        right = block[at] if at < len(block) else blocks[number + 1][0]
        if left[1] > span[0]:
            if span[2] == "address" and span[1] > left[1]:
                home[place] = (left[0], span[1], left[2])
        elif right[0] >= span[1]:
            block.insert(at, span)
            if len(block) > _BLOCK:
                blocks.insert(number + 1, block[_BLOCK // 2 :])
                begins.insert(number, block[_BLOCK // 2][0])
                del block[_BLOCK // 2 :]
    return [span for block in blocks for span in block][1:-1]
