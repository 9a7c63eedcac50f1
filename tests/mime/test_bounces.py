"""What a bounce tells: whose letter, which recipient, how final."""

from __future__ import annotations

import pytest

from gobetween.mime.letter import Automatic, Bounce, Letter
from gobetween.mime.parse import parse

HEAD = b"""From: Mail Delivery System <MAILER-DAEMON@mx.shop.example>
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B

This is the mail system.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

"""
RETURNED = b"""
--B
Content-Type: message/rfc822

Message-ID: <copy-7@marketplace.example>
Subject: x

x
--B--
"""


def bounce(raw: bytes) -> Bounce:
    letter = parse(raw)
    assert isinstance(letter, Letter)
    assert letter.bounce is not None
    assert letter.automatic is Automatic.BOUNCE
    return letter.bounce


def test_the_gravest_fate_counts() -> None:
    status = (
        b"Final-Recipient: rfc822; a@shop.example\nAction: delivered\nStatus: 2.0.0\n\n"
        b"Final-Recipient: rfc822; b@shop.example\nAction: delayed\nStatus: 4.0.0\n\n"
        b"Final-Recipient: rfc822; c@shop.example\nAction: failed\nStatus: 5.1.1\n"
    )
    found = bounce(HEAD + status + RETURNED)
    assert (found.recipients, found.status, found.permanent, found.delayed) == (
        ("c@shop.example",),
        "5.1.1",
        True,
        False,
    )
    assert found.message_id == "copy-7@marketplace.example"


def test_the_address_we_wrote_to_is_told_not_the_one_behind_it() -> None:
    status = (
        b"Original-Recipient: rfc822;shown@shop.example\nFinal-Recipient: rfc822; behind@shop.example\nAction: failed\n"
    )
    assert bounce(HEAD + status + RETURNED).recipients == ("shown@shop.example",)


def test_a_folded_diagnostic_is_one_line() -> None:
    status = (
        b"Final-Recipient: rfc822; a@shop.example\nAction: failed\nStatus: 5.0.0\n"
        b"Diagnostic-Code: smtp;\n 550 5.2.1\n\tdisabled\n"
    )
    found = bounce(HEAD + status + RETURNED)
    assert (found.diagnostic, found.status) == ("550 5.2.1 disabled", "5.2.1")


def test_an_encoded_status_part_is_read() -> None:
    raw = (HEAD + b"Final-Recipient: rfc822; a=40shop.example\nAction: failed\nStatus: 5.1.1\n" + RETURNED).replace(
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n",
    )
    assert bounce(raw).recipients == ("a@shop.example",)


def test_a_report_without_any_recipient_is_still_a_failure() -> None:
    found = bounce(HEAD + RETURNED)
    assert (found.permanent, found.recipients) == (True, ())


def test_without_the_letter_returned_the_thread_tells_which_it_was() -> None:
    status = b"Final-Recipient: rfc822; a@shop.example\nAction: failed\n--B--\n"
    thread = b"References: <copy-1@marketplace.example>\n <copy-7@marketplace.example>\n"
    raw = thread + HEAD + status
    assert bounce(raw).message_id == "copy-7@marketplace.example"


def test_the_reports_own_id_is_never_taken_for_ours() -> None:
    raw = (
        b"Message-ID: <report@mx.shop.example>\n"
        + HEAD
        + b"Final-Recipient: rfc822; a@shop.example\nAction: failed\n--B--\n"
    )
    assert bounce(raw).message_id == ""


@pytest.mark.parametrize("fold", ["\n ", "\n\t", "\n  ", "\r\n "])
@pytest.mark.parametrize("written", ["AB", "A B", "A\tB"])
def test_a_boundary_folded_in_the_middle_is_still_the_boundary(fold: str, written: str) -> None:
    head = HEAD.replace(b"boundary=B", f'boundary="A{fold}B"'.encode()).replace(b"--B\n", b"--B\nX-Part: 1\n")
    raw = (head + b"Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n" + RETURNED).replace(
        b"\n--B", b"\n--" + written.encode()
    )

    letter = parse(raw)

    assert isinstance(letter, Letter)
    assert letter.automatic == Automatic.BOUNCE
    assert letter.bounce is not None
    assert letter.bounce.message_id == "copy-7@marketplace.example"
    assert "guessed-boundary" not in letter.defects
