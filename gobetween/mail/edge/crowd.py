"""Who is connected to this process, and how much of it they occupy."""

from __future__ import annotations

import ipaddress
from collections import Counter

from gobetween.kit.config import Config
from gobetween.mail.edge import replies
from gobetween.mail.edge.replies import Answer


class Crowd:
    """Counts connections in all and by client address, and the bytes of letters not answered yet."""

    __slots__ = ("_by_address", "_config", "connections", "held")

    def __init__(self, config: Config) -> None:
        self._config = config
        self._by_address: Counter[str] = Counter()
        self.connections = 0
        self.held = 0

    def enter(self, address: str) -> Answer | None:
        """Count a connection in; when there is no room for it, why. Either way `leave` follows."""
        self.connections += 1
        place = _place(address)
        self._by_address[place] += 1
        if self.connections > self._config.max_connections:
            return replies.TOO_MANY
        if self._by_address[place] > self._config.max_connections_per_address:
            return replies.TOO_MANY_FROM_YOU
        return None

    def leave(self, address: str) -> None:
        """Count a connection out."""
        self.connections -= 1
        place = _place(address)
        self._by_address[place] -= 1
        if self._by_address[place] <= 0:
            del self._by_address[place]

    @property
    def is_out_of_room(self) -> bool:
        """Whether no further byte of a letter should be kept now."""
        return self.held > self._config.max_held


def _place(address: str) -> str:
    """Whom connections are counted by: an IPv4 address, or the /64 that one IPv6 customer has at the least."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
