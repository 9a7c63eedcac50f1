"""Lines of a file that tell of one order, put together; an order is taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gobetween.marketplace.rows import OrderRow

ORDER = ("number", "placed_at", "shipped_at", "delivered_at", "fulfilment", "status", "gift", "custom", "tracking")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A line that was not taken, and why."""

    line: int
    why: str
    key: tuple[str, str] | None = field(default=None, repr=False, compare=False)
    """Order number and seller of the line, where they could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """An order and the lines it stands on; `bytes_read` says how far into the file that is."""

    lines: tuple[int, ...]
    order: OrderRow = field(repr=False)
    bytes_read: int = 0


class Group:
    """The lines of one order as they come in; the order is taken only when all of them are good."""

    def __init__(self) -> None:
        self._key: tuple[str, str] | None = None
        self._good: list[Good] = []
        self._bad: list[Bad] = []

    def takes(self, row: Good | Bad) -> bool:
        """Whether `row` goes on with this group: the same order, or a line so bad that it names none."""
        key = _key(row)
        return key is None or self._key in (None, key)

    def add(self, row: Good | Bad) -> None:
        """A line that differs from the first one in what belongs to the order is bad."""
        self._key = self._key or _key(row)
        if isinstance(row, Good) and self._good:
            differing = _differing(self._good[0].order, row.order)
            if differing:
                why = f"{', '.join(differing)} not as on line {self._good[0].lines[0]} of the same order"
                row = Bad(line=row.lines[0], why=why, key=self._key)
        if isinstance(row, Good):
            self._good.append(row)
        else:
            self._bad.append(row)

    def close(self) -> Iterator[Good | Bad]:
        """The bad lines in order, and the order when none of its lines is among them."""
        spoilt = next((bad.line for bad in self._bad if bad.key is not None), None)
        if spoilt is not None:
            why = f"not taken, because line {spoilt} of the same order is bad"
            self._bad += [Bad(line=good.lines[0], why=why) for good in self._good]
        yield from sorted(self._bad, key=lambda bad: bad.line)
        if self._good and spoilt is None:
            yield self._whole()

    def _whole(self) -> Good:
        orders = [good.order for good in self._good]
        items = tuple(item for order in orders for item in order.items)
        returns = tuple(dict.fromkeys(each for order in orders for each in order.returns))
        return Good(
            lines=tuple(good.lines[0] for good in self._good),
            order=replace(orders[0], items=items, returns=returns),
            bytes_read=self._good[-1].bytes_read,
        )


def _key(row: Good | Bad) -> tuple[str, str] | None:
    return row.key if isinstance(row, Bad) else (row.order.number, row.order.seller.ref)


def _differing(first: OrderRow, row: OrderRow) -> list[str]:
    names = (*(name for name in ORDER if name != "number"), "buyer", "seller")
    return [name for name in names if getattr(first, name) != getattr(row, name)]
