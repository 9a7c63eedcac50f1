"""What a client may take of the edge, and what it hears when it takes more."""

from __future__ import annotations

import time

import pytest

from gobetween.kit.config import Config
from gobetween.mail.edge import dialogue, replies
from gobetween.mail.edge.crowd import Crowd
from tests.mail.edge.house import ALIAS, Desk, House


def tick(house: House, later: float) -> None:
    """Look at the clock as if `later` seconds had passed."""

    async def look() -> None:
        import asyncio

        for each in list(house.listener.connections):
            each.look_at_the_clock(asyncio.get_running_loop().time() + later)

    house.run(look())


def test_connections_of_one_address_are_counted(house: House) -> None:
    port = house.open(max_connections_per_address=2)
    first, second = house.talk(port), house.talk(port)
    third = house.talk(port)
    assert third.banner.startswith("421 4.7.0")
    assert third.is_closed()
    assert first.ask("NOOP").startswith("250")
    second.ask("QUIT")
    assert second.is_closed()
    assert house.talk(port).banner.startswith("220")


def test_connections_in_all_are_counted(house: House) -> None:
    port = house.open(max_connections=1)
    house.talk(port)
    assert house.talk(port).banner.startswith("421 4.3.2")


def test_a_letter_over_the_size_is_refused_at_its_end_and_the_session_goes_on(house: House, desk: Desk) -> None:
    talk = house.client(max_size=1000)
    talk.begin()
    assert talk.letter(b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 3000).startswith("552 5.3.4")
    assert talk.begin().startswith("354")
    assert talk.letter(b"small\r\n").startswith("250")
    assert house.crowd.held == 0
    assert len(desk.letters) == 1


def test_letters_together_may_not_fill_the_memory(house: House, desk: Desk) -> None:
    port = house.open(max_held=50_000)
    hog, other = house.talk(port), house.talk(port)
    hog.begin()
    hog.send((b"x" * 70 + b"\r\n") * 680)
    while house.crowd.held < 48_000:
        time.sleep(0.01)
    other.begin()
    other.send((b"y" * 70 + b"\r\n") * 40)
    time.sleep(0.1)
    assert other.letter(b"z\r\n").startswith("452 4.3.1")
    assert hog.letter(b"").startswith("250")
    assert other.begin().startswith("354")
    assert other.letter(b"z\r\n").startswith("250")


def test_recipients_are_counted(house: House) -> None:
    talk = house.client(max_recipients=2)
    talk.ask("EHLO x", "MAIL FROM:<>", f"RCPT TO:<{ALIAS}>", f"RCPT TO:<{ALIAS}>")
    assert talk.ask(f"RCPT TO:<{ALIAS}>").startswith("452 4.5.3")
    assert talk.ask("DATA").startswith("354")


def test_a_long_command_is_refused_and_an_endless_one_ends_the_session(house: House) -> None:
    talk = house.client()
    assert talk.ask("NOOP " + "x" * 600).startswith("500 5.5.2")
    assert talk.ask("EHLO x", "MAIL FROM:<> " + "SIZE=1 " * 100).startswith("250")
    talk.send(b"NOOP " + b"x" * 5000)
    assert talk.said().startswith("500 5.5.2")
    assert talk.is_closed()


def test_a_line_over_2048_bytes_ends_the_session_even_when_it_ends(house: House) -> None:
    talk = house.client()
    assert talk.ask("EHLO x", "MAIL FROM:<> " + "SIZE=1 " * 400).startswith("500 5.5.2")
    assert talk.is_closed()


def test_too_many_errors_end_the_session(house: House) -> None:
    talk = house.client()
    replies = [talk.ask("NONSENSE") for _ in range(dialogue.MOST_ERRORS)]
    assert all(reply.startswith("500") for reply in replies)
    assert talk.ask("NONSENSE").startswith("421 4.7.0")
    assert talk.is_closed()


def test_who_guesses_addresses_is_slowed_and_then_sent_away(house: House) -> None:
    talk = house.client()
    talk.ask("EHLO x", "MAIL FROM:<>")
    began = time.monotonic()
    for number in range(dialogue.PATIENT_UNKNOWN):
        assert talk.ask(f"RCPT TO:<guess{number}@marketplace.example>").startswith("550 5.1.1")
    assert time.monotonic() - began < dialogue.UNKNOWN_SECONDS
    assert talk.ask("RCPT TO:<guess@marketplace.example>").startswith("550 5.1.1")
    assert time.monotonic() - began >= dialogue.UNKNOWN_SECONDS


