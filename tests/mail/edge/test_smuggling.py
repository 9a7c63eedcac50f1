"""No sequence makes two letters of one (SMTP smuggling), over real sockets."""

from __future__ import annotations

import time

import pytest

from tests.mail.edge.house import Desk, House

SECOND = b"MAIL FROM:<eve@evil.example>\r\nRCPT TO:<sam@marketplace.example>\r\nDATA\r\nFrom: eve\r\n\r\nboo\r\n.\r\n"
FALSE_ENDS = [
    b"\n.\n", b"\n.\r\n", b"\r.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r.\n", b"\n\n.\r\n", b"\r\r\n.\r\r\n",
    b"\r\n\x00.\n", b"\n\x00.\r\n",
]  # fmt: skip


@pytest.mark.parametrize("false_end", FALSE_ENDS)
@pytest.mark.parametrize("pause", [0.0, 0.02])
def test_a_false_end_smuggles_nothing(house: House, desk: Desk, false_end: bytes, pause: float) -> None:
    talk = house.client()
    assert talk.begin().startswith("354")
    talk.send(b"From: bea@home.example\r\n\r\nhello" + false_end)
    time.sleep(pause)
    talk.send(SECOND)
    assert talk.said().startswith("550 5.6.11")
    assert talk.is_closed()
    assert desk.letters == []


def test_a_nul_before_the_dot_is_content_of_the_one_letter(house: House, desk: Desk) -> None:
    talk = house.client()
    talk.begin()
    assert talk.letter(b"hello\r\n\x00.\r\n" + SECOND.removesuffix(b".\r\n")).startswith("250")
    assert len(desk.letters) == 1
    assert b"\r\n\x00.\r\nMAIL FROM" in desk.letters[0].raw


@pytest.mark.parametrize("command", [b"NOOP\n", b"NOOP\rNOOP\r\n", b"NOOP\r\r\n", b"MAIL FROM:<>\nRCPT TO:<x@y>\r\n"])
def test_a_lone_cr_or_lf_in_a_command_ends_the_session(house: House, command: bytes) -> None:
    talk = house.client()
    talk.send(command + b"NOOP\r\n")
    assert talk.said().startswith("500 5.5.2")
    assert talk.is_closed()


def test_stuffed_dots_come_off_and_the_end_may_come_byte_by_byte(house: House, desk: Desk) -> None:
    talk = house.client()
    talk.begin()
    for byte in b"..one\r\n...\r\n.x\r\n.\r\n":
        talk.send(bytes([byte]))
    assert talk.said().startswith("250")
    assert desk.letters[0].raw == b".one\r\n..\r\nx\r\n"
