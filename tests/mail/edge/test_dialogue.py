"""The dialogue over real sockets: greetings, order, pipelining, LMTP."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage

import pytest

from gobetween.mail.admission import Refusal
from tests.mail.edge.house import ALIAS, OTHER, Desk, House

NO = Refusal(reason="not-authenticated", reply="550 5.7.26 no")


def test_the_banner_and_the_greeting_name_the_host_and_the_extensions(house: House) -> None:
    talk = house.client(max_size=12345)
    assert talk.banner.startswith("220 mx.marketplace.example ESMTP")
    lines = talk.ask("EHLO home.example").split("\n")
    assert lines[0] == "250-mx.marketplace.example"
    assert {line[4:] for line in lines[1:]} == {
        "PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "SIZE 12345",
    }  # fmt: skip
    assert talk.ask("HELO home.example") == "250 mx.marketplace.example"


@pytest.mark.parametrize(
    ("commands", "reply"),
    [
        (["MAIL FROM:<a@b.example>"], "503 5.5.1"),
        (["EHLO"], "501 5.5.4"),
        (["EHLO two words"], "501 5.5.4"),
        (["LHLO x"], "500 5.5.1"),
        (["EHLO x", "RCPT TO:<sam@marketplace.example>"], "503 5.5.1"),
        (["EHLO x", "DATA"], "503 5.5.1"),
        (["EHLO x", "MAIL FROM:<>", "DATA"], "503 5.5.1"),
        (["EHLO x", "MAIL FROM:<>", "DATA now"], "501 5.5.4"),
        (["EHLO x", "MAIL FROM:<>", "MAIL FROM:<>"], "503 5.5.1"),
        (["EHLO x", "MAIL FROM:<> SIZE=99"], "250 2.1.0"),
        (["EHLO x", "MAIL FROM:<> SIZE=999999999"], "552 5.3.4"),
        (["EHLO x", "MAIL FROM:<> RET=FULL"], "555 5.5.4"),
        (["EHLO x", "MAIL FROM:nobody"], "501 5.1.7"),
        (["EHLO x", "MAIL FROM:<>", "RCPT TO:<nobody>"], "501 5.1.3"),
        (["EHLO x", "MAIL FROM:<>", "RCPT TO:<nobody@marketplace.example>"], "550 5.1.1 no such address"),
        (["EHLO x", "MAIL FROM:<>", "RCPT TO:<bea@elsewhere.example>"], "550 5.1.1 no such address"),
        (["EHLO x", "MAIL FROM:<>", "RCPT TO:<postmaster>"], "550 5.1.1 no such address"),
        (["EHLO x", "MAIL FROM:<>", "RCPT TO:<SAM@marketplace.example>"], "250 2.1.5"),
        (["EHLO x", "MAIL FROM:<>", "RSET", "MAIL FROM:<>"], "250 2.1.0"),
        (["EHLO x", "MAIL FROM:<>", "EHLO x", "MAIL FROM:<>"], "250 2.1.0"),
        (["VRFY sam"], "252 2.5.2"),
        (["VRFY"], "501 5.5.4"),
        (["EXPN all"], "502 5.5.1"),
        (["BDAT 10"], "502 5.5.1"),
        (["AUTH PLAIN"], "502 5.5.1"),
        (["STARTTLS"], "502 5.7.0"),
        (["HELP"], "214 2.0.0"),
        (["NOOP whatever"], "250 2.0.0"),
        (["noop"], "250 2.0.0"),
        (["RSET x"], "501 5.5.4"),
        (["HOW ARE YOU"], "500 5.5.2"),
        ([""], "500 5.5.2"),
        (["QUIT x"], "501 5.5.4"),
        (["QUIT"], "221 2.0.0"),
    ],
)
def test_each_command_has_its_answer(house: House, commands: list[str], reply: str) -> None:
    assert house.client().ask(*commands).startswith(reply)


def test_a_letter_from_the_standard_client_arrives_whole(house: House, desk: Desk) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "bea@home.example", ALIAS, "Größe?"
    letter.set_content(".\nWhich size?\n..\n")
    with smtplib.SMTP("127.0.0.1", house.open(), "home.example", timeout=10) as client:
        client.send_message(letter)
        client.send_message(letter)
    assert len(desk.letters) == 2
    heard = desk.letters[0]
    assert (heard.mail_from, heard.helo, heard.client_ip) == ("bea@home.example", "home.example", "127.0.0.1")
    assert b"\r\n.\r\nWhich size?\r\n..\r\n" in heard.raw
    assert heard.together


def test_two_transactions_in_one_packet_are_answered_in_order(house: House, desk: Desk) -> None:
    talk = house.client()
    one = b"MAIL FROM:<>\r\nRCPT TO:<sam@marketplace.example>\r\nDATA\r\nSubject: %b\r\n\r\n.\r\n"
    talk.send(b"EHLO x\r\n" + one % b"1" + b"RCPT TO:<x@y.example>\r\n" + one % b"2" + b"QUIT\r\nNOOP\r\n")
    replies = [talk.said()[:3] for _ in range(11)]
    assert replies == ["250", "250", "250", "354", "250", "503", "250", "250", "354", "250", "221"]
    assert talk.is_closed()
    assert [heard.raw for heard in desk.letters] == [b"Subject: 1\r\n\r\n", b"Subject: 2\r\n\r\n"]


def test_what_comes_while_a_letter_is_stored_waits_its_turn(house: House, desk: Desk) -> None:
    import asyncio

    talk = house.client()

    async def shut() -> None:
        desk.gate = asyncio.Event()

    async def unlock() -> None:
        assert desk.gate is not None
        desk.gate.set()

    house.run(shut())
    talk.begin()
    talk.send(b"Subject: x\r\n\r\n.\r\n" + b"NOOP\r\n" * 20_000 + b"QUIT\r\n")
    talk.socket.settimeout(0.3)
    with pytest.raises(TimeoutError):
        talk.said()
    talk.socket.settimeout(10)
    house.run(unlock())
    talk._read = talk.socket.makefile("rb")
    assert talk.said().startswith("250 2.0.0 taken")
    assert [talk.said()[:3] for _ in range(20_001)][-1] == "221"


def test_a_client_that_reads_nothing_does_not_pile_up_answers(house: House) -> None:
    talk = house.client()
    talk.socket.settimeout(1)
    with pytest.raises(TimeoutError):
        for _ in range(2000):
            talk.send(b"HELP\r\n" * 2000)


def test_smtputf8_lets_an_address_beyond_ascii_in(house: House, desk: Desk) -> None:
    talk = house.client()
    assert talk.ask("EHLO x", "MAIL FROM:<bjørn@home.example>").startswith("553 5.6.7")
    assert talk.ask("MAIL FROM:<bjørn@home.example> SMTPUTF8 BODY=8BITMIME").startswith("250")
    assert talk.ask("RCPT TO:<søren@marketplace.example>").startswith("550 5.1.1")
    assert talk.ask(f"RCPT TO:<{ALIAS}>", "DATA").startswith("354")
    assert talk.letter("From: bjørn@home.example\r\n\r\nø\r\n".encode()).startswith("250")
    assert desk.letters[0].mail_from == "bjørn@home.example"
    assert talk.ask("NOOP \xff").startswith("250")
    talk.send(b"NOOP \xff\xfe\r\n")
    assert talk.said().startswith("501")


def test_smtp_gives_one_answer_for_all_recipients(house: House, desk: Desk) -> None:
    desk.refusals = {2: NO}
    talk = house.client()
    talk.begin(ALIAS, OTHER)
    assert talk.letter(b"Subject: x\r\n\r\n") == "550 5.7.26 no"
    assert talk.ask("NOOP").startswith("250")
    assert desk.letters == []


def test_lmtp_answers_once_for_each_accepted_recipient(house: House, desk: Desk) -> None:
    desk.refusals = {2: NO}
    talk = house.client(lmtp=True)
    assert "LMTP" in talk.banner
    assert talk.ask("EHLO x").startswith("500 5.5.1")
    assert talk.ask("LHLO mx.example").startswith("250-")
    talk.ask("MAIL FROM:<bea@home.example>", f"RCPT TO:<{ALIAS}>", "RCPT TO:<nobody@marketplace.example>")
    assert talk.ask(f"RCPT TO:<{OTHER}>", f"RCPT TO:<{ALIAS}>", "DATA").startswith("354")
    talk.send(b"Subject: x\r\n\r\n.\r\nNOOP\r\n")
    assert [talk.said() for _ in range(4)] == ["250 2.0.0 taken", "550 5.7.26 no", "250 2.0.0 taken", "250 2.0.0 ok"]
    assert not desk.letters[0].together


def test_lmtp_refuses_a_broken_letter_once_for_each_recipient(house: House, desk: Desk) -> None:
    talk = house.client(lmtp=True, max_size=10)
    talk.ask("LHLO mx.example", "MAIL FROM:<>", f"RCPT TO:<{ALIAS}>", f"RCPT TO:<{OTHER}>", "DATA")
    assert talk.letter(b"Subject: much too long\r\n").startswith("552 5.3.4")
    assert talk.said().startswith("552 5.3.4")
    assert talk.ask("NOOP").startswith("250")


def test_a_broken_desk_is_a_temporary_failure(house: House, desk: Desk) -> None:
    async def broken(_: object) -> list[Refusal | None]:
        raise RuntimeError("disk on fire")

    port = house.open()
    house.listener.take = broken
    talk = house.talk(port)
    talk.begin()
    assert talk.letter(b"x\r\n").startswith("451 4.3.0")
    assert talk.begin().startswith("354")


def test_a_client_that_leaves_while_its_letter_is_stored_disturbs_nobody(house: House, desk: Desk) -> None:
    port = house.open()
    done = threading.Event()
    real = desk.take

    async def slow(heard: object) -> list[Refusal | None]:
        import asyncio

        await asyncio.sleep(0.2)
        done.set()
        return await real(heard)  # type: ignore[arg-type]

    house.listener.take = slow
    talk = house.talk(port)
    talk.begin()
    talk.send(b"x\r\n.\r\n")
    talk.socket.close()
    talk._read.close()
    assert done.wait(5)
    assert house.talk(port).ask("NOOP").startswith("250")
    assert house.crowd.held == 0
