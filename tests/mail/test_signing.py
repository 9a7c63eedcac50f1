"""What we sign, others can verify; what was altered afterwards, they cannot."""

from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gobetween.mail.signing import BadKey, Signer, dns_record, relaxed_body, signer
from gobetween.mime.compose import compose
from gobetween.mime.letter import Attachment, Copy, Mailbox

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DOMAIN = "marketplace.example"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text(" \t\r\n.a", max_size=80)


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return signer(DOMAIN, selector="gobetween", state_dir=tmp_path_factory.mktemp("state"))


def verifies(letter: bytes, seal: Signer) -> bool:
    name, value = seal.record()
    return bool(
        dkim.verify(letter, dnsfunc=lambda asked, timeout=5: value.encode() if asked == f"{name}.".encode() else None)
    )


def copy_of(
    subject: str = "Lamp", text: str = "Where is it?\n", html: str = "", files: tuple[Attachment, ...] = ()
) -> Copy:
    return Copy(
        from_=Mailbox(name="Bea B.", address=f"a222d34b3891234b+abc@{DOMAIN}"),
        to=Mailbox(address=f"b222d34b3891234b@{DOMAIN}"),
        subject=subject,
        date=NOON,
        message_id=f"one@{DOMAIN}",
        in_reply_to="two@lamps.example",
        references=tuple(f"{'r' * 100}{n}@lamps.example" for n in range(12)),
        text=text,
        html=html,
        attachments=files,
        language="en",
    )


@settings(max_examples=60, deadline=None)
@given(subject=TEXTS, text=TEXTS, html=TEXTS, name=TEXTS, content=st.binary(max_size=200))
def test_any_composed_letter_verifies(
    seal: Signer, subject: str, text: str, html: str, name: str, content: bytes
) -> None:
    files = (
        (Attachment(name=name, media_type="image/png", content=content, content_id="p1", inline=True),)
        if content
        else ()
    )
    assert verifies(seal.signed(compose(copy_of(subject, text, html, files)), NOON), seal)


@pytest.mark.parametrize(
    "body", [b"", b"\r\n\r\n", b" \r\n\t\r\n", b"a \t b\r\n", b"no end", b" \r\n lead\r\n\r\n", b"x  \r\n \r\n"]
)
def test_odd_bodies_verify(seal: Signer, body: bytes) -> None:
    letter = b"From: <a@marketplace.example>\r\nTo: b@x.example\r\nSubject:  two\r\n\t lines \r\n\r\n" + body
    assert verifies(seal.signed(letter, NOON), seal)


@pytest.mark.parametrize(
    "added", [b"From: <eve@x.example>", b"Subject: Other", b"Reply-To: eve@x.example", b"Content-Type: text/html"]
)
def test_a_field_added_afterwards_breaks_the_signature(seal: Signer, added: bytes) -> None:
    letter = seal.signed(compose(copy_of()), NOON)
    assert verifies(letter, seal)
    assert not verifies(added + b"\r\n" + letter, seal)
    assert not verifies(letter.replace(b"\r\n\r\n", b"\r\n" + added + b"\r\n\r\n", 1), seal)


@pytest.mark.parametrize("change", [lambda raw: raw + b"more\r\n", lambda raw: raw.replace(b"Where", b"There")])
def test_a_changed_body_breaks_the_signature(seal: Signer, change: Callable[[bytes], bytes]) -> None:
    assert not verifies(change(seal.signed(compose(copy_of()), NOON)), seal)


def test_no_line_of_the_signature_is_long_and_there_is_no_length_tag(seal: Signer) -> None:
    signature = seal.signed(compose(copy_of()), NOON).partition(b"\r\nFrom:")[0]
    assert max(map(len, signature.split(b"\r\n"))) <= 78
    assert b"l=" not in signature.partition(b"bh=")[0]


def test_the_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        records = set(pool.map(lambda _: dns_record(DOMAIN, selector="s", state_dir=tmp_path), range(4)))
    assert len(records) == 1
    [key] = (tmp_path / "dkim").iterdir()
    assert key.name == f"{DOMAIN}.s.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    [(name, value)] = records
    assert name == f"s._domainkey.{DOMAIN}"
    assert value.startswith("v=DKIM1; k=rsa; p=MII")


@pytest.mark.parametrize("domain", ["../x", "", "a/b", "a..b", "X y"])
def test_a_domain_that_is_no_host_name_names_no_key(tmp_path: Path, domain: str) -> None:
    with pytest.raises(BadKey):
        signer(domain, selector="s", state_dir=tmp_path)


def test_signing_two_kilobytes_is_quick(seal: Signer) -> None:
    letter = compose(copy_of(text="A line of sixty characters or so, as people write them here.\n" * 33))
    start = process_time()
    for _ in range(50):
        seal.signed(letter, NOON)
    assert (process_time() - start) / 50 < 0.003, "measured 0.5 ms; the margin is for a busy machine"


@given(st.lists(st.sampled_from([b" ", b"\t", b"\r\n", b"a", b"."]), max_size=30).map(b"".join))
def test_the_relaxed_body_is_stable(body: bytes) -> None:
    once = relaxed_body(body)
    assert relaxed_body(once) == once