def test_after_twenty_guesses_the_session_ends() -> None:
    talk = dialogue.Dialogue(dialogue.Manners(config=Config(), find=lambda _: None))
    talk.hear(b"EHLO x")
    talk.hear(b"MAIL FROM:<>")
    replies = [talk.hear(b"RCPT TO:<guess@marketplace.example>").line[:3] for _ in range(dialogue.MOST_UNKNOWN + 1)]
    assert replies == [b"550"] * dialogue.MOST_UNKNOWN + [b"421"]


def test_a_mail_server_in_front_may_ask_for_many_unknown_addresses(house: House) -> None:
    talk = house.client(lmtp=True)
    talk.ask("LHLO x", "MAIL FROM:<>")
    talk.send(b"RCPT TO:<guess@marketplace.example>\r\n" * 100)
    assert {talk.said()[:9] for _ in range(100)} == {"550 5.1.1"}


def test_neighbours_in_one_ipv6_network_count_as_one() -> None:
    crowd = Crowd(Config(max_connections_per_address=2))
    assert crowd.enter("2001:db8::1") is None
    assert crowd.enter("2001:db8::2") is None
    assert crowd.enter("2001:db8:0:1::1") is None
    assert crowd.enter("2001:db8::3") is replies.TOO_MANY_FROM_YOU
    crowd.leave("2001:db8::3")
    crowd.leave("2001:db8::1")
    assert crowd.enter("2001:db8::4%eth0") is None


def test_a_silent_client_is_sent_away(house: House) -> None:
    talk = house.client(idle_seconds=60.0)
    tick(house, 50)
    assert talk.ask("NOOP").startswith("250")
    tick(house, 61)
    assert talk.said().startswith("421 4.4.2")
    assert talk.is_closed()


def test_a_session_does_not_last_for_ever(house: House) -> None:
    talk = house.client(idle_seconds=1e6, session_seconds=600.0)
    talk.begin()
    talk.send(b"drop by drop")
    tick(house, 601)
    assert talk.said().startswith("421 4.4.2")
    assert house.crowd.held == 0


@pytest.mark.parametrize(
    "letter",
    [
        b"".join(b"X-%d: y\r\n" % number for number in range(1100)) + b"\r\nhi\r\n",
        b"X: " + b"y" * 9000 + b"\r\n" + (b" " + b"y" * 9000 + b"\r\n") * 30 + b"\r\nhi\r\n",
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 300 + b"--b--\r\n",
        b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (depth, depth) for depth in range(60)
        ),
        b"x" * 10_001 + b"\r\n",
    ],
    ids=["headers", "header-bytes", "parts", "depth", "line"],
)
def test_a_monstrous_letter_is_refused_with_a_reason(house: House, desk: Desk, letter: bytes) -> None:
    talk = house.client(max_size=1 << 20)
    talk.begin()
    assert talk.letter(letter).startswith("554 5.6.0")
    assert desk.letters == []
    assert talk.ask("NOOP").startswith("250")


def test_a_refusal_is_counted_by_its_reason(house: House, desk: Desk) -> None:
    talk = house.client()
    talk.begin()
    talk.letter(b"x\r\n")
    talk.ask("MAIL FROM:<>", "RCPT TO:<nobody@marketplace.example>", "NONSENSE")
    assert desk.notes == ["", "no-such-address", "unknown-command"]


def test_a_process_that_goes_down_lets_open_transactions_end(house: House, desk: Desk) -> None:
    port = house.open()
    idle, busy = house.talk(port), house.talk(port)
    busy.begin()

    async def close() -> None:
        house.listener.closing = True
        for each in list(house.listener.connections):
            each.part()

    house.run(close())
    assert idle.said().startswith("421 4.3.2")
    assert busy.letter(b"x\r\n").startswith("250")
    assert busy.said().startswith("421 4.3.2")
    assert busy.is_closed()
    assert len(desk.letters) == 1
    assert house.talk(port).banner.startswith("421 4.3.2")
