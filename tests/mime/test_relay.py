"""One letter the whole way: who is hidden does not show, what was said does."""

import email
import email.policy
import quopri
import time
from base64 import b64encode, encodebytes
from datetime import UTC, datetime
from email.header import Header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gobetween.mime.letter import Hidden, Mailbox
from gobetween.mime.relay import Relayed, relay

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ALIAS_FROM = Mailbox(address="aaaabbbbccccdddd@marketplace.example")
ALIAS_TO = Mailbox(address="bbbbccccddddeeee@marketplace.example")
BEA = "bea@home.example"


def relayed(raw: str | bytes, hidden: Hidden = Hidden()) -> Relayed:
    content = raw if isinstance(raw, bytes) else raw.replace("\n", "\r\n").encode()
    return relay(content, hidden_extra=hidden, alias_from=ALIAS_FROM, alias_to=ALIAS_TO, now=NOW)


def letter(body: str, header: str = "") -> str:
    return f"From: Bea Miller <{BEA}>\nTo: sam@shop.example\nMessage-ID: <77.secret@home.example>\n{header}\n{body}"


def text_of(result: Relayed) -> str:
    message = email.message_from_bytes(result.raw, policy=email.policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_the_copy_goes_from_alias_to_alias_and_names_nobody() -> None:
    result = relayed(
        letter(
            f"Where is it?\n\nBea Miller\n{BEA}\n",
            "Reply-To: other@home.example\nSender: Office <office@home.example>\nReturn-Path: <bounce@home.example>\n"
            "Received: from home.example\nX-Mailer: Bea's\nOrganization: Home\nSubject: lamp of other@home.example\n",
        ),
        Hidden(addresses=frozenset({"sam@shop.example"})),
    )

    assert result.outcome == "relayed"
    message = email.message_from_bytes(result.raw)
    assert message.keys()[:6] == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version"]
    assert (message["From"], message["To"]) == (ALIAS_FROM.address, ALIAS_TO.address)
    assert message["Subject"] == "lamp of [address hidden]"
    assert text_of(result) == "Where is it?\n\n[name hidden]\n[address hidden]\n"
    assert not any(word in result.raw.lower() for word in (b"home.example", b"bea", b"shop.example", b"secret"))


def test_threads_hold_across_copies() -> None:
    first = email.message_from_bytes(relayed(letter("One\n")).raw)
    second = email.message_from_bytes(
        relayed(
            "From: Sam <sam@shop.example>\nIn-Reply-To: <77.secret@home.example>\n"
            "References: <77.secret@home.example>\n\nTwo\n"
        ).raw
    )

    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]


@pytest.mark.parametrize(
    ("raw", "outcome", "reason"),
    [
        ("To: sam@shop.example\n\nHello\n", "refused", "from-missing"),
        (f"From: {BEA}\nFrom: eve@x.example\n\nHello\n", "refused", "several-froms"),
        (f"From: {BEA}\nFrom: <{BEA.upper()}>\n\nHello\n", "relayed", ""),
        (f"From: {BEA}\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", "refused", "encrypted"),
        (f"From: {BEA}\n\n\n", "refused", "empty"),
        (f"From: {BEA}\nAuto-Submitted: auto-replied\nSubject: Out of office\n\nAway\n", "auto-reply", ""),
    ],
)
def test_what_is_not_relayed_says_why(raw: str, outcome: str, reason: str) -> None:
    result = relayed(raw)

    assert (result.outcome, result.reason) == (outcome, reason)
    assert bool(result.raw) == (outcome == "relayed")


