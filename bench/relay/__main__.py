"""`python -m bench.relay`: messages a second and processor time a message, ours and Postfix's, by turns."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from itertools import repeat
from typing import Annotated

import typer

from bench import postfix
from bench.family import spent_by_name
from bench.load import Sink
from bench.postfix import ALIAS, Postfix
from bench.relay.rounds import Relay, Round, by_turns
from bench.service import Gobetween
from bench.table import mark, show

SIZES = {2_048: 2_000, 20_480: 800, 2_000_000: 24}
"""Letters a round, by their size in bytes."""
TARGETS = {2_048: (0.5, 2.0), 20_480: (0.0, 1.0), 2_000_000: (0.0, 1.0)}
"""Floor and goal of messages a second, as multiples of Postfix's."""
WARM = 300
OURS, PEER = "gobetween", "postfix"


def main(
    rounds: Annotated[int, typer.Option(help="Rounds of each relay; the median counts.")] = 3,
    size: Annotated[list[int] | None, typer.Option(help="Only letters of this size, bytes (repeatable).")] = None,
    count: Annotated[int, typer.Option(help="Letters a round, instead of our own choice.")] = 0,
    setting: Annotated[list[str] | None, typer.Option(help="A setting of ours, name=value (repeatable).")] = None,
    peer: Annotated[bool, typer.Option(help="Measure beside Postfix.")] = True,
) -> None:
    """Measure and print; ends with an error when a letter is lost, doubled or not on record."""
    settings = dict(each.split("=", 1) for each in setting or ())
    why_alone = postfix.missing() if peer else "as asked for"
    if why_alone:
        print(f"without a peer: {why_alone}")
    with ExitStack() as stack:
        service, ours = _ours(stack, settings)
        relays = [ours] if why_alone else [_peer(stack), ours]
        for relay in relays:
            relay.run(2_048, WARM)
        sent = WARM
        for each in size or SIZES:
            letters, before = count or SIZES.get(each, 200), spent_by_name(service.pid)
            _show(each, by_turns(relays, size=each, count=letters, rounds=rounds))
            _show_roles(before, spent_by_name(service.pid), rounds * letters)
            sent += rounds * letters
        _audit(service, sent)


def _ours(stack: ExitStack, settings: dict[str, str]) -> tuple[Gobetween, Relay]:
    sink = stack.enter_context(Sink())
    service = stack.enter_context(Gobetween(sink.port, settings))

    def is_settled() -> bool:
        counts = service.counts()
        return not counts.waiting and counts.posted == counts.sent

    return service, Relay(
        name=OURS, port=service.port, aliases=service.aliases, sink=sink, pid=lambda: service.pid, is_idle=is_settled
    )


def _peer(stack: ExitStack) -> Relay:
    sink = stack.enter_context(Sink())
    server = stack.enter_context(Postfix(sink.port))
    return Relay(
        name=PEER,
        port=server.port,
        aliases=repeat(ALIAS),
        sink=sink,
        pid=lambda: server.pid,
        is_idle=lambda: not server.waiting(),
    )


def _show(size: int, rounds: Mapping[str, Round]) -> None:
    rows = [[name, f"{each.rate:.0f}", f"{each.cost:.2f}"] for name, each in rounds.items()]
    if PEER in rounds:
        ours, other = rounds[OURS], rounds[PEER]
        floor, goal = TARGETS.get(size, (0.0, 1.0))
        where = mark(ours.rate / other.rate, floor, goal)
        rows.append([f"ratio ({where})", f"{ours.rate / other.rate:.2f}", f"{ours.cost / other.cost:.2f}"])
        rows.append(["floor / goal", f"{floor} / {goal}", ""])
    show(f"{size:,} bytes a letter, 10 sessions, a connection each", ["", "messages/s", "CPU ms each"], rows)


def _audit(service: Gobetween, sent: int) -> None:
    counts = service.counts()
    if (counts.posted, counts.sent, counts.waiting) != (sent, sent, 0):
        raise SystemExit(f"LOST OR DOUBLED: {sent} letters were acknowledged, the record says {counts}")
    print(f"\n{sent} letters acknowledged, on record and delivered; identity by Authentication-Results, all else on")


def _show_roles(before: Mapping[str, float], after: Mapping[str, float], letters: int) -> None:
    spent = {name: (after[name] - before.get(name, 0.0)) * 1000 / letters for name in after}
    shares = sorted(spent.items(), key=lambda each: -each[1])
    print("ours by role, ms each: " + ", ".join(f"{name} {ms:.2f}" for name, ms in shares if ms >= 0.01))


if __name__ == "__main__":
    typer.run(main)
