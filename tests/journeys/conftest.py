"""One service, one catcher and a cast of couples for all stories that break nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.catcher import Catcher
from tests.journeys.domains import NameServer
from tests.journeys.service import Couple, Running, cast, free_ports, settle_in


@contextmanager
def house(couples: int, **settings: str) -> Iterator[tuple[Running, Catcher, list[Couple]]]:
    """A service with its name server, its next hop and so many couples (none: an empty one); all gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="gobetween-journey-"))
    folder.chmod(0o755)
    names = NameServer()
    catcher = Catcher(port=free_ports(1)[0])
    catcher.up()
    service = Running(
        folder=folder,
        smarthost_port=catcher.port,
        settings={"GOBETWEEN_DNS_SERVERS": f"127.0.0.1:{names.port}", **settings},
    )
    try:
        service.start()
        yield service, catcher, settle_in(service, cast(couples)) if couples else []
    finally:
        service.stop()
        catcher.down()
        names.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def household() -> Iterator[tuple[Running, Catcher, list[Couple]]]:
    """The service of most stories."""
    with house(40) as running:
        yield running


@pytest.fixture
def service(household: tuple[Running, Catcher, list[Couple]]) -> Running:
    return household[0]


@pytest.fixture
def catcher(household: tuple[Running, Catcher, list[Couple]]) -> Catcher:
    return household[1]


@pytest.fixture
def couple(household: tuple[Running, Catcher, list[Couple]]) -> Couple:
    """Two people who never wrote to each other."""
    return household[2].pop()


@pytest.fixture
def couples(household: tuple[Running, Catcher, list[Couple]]) -> Callable[[], Couple]:
    """More of them."""
    return lambda: household[2].pop()
