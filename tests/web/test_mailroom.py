"""The demo's outside world: mail is caught, kept, threaded, read, answered and sometimes refused."""

from __future__ import annotations

import asyncio
import dataclasses
import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.conversations.models import Conversation
from gobetween.web.mailroom import catch, maildir, people, reading, threads, writing
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.mailroom.reading import Mail
from tests.cast import NOON
from tests.web.conftest import Door

BEA = Mailbox(address="bea@home.example", name="Bea Buyer", side="buyer", party=1)
SAM = Mailbox(address="sam@lamps.example", name="Sam Seller", side="seller", party=1, shop="Sam's Lamps")


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[int]:
    """The port of a catcher that keeps mail under `tmp_path`."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(catch.listen(0, tmp_path))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def test_a_caught_mail_lies_in_its_mailbox_byte_for_byte(catcher: int, tmp_path: Path) -> None:
    raw = b"From: x@y.example\r\nSubject: Hi\r\n\r\n.dots\r\n\xc3\xbc and tail\r\n"
    with smtplib.SMTP("127.0.0.1", catcher) as client:
        client.sendmail("x@y.example", ["bea@home.example", "sam@lamps.example"], raw)
    for address in ("bea@home.example", "sam@lamps.example"):
        [kept] = maildir.letters(tmp_path, address)
        assert kept.path.read_bytes() == raw
        assert maildir.unread(tmp_path, address) == 1


def test_a_closed_mailbox_refuses_for_good(catcher: int) -> None:
    with smtplib.SMTP("127.0.0.1", catcher) as client, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail("x@y.example", ["otto@closed.example"], b"Subject: Hi\r\n\r\nHi\r\n")
    assert refused.value.recipients["otto@closed.example"][0] == 550


def test_a_letter_keeps_its_key_when_it_was_seen(tmp_path: Path) -> None:
    kept = maildir.keep(tmp_path, "bea@home.example", b"Subject: Hi\r\n\r\n")
    maildir.mark_seen(kept)
    maildir.mark_seen(kept)
    [seen] = maildir.letters(tmp_path, "Bea@Home.example")
    assert (seen.key, seen.seen, kept.seen) == (kept.key, True, False)
    assert maildir.unread(tmp_path, "bea@home.example") == 0


@given(address=st.text(min_size=1, max_size=60))
def test_no_address_leads_out_of_the_folder(address: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.getbasetemp() / "mailroom"
    box = maildir._box(root, address, maildir.INBOX).resolve()
    assert box.parent == root.resolve()


def _mail(number: int, *parents: int) -> Mail:
    return Mail(key=str(number), folder="inbox", seen=True, name="", address="", to="", to_address="", subject="",
                at=NOON + timedelta(minutes=number), message_id=f"<{number}@x>",
                parents=tuple(f"<{parent}@x>" for parent in parents), snippet="")  # fmt: skip


def test_mails_that_name_one_ancestor_are_one_thread() -> None:
    found = threads.grouped([_mail(5), _mail(4, 9, 1), _mail(3, 2), _mail(2, 1), _mail(7, 5)])
    assert [[mail.key for mail in thread.mails] for thread in found] == [["5", "7"], ["2", "3", "4"]]


@given(st.lists(st.lists(st.integers(0, 12), max_size=4), max_size=12))
def test_every_mail_is_in_one_thread_and_in_order(parents: list[list[int]]) -> None:
    mails = [_mail(number, *each) for number, each in enumerate(parents)]
    found = threads.grouped(mails)
    assert sorted(int(mail.key) for thread in found for mail in thread.mails) == list(range(len(mails)))
    for thread in found:
        assert [mail.at for mail in thread.mails] == sorted(mail.at for mail in thread.mails)


@given(st.binary(max_size=400))
def test_any_bytes_can_be_opened(raw: bytes) -> None:
    message = reading._parsed(raw)
    assert isinstance(reading._body(message, "plain") + reading._body(message, "html"), str)
    assert all(isinstance(file.content, bytes) for file in reading._files(message))


def test_an_answer_quotes_with_the_real_address_and_threads(tmp_path: Path) -> None:
    kept = maildir.keep(tmp_path, SAM.address, b"From: Bea B. <alias@market.example>\r\nMessage-ID: <2@m>\r\n"
                        b"References: <1@m>\r\nSubject: Lamp\r\n\r\nDoes it dim?\r\n")  # fmt: skip
    answered = reading.opened(kept)
    text = writing.draft(SAM, answered)
    assert "To: Sam Seller <sam@lamps.example>" in text
    assert "Does it dim?" in text
    message = writing.compose(SAM, to="alias@market.example", subject=writing.answer_subject("Lamp"),
                              text="Yes\n" + text,
                              now=NOON, answering=answered.mail,
                              enclosed=writing.Enclosed(name="plan.pdf", content=b"%PDF"))  # fmt: skip
    assert message["Subject"] == "Re: Lamp"
    assert (message["In-Reply-To"], message["References"]) == ("<2@m>", "<1@m> <2@m>")
    [file] = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("plan.pdf", "application/pdf")


def test_a_web_mailer_quotes_in_its_owners_language() -> None:
    mail = dataclasses.replace(_mail(1), name="Kumo Tea", address="alias@market.example")
    opened = reading.Opened(mail=mail, text="Danke", html="", files=())
    told = writing.quoted(dataclasses.replace(BEA, locale="de-AT"), opened)
    assert told == "Am 02.03.2026 um 12:01 schrieb Kumo Tea <alias@market.example>:\n> Danke"


def test_bea_knows_one_alias_for_each_order(demo: None, conversation: Conversation) -> None:
    box = people.mailbox("Bea@home.example")
    assert box is not None
    [contact] = people.contacts(box)
    assert (contact.name, contact.order, contact.title) == ("Sam's Lamps", "302-1111111-2222222", "Desk lamp")
    [reached] = people.reached_by(contact.address)
    assert reached.address == "sam@lamps.example"


def test_a_refusal_is_shown_and_the_text_is_kept(
    demo: None, settings: Any, catcher: int, conversation: Conversation, signed_in: Door
) -> None:
    settings.GOBETWEEN = dataclasses.replace(settings.GOBETWEEN, smtp_port=catcher)
    written = {"to": "nobody@closed.example", "subject": "Hello", "text": "Typed with care"}
    page = signed_in("anonymous").post("/mailroom/bea@home.example/write/", written)
    assert page.status_code == 200
    assert "550 5.1.1 There is no such mailbox" in page.content.decode()
    assert "Typed with care" in page.content.decode()


def test_what_was_sent_lies_in_sent_and_leaves_by_smtp(
    demo: None, settings: Any, catcher: int, tmp_path: Path, conversation: Conversation, signed_in: Door
) -> None:
    settings.GOBETWEEN = dataclasses.replace(settings.GOBETWEEN, smtp_port=catcher)
    written = {"to": "sam@lamps.example", "subject": "Grüße", "text": "Hallo"}
    told = signed_in("anonymous").post("/mailroom/bea@home.example/write/", written, follow=True)
    assert "Grüße" in told.content.decode()
    assert maildir.unread(tmp_path, "sam@lamps.example") == 1
    [sent] = maildir.letters(tmp_path / "mailroom", "bea@home.example")
    assert sent.folder == maildir.SENT


def test_a_mail_opens_safely_and_counts_as_read(demo: None, conversation: Conversation, signed_in: Door) -> None:
    raw = (
        b"From: =?utf-8?q?Z=C3=BC?= <z@y.example>\r\nMessage-ID: <1@y>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
        b'<p onclick="x()">Hi<script>bad()</script><img src="cid:p"><img src="https://far.example/p.gif"></p>\r\n'
        b"--b\r\nContent-Type: image/png\r\nContent-ID: <p>\r\nContent-Disposition: inline\r\n\r\npng\r\n--b--\r\n"
    )
    kept = maildir.keep(catch.root(), "bea@home.example", raw)
    browser = signed_in("anonymous")
    page = browser.get(f"/mailroom/bea@home.example/{kept.key}/").content.decode()
    assert f'<img src="/mailroom/bea%40home.example/{kept.key}/file/0/"' in page.replace("bea@home", "bea%40home")
    for bad in ("bad()", "onclick", "far.example"):
        assert bad not in page
    assert browser.get("/mailroom/unread/").json()["bea@home.example"] == 0
    assert browser.get(f"/mailroom/bea@home.example/{kept.key}/source/").content == raw
    assert browser.get(f"/mailroom/bea@home.example/{kept.key}/file/7/").status_code == 404