def test_pictures_html_and_files_come_through() -> None:
    gif = bytes.fromhex("47494638396101000100800000ffffff0000002c00000000010001000002024401003b")
    body = (
        "--M\nContent-Type: multipart/related; boundary=R\n\n--R\nContent-Type: text/html; charset=utf-8\n\n"
        f'<p>Look: <img src="cid:pic@home"></p>\n--R\nContent-Type: image/gif\nContent-ID: <pic@home>\n'
        f"Content-Transfer-Encoding: base64\n\n{b64encode(gif).decode()}\n--R--\n"
        "--M\nContent-Type: text/csv; name=list.csv\nContent-Disposition: attachment; filename=list.csv\n\n1,2\n--M--\n"
    )

    result = relayed(letter(body, "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=M\n"))

    message = email.message_from_bytes(result.raw)
    kinds = {part.get_content_type(): part for part in message.walk()}
    assert result.dropped == ()
    assert kinds["image/gif"].get_payload(decode=True) == gif
    shown = kinds["image/gif"]["Content-ID"].strip("<>")
    assert f'src="cid:{shown}"' in kinds["text/html"].get_payload(decode=True).decode()
    assert b"pic@home" not in result.raw
    assert kinds["text/csv"].get_payload(decode=True).strip() == b"1,2"
    assert text_of(result).startswith("Look:")


ENCODINGS = {
    "7bit": lambda text: ("8bit", text.encode()),
    "qp": lambda text: ("quoted-printable", quopri.encodestring(text.encode())),
    "base64": lambda text: ("base64", encodebytes(text.encode())),
}
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=10)
PLACES = ("{} {}", "{}\n\n{}", "<{}>{}", "({}),{}", "http://x.example/?a={}&b={}", "mailto:{} {}", "äöü {} 日本 {}")


@settings(max_examples=60, deadline=None)
@given(
    WORDS, WORDS, st.tuples(WORDS, WORDS), st.sampled_from(PLACES), st.sampled_from(sorted(ENCODINGS)), st.booleans()
)
def test_no_hidden_address_or_name_survives_the_relay(
    local: str, domain: str, name: tuple[str, str], place: str, encoding: str, as_html: bool
) -> None:
    address, full = f"{local}qx@{domain}qx.example", f"{name[0]}qx {name[1]}qx"
    body = place.format(address, full) + " The parcel did not come."
    coding, coded = ENCODINGS[encoding](f"<p>{body}</p>" if as_html else body)
    header = (
        f"From: {Header(full, 'utf-8').encode()} <{address.title()}>\r\n"
        f"Subject: {Header(body.splitlines()[0], 'utf-8').encode()}\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/{'html' if as_html else 'plain'}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: {coding}\r\n\r\n"
    )

    result = relayed(header.encode() + coded)

    assert result.outcome == "relayed"
    shown = (
        result.raw.decode()
        + text_of(result)
        + str(email.message_from_bytes(result.raw, policy=email.policy.default)["Subject"])
    )
    assert address not in shown.lower()
    assert full not in shown.lower()
    assert "The parcel did not come." in text_of(result)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from(
        [b"", b"From: b@x.example\r\n", b"From: b@x.example\r\nContent-Type: multipart/mixed; boundary=x\r\n"]
    ),
)
def test_any_bytes_end_as_relayed_or_refused(body: bytes, header: bytes) -> None:
    assert relayed(header + b"\r\n" + body).outcome in ("relayed", "refused", "auto-reply", "bounce")


@pytest.mark.parametrize(
    "body",
    [
        "a" * 1_000_000,
        "> " * 300_000,
        "bea " * 200_000,
        "\n" * 500_000,
        "On Mon 1 wrote:\n" * 40_000,
        "From: x\n" * 60_000,
        "%40" * 200_000,
        "&amp;" * 200_000,
        "bea@" * 200_000,
        "home.example " * 60_000,
        "\u200b" * 200_000,
        "Bea " * 150_000,
    ],
    ids=lambda body: body[:8],
)
def test_nothing_takes_long(body: str) -> None:
    start = time.process_time()

    assert relayed(letter(body, "Subject: Re: x\n")).outcome in ("relayed", "refused")

    assert time.process_time() - start < 3


def test_every_return_path_is_hidden_not_only_the_first() -> None:
    paths = "Return-Path: <one@home.example>\nReturn-Path: <two@work.example>\n"

    result = relayed(letter("Write to one@home.example or two@work.example.", paths))

    assert text_of(result).strip() == "Write to [address hidden] or [address hidden]."
