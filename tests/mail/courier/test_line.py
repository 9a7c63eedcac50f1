"""The line speaks SMTP as the next hop understands it: pipelined or not, encrypted, logged in, dots doubled."""

from __future__ import annotations

import asyncio
import datetime
from base64 import b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from gobetween.mail.courier.line import BadRecipient, Line, LineError, Reply, Route, Unwilling, connect
from tests.mail.courier.smarthost import Session, Smarthost

LETTER = b"Subject: x\r\n\r\nHello\r\n"


def talk(smarthost: Smarthost, story: Callable[[Line], Awaitable[Any]], **route: Any) -> Any:
    """Tell a story over one line to the next hop."""

    async def told() -> Any:
        async with smarthost:
            line = await connect(Route(host="localhost", port=smarthost.port, **route))
            result = await story(line)
            await line.close()
            return result

    return uvloop.run(told())


async def send(line: Line, raw: bytes = LETTER) -> Reply:
    assert await line.begin("b@marketplace.example", "sam@lamps.example", raw) is None
    return await line.finish()


@pytest.mark.parametrize("extensions", [("PIPELINING", "SIZE 1000000", "8BITMIME"), ()])
def test_many_letters_go_over_one_line(extensions: tuple[str, ...]) -> None:
    smarthost = Smarthost(extensions=extensions)

    async def story(line: Line) -> None:
        for _ in range(5):
            assert (await send(line)).code == 250

    talk(smarthost, story)
    assert [letter.raw for letter in smarthost.letters] == [LETTER] * 5
    assert smarthost.connections == 1


def test_size_and_body_are_said_only_where_they_are_offered() -> None:
    mails = []
    for extensions in (("SIZE 1000000", "8BITMIME"), ()):
        smarthost = Smarthost(extensions=extensions)
        talk(smarthost, send)
        mails += [verb for verb in smarthost.verbs if verb.startswith("MAIL")]
    assert mails == [
        f"MAIL FROM:<b@marketplace.example> SIZE={len(LETTER)} BODY=7BIT",
        "MAIL FROM:<b@marketplace.example>",
    ]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["", ".", "..", ".a", "a.", "text"]), min_size=1, max_size=12))
def test_any_dots_arrive_as_they_were(lines: list[str]) -> None:
    smarthost = Smarthost()
    raw = "".join(line + "\r\n" for line in lines).encode()
    talk(smarthost, lambda line: send(line, raw))
    assert [letter.raw for letter in smarthost.letters] == [raw]


def test_a_letter_without_a_last_line_end_gets_one() -> None:
    smarthost = Smarthost()
    talk(smarthost, lambda line: send(line, b"Subject: x\r\n\r\nHello"))
    assert smarthost.letters[0].raw == LETTER


def test_the_line_is_free_again_after_a_refusal() -> None:
    left = [1]

    async def no(session: Session, verb: str) -> str | None:
        return "550 5.1.1 no" if verb == "RCPT" and left and left.pop() else None

    async def story(line: Line) -> Reply | None:
        refused = await line.begin("b@marketplace.example", "sam@lamps.example", LETTER)
        await send(line)
        return refused

    smarthost = Smarthost(hook=no)
    assert talk(smarthost, story) == Reply(code=550, status="5.1.1")
    assert len(smarthost.letters) == 1


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("451-4.3.0 more\r\n451 4.3.0 text", Reply(code=451, status="4.3.0")),
        ("550 2.1.1 of another class", Reply(code=550)),
        ("550 no.5.1", Reply(code=550)),
        ("550", Reply(code=550)),
    ],
)
def test_a_reply_is_its_code_and_status(text: str, reply: Reply) -> None:
    async def hook(session: Session, verb: str) -> str | None:
        return text if verb == "DOT" else None

    assert talk(Smarthost(hook=hook), send) == reply


