"""The doctor names what is not well and what to do about it; DNS is a fixed zone, the rest is real."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from gobetween.aliases.models import Pair
from gobetween.cli import checkup_dns, checkup_mail, checkup_sight, checkup_store
from gobetween.cli.doctor import Line, Patient, State, carefully
from gobetween.kit.config import Config, current
from gobetween.mail import signing
from gobetween.mail.edge.recipients import Recipients
from gobetween.mail.edge.tls import self_signed
from gobetween.mail.identity.dns import StaticResolver
from gobetween.marketplace.models import Marketplace

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DOMAIN = "marketplace.example"
SOUND = {
    (DOMAIN, "MX"): ["10 gobetween.localhost"],
    (DOMAIN, "TXT"): ["v=spf1 mx -all", "some-site-verification=1"],
    ("_dmarc." + DOMAIN, "TXT"): ["v=DMARC1; p=reject"],
}
Zone = dict[tuple[str, str], list[str]]


def _patient(zone: Zone | None = None, **change: Any) -> Patient:
    return Patient(config=dataclasses.replace(current(), **change), resolver=StaticResolver(zone or {}), now=NOW)


def _faults(lines: Iterator[Line]) -> list[str]:
    found = list(lines)
    assert all(line.remedy for line in found if line.state != State.OK)
    return [line.text for line in found if line.state == State.FAULT]


@pytest.mark.django_db
def test_a_sound_domain_has_no_fault(marketplace: Marketplace, tmp_path: Path) -> None:
    name, value = signing.dns_record(DOMAIN, selector="gobetween", state_dir=tmp_path)
    zone = {**SOUND, (name.rstrip("."), "TXT"): [value]}
    assert _faults(checkup_dns.domains(_patient(zone, state_dir=tmp_path))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({(DOMAIN, "MX"): []}, "no MX"),
        ({(DOMAIN, "TXT"): []}, "0 SPF"),
        ({(DOMAIN, "TXT"): ["v=spf1 -all", "v=spf1 mx -all"]}, "2 SPF"),
        ({(DOMAIN, "TXT"): ["v=spf1 +all"]}, "lets everybody"),
        ({("gobetween._domainkey." + DOMAIN, "TXT"): []}, "no DKIM key"),
        ({("gobetween._domainkey." + DOMAIN, "TXT"): ["v=DKIM1; k=rsa; p=MIIB"]}, "another DKIM key"),
    ],
)
def test_each_fault_of_a_domain_is_found(marketplace: Marketplace, tmp_path: Path, change: Zone, word: str) -> None:
    name, value = signing.dns_record(DOMAIN, selector="gobetween", state_dir=tmp_path)
    zone = {**SOUND, (name.rstrip("."), "TXT"): [value], **change}
    [text] = _faults(checkup_dns.domains(_patient(zone, state_dir=tmp_path)))
    assert word in text


@pytest.mark.django_db
def test_a_dns_that_does_not_answer_is_a_warning(marketplace: Marketplace, tmp_path: Path) -> None:
    patient = Patient(
        config=dataclasses.replace(current(), state_dir=tmp_path),
        now=NOW,
        resolver=StaticResolver({}, failing=[DOMAIN]),
    )
    lines = list(checkup_dns.domains(patient))
    assert [line.state for line in lines[:2]] == [State.WARNING, State.WARNING]


@pytest.mark.django_db
def test_the_database_is_examined() -> None:
    texts = [line.text for line in checkup_store.database(_patient())]
    assert texts == ["commits are not kept safe", "PostgreSQL 18, migrations applied"]  # as fast as a test may be


@pytest.mark.django_db
def test_keys_that_do_not_open_what_is_stored_are_a_fault(bea: object, pair: Pair) -> None:
    assert _faults(checkup_store.key_ring(_patient())) == []
    pair.buyer.address_sealed = b"\0" * 60
    pair.buyer.save()
    assert _faults(checkup_store.key_ring(_patient())) == ["stored addresses cannot be opened"]


@pytest.fixture
def certificate(tmp_path: Path) -> Callable[[datetime], dict[str, str]]:
    """Writes a self-signed certificate made at a time; gives the settings for it."""

    def make(made: datetime) -> dict[str, str]:
        path = tmp_path / "both.pem"
        path.write_bytes(self_signed("gobetween.localhost", now=made))
        return {"tls_certificate": str(path), "tls_key": str(path)}

    return make


@pytest.mark.parametrize(
    ("age", "state"),
    [(timedelta(days=1), State.OK), (timedelta(days=3645), State.WARNING), (timedelta(days=4000), State.FAULT)],
)
def test_the_age_of_a_certificate_is_seen(
    certificate: Callable[[datetime], dict[str, str]], age: timedelta, state: State
) -> None:
    lines = list(checkup_mail.certificate(_patient(**certificate(NOW - age))))
    assert state in {line.state for line in lines}
    assert (State.OK in {line.state for line in lines}) == (state == State.OK)


def test_a_key_that_does_not_belong_is_a_fault(
    certificate: Callable[[datetime], dict[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "other.pem").write_bytes(self_signed("other.example", now=NOW))
    settings = {**certificate(NOW), "tls_key": str(tmp_path / "other.pem")}
    [text] = _faults(checkup_mail.certificate(_patient(**settings)))
    assert "cannot be used" in text


class Aliases:
    """An SMTP server that takes our aliases as the edge does, or everything."""

    def __init__(self, everything: bool = False) -> None:
        self.everything = everything
        self.recipients = Recipients()

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        known = self.everything or self.recipients.find(address) is not None
        return "250 ok" if known else "550 5.1.1 no such address"


@pytest.fixture
def smtp() -> Iterator[Callable[[Aliases], int]]:
    """Starts an SMTP server with a handler on a free port."""
    running: list[Controller] = []

    def start(handler: Aliases) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        running.append(Controller(handler, hostname="127.0.0.1", port=port))
        running[-1].start()
        return port

    yield start
    for each in running:
        each.stop()


@pytest.mark.django_db
def test_a_letter_to_itself_goes_as_far_as_the_recipient(pair: Pair, smtp: Callable[[Aliases], int]) -> None:
    [line] = checkup_mail.letter_to_itself(_patient(smtp_port=smtp(Aliases())))
    assert (line.state, line.text) == (State.OK, "takes an alias of ours and refuses a made-up one")


@pytest.mark.django_db
def test_a_server_that_takes_everything_is_not_ours(pair: Pair, smtp: Callable[[Aliases], int]) -> None:
    assert _faults(checkup_mail.letter_to_itself(_patient(smtp_port=smtp(Aliases(everything=True))))) == [
        "takes an alias that never was"
    ]


def test_a_smarthost_that_answers_is_well_and_a_dead_one_a_fault(smtp: Callable[[Aliases], int]) -> None:
    port = smtp(Aliases())
    assert [line.state for line in checkup_mail.smarthost(_patient(smarthost_port=port))] == [State.OK]
    [text] = _faults(checkup_mail.smarthost(_patient(smarthost_port=1)))
    assert "cannot be used" in text


def test_starttls_that_is_insisted_on_and_not_offered_is_a_fault(smtp: Callable[[Aliases], int]) -> None:
    patient = _patient(smarthost_port=smtp(Aliases()), smarthost_starttls=True)
    assert _faults(checkup_mail.smarthost(patient)) == [f"127.0.0.1:{patient.config.smarthost_port} offers no STARTTLS"]


def test_an_examination_that_breaks_is_a_fault_and_not_the_end() -> None:
    def broken(patient: Patient) -> Iterator[Line]:
        raise ZeroDivisionError("bea@home.example")
        yield

    [line] = carefully("organ", broken, Patient(config=Config(), resolver=None, now=NOW))
    assert line.state == State.FAULT
    assert "bea@home.example" not in line.text


def test_eyes_that_see_have_no_fault() -> None:
    assert _faults(checkup_sight.eyes(_patient())) == []


def test_eyes_without_memory_are_a_fault() -> None:
    assert _faults(checkup_sight.eyes(_patient(scan_memory=1 << 27))) == ["the process that looks at files dies"]
