"""The courier role: claims due copies, composes and signs them, hands them to the next hop, and settles."""

from __future__ import annotations

import asyncio
import secrets
import signal
import time
from contextlib import suppress
from pathlib import Path

import django
import uvloop

from gobetween.kit.config import Config, current
from gobetween.mail.courier.ear import listening
from gobetween.mail.ledger import Ledger, open_ledger, slots

LOCK_SECONDS = 30.0


def run(*, slot: int) -> None:
    """Carry copies until SIGTERM or SIGINT. `slot` numbers the couriers of this machine, each with its ledger."""
    django.setup()
    uvloop.run(_run(current(), slot))


async def _run(config: Config, slot: int) -> None:
    from gobetween.mail.courier.courier import Courier  # models load after django.setup()

    instance = instance_id(config.state_dir)
    ledgers = ledgers_of(config.state_dir / "courier", slot, instance)
    courier = Courier(config, name=f"{instance}/{slot}", ledgers=ledgers)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        with listening(asyncio.get_running_loop(), courier.wake):
            await courier.work(stop)
    finally:
        ledgers[courier.name].close()


def instance_id(state_dir: Path) -> str:
    """The name of this machine among those that share the database, made once in the state folder."""
    path = state_dir / "instance"
    if not path.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".instance-{secrets.token_hex(8)}")
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def ledgers_of(folder: Path, slot: int, instance: str) -> dict[str, Ledger]:
    """Our own ledger, and those of slots whose couriers are gone."""
    own = _insist(folder, slot)
    found = {f"{instance}/{slot}": own}
    for other in slots(folder):
        if other != slot and (ledger := open_ledger(folder, other)) is not None:
            found[f"{instance}/{other}"] = ledger
    return found


def _insist(folder: Path, slot: int) -> Ledger:
    """The ledger of this slot; a courier that is just settling it as left behind lets go soon."""
    deadline = time.monotonic() + LOCK_SECONDS
    while (ledger := open_ledger(folder, slot)) is None:
        if time.monotonic() > deadline:
            raise SystemExit(f"another courier works in slot {slot}")
        time.sleep(0.1)
    return ledger