@pytest.mark.parametrize("text", ["hello", "25", "250-" + "\r\n250-x" * 300, "250 " + "x" * 20_000])
def test_what_is_no_reply_breaks_the_line(text: str) -> None:
    async def hook(session: Session, verb: str) -> str | None:
        return text if verb == "MAIL" else None

    async def story(line: Line) -> None:
        with pytest.raises(LineError):
            await line.begin("b@marketplace.example", "sam@lamps.example", LETTER)
        line.drop()

    talk(Smarthost(hook=hook), story)


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ("AUTH PLAIN LOGIN", ["AUTH PLAIN " + b64encode(b"\0user\0pass").decode()]),
        ("AUTH LOGIN", ["AUTH LOGIN", b64encode(b"user").decode(), b64encode(b"pass").decode()]),
    ],
)
def test_the_line_logs_in_when_it_has_a_user(offered: str, said: list[str]) -> None:
    asked = iter(["334 VXNlcjo=", "334 UGFzczo=", "235 2.7.0 welcome"] if len(said) > 1 else ["235 2.7.0 welcome"])

    async def hook(session: Session, verb: str) -> str | None:
        return next(asked) if verb in {word.split(" ")[0].upper() for word in said} else None

    smarthost = Smarthost(extensions=(offered,), hook=hook)
    talk(smarthost, send, user="user", password="pass")
    assert smarthost.verbs[1 : 1 + len(said)] == said


def test_a_wrong_password_is_an_unwilling_next_hop_and_shows_no_password() -> None:
    async def hook(session: Session, verb: str) -> str | None:
        return "535 5.7.8 no" if verb == "AUTH" else None

    with pytest.raises(Unwilling) as caught:
        talk(Smarthost(extensions=("AUTH PLAIN",), hook=hook), send, user="user", password="sesame")
    assert "sesame" not in str(caught.value)
    assert "sesame" not in repr(Route(host="h", port=1, password="sesame"))


def test_without_the_offer_of_tls_nothing_is_said_to_a_next_hop_that_must_have_it() -> None:
    smarthost = Smarthost()
    with pytest.raises(Unwilling, match="STARTTLS"):
        talk(smarthost, send, starttls=True, user="user", password="pass")
    assert [verb.split(" ")[0] for verb in smarthost.verbs] == ["EHLO"]


def test_the_line_is_encrypted_when_it_must_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    smarthost = Smarthost(extensions=("STARTTLS", "PIPELINING"), certificate=certificate)
    talk(smarthost, send, starttls=True)
    assert len(smarthost.letters) == 1
    assert [verb.split(" ")[0] for verb in smarthost.verbs][:3] == ["EHLO", "STARTTLS", "EHLO"]


def test_a_certificate_of_another_name_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = _certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Unwilling):
        talk(Smarthost(extensions=("STARTTLS",), certificate=certificate), send, starttls=True)


def test_words_pushed_in_before_the_handshake_end_it(tmp_path: Path) -> None:
    async def hook(session: Session, verb: str) -> str | None:
        return "220 go on\r\n250 injected" if verb == "STARTTLS" else None

    with pytest.raises(Unwilling, match="before the TLS handshake"):
        talk(Smarthost(extensions=("STARTTLS",), hook=hook), send, starttls=True)


@pytest.mark.parametrize(
    "recipient", ["a@b>\r\nRCPT TO:<eve@x.example", "a b@c", "a@b@c d", "nobody", "", "a@<b>", "a@b\x00"]
)
def test_an_address_cannot_end_its_own_command(recipient: str) -> None:
    async def story(line: Line) -> None:
        with pytest.raises(BadRecipient, match="address-malformed"):
            await line.begin("b@marketplace.example", recipient, LETTER)

    smarthost = Smarthost()
    talk(smarthost, story)
    assert [verb.split(" ")[0] for verb in smarthost.verbs] in (["EHLO"], ["EHLO", "QUIT"])


def test_nobody_at_home_is_an_unwilling_next_hop() -> None:
    async def told() -> None:
        async with Smarthost() as smarthost:
            port = smarthost.port
        await connect(Route(host="127.0.0.1", port=port))

    with pytest.raises(Unwilling):
        asyncio.run(told())


def _certificate(folder: Path, name: str) -> Path:
    """Key and self-signed certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 1, now - day, now + day)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    signed = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256())
    path = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return path
