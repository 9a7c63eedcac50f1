"""STARTTLS: what was said in the clear does not count, and nothing slips in between."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from pathlib import Path

from gobetween.kit.config import Config
from gobetween.mail.edge import tls
from tests.mail.edge.house import ALIAS, Desk, House, Talk


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_a_letter_may_come_under_tls(house: House, desk: Desk) -> None:
    with smtplib.SMTP("127.0.0.1", house.open(tls_on=True), "home.example", timeout=10) as client:
        client.starttls(context=trusting())
        client.ehlo()
        assert not client.has_extn("starttls")
        client.sendmail("bea@home.example", [ALIAS], b"Subject: x\r\n\r\n" + (b"y" * 70 + b"\r\n") * 900)
        assert client.docmd("STARTTLS")[0] == 503
    assert len(desk.letters) == 1


def test_the_greeting_must_be_said_again_under_tls(house: House) -> None:
    talk = house.client(tls_on=True)
    talk.ask("EHLO x", "MAIL FROM:<eve@evil.example>", "STARTTLS")
    talk.socket = trusting().wrap_socket(talk.socket)
    talk._read = talk.socket.makefile("rb")
    assert talk.ask("MAIL FROM:<bea@home.example>").startswith("503 5.5.1 greet first")
    assert talk.ask("EHLO x", "MAIL FROM:<bea@home.example>").startswith("250")


def test_commands_that_follow_starttls_in_the_clear_end_the_session(house: House, desk: Desk) -> None:
    talk = house.client(tls_on=True)
    talk.ask("EHLO x")
    talk.send(b"STARTTLS\r\nEHLO y\r\nMAIL FROM:<eve@evil.example>\r\n")
    assert talk.said().startswith("220")
    assert talk.said().startswith("554 5.5.0")
    assert talk.is_closed()


def test_commands_that_come_instead_of_a_handshake_are_never_heard(house: House, desk: Desk) -> None:
    port = house.open(tls_on=True)
    talk = house.talk(port)
    assert talk.ask("EHLO x", "STARTTLS").startswith("220")
    talk.send(b"EHLO y\r\nMAIL FROM:<eve@evil.example>\r\n" * 20)
    assert b"250" not in everything(talk)
    assert house.talk(port).ask("NOOP").startswith("250")
    assert house.crowd.connections == 1
    assert "tls-failed" in desk.notes


def everything(talk: Talk) -> bytes:
    try:
        return talk._read.read()
    except ConnectionError:
        return b""


def test_without_a_certificate_tls_is_not_offered(house: House) -> None:
    talk = house.client()
    assert "STARTTLS" not in talk.ask("EHLO x")
    assert talk.ask("STARTTLS").startswith("502 5.7.0")


def test_the_demo_makes_its_certificate_once_and_for_itself_alone(tmp_path: Path) -> None:
    config = Config(state_dir=tmp_path / "state", demo=True, hostname="mx.marketplace.example")
    assert tls.context(config) is not None
    made = (tmp_path / "state" / "demo-tls.pem").read_bytes()
    assert tls.context(config) is not None
    assert (tmp_path / "state" / "demo-tls.pem").read_bytes() == made
    assert (tmp_path / "state" / "demo-tls.pem").stat().st_mode & 0o077 == 0


def test_a_configured_certificate_is_used(tmp_path: Path) -> None:
    both = tmp_path / "mx.pem"
    both.write_bytes(tls.self_signed("mx.marketplace.example", now=datetime.now(UTC)))
    assert tls.context(Config(tls_certificate=str(both))) is not None
    assert tls.context(Config(tls_certificate=str(both), tls_key=str(both))) is not None
    assert tls.context(Config()) is None
