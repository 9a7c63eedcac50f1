"""Which DKIM signatures count, and which do not."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from dkim.canonicalization import Relaxed, Simple
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gobetween.mail.identity.dkim_check import canonical_body
from gobetween.mail.identity.dns import StaticResolver

Make = Callable[..., Any]


@pytest.mark.parametrize("head", [b"simple", b"relaxed"])
@pytest.mark.parametrize("body", [b"simple", b"relaxed"])
def test_a_signature_of_the_own_domain_counts(letter: Make, signer: Make, who: Make, head: bytes, body: bytes) -> None:
    home = signer()
    raw = letter("Bea  Buyer\r\n\t<bea@home.example>", body="Two  blanks \t\r\n\r\nend\r\n\r\n\r\n")
    found = who(home.sign(raw, canonicalize=(head, body)), home.zone())
    assert (found.address, found.by, found.reason) == ("bea@home.example", "dkim", "")


def test_a_forwarded_letter_keeps_its_identity(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = b"Received: from a by b; now\r\n" + home.sign(letter())
    assert who(raw, home.zone(), client_ip="203.0.113.9", mail_from="list@forwarder.example").by == "dkim"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hello", b"Hallo"),
        (b"My lamp", b"Your lamp"),
        (b"bea@home", b"eve@home"),
        (b"Hello.\r\n", b"Hello.\r\nMore\r\n"),
    ],
)
def test_a_changed_letter_is_not_authenticated(letter: Make, signer: Make, who: Make, old: bytes, new: bytes) -> None:
    home = signer()
    assert who(home.sign(letter()).replace(old, new), home.zone()).reason == "not-authenticated"


def test_a_foreign_signature_does_not_count_and_its_key_is_not_fetched(letter: Make, signer: Make, who: Make) -> None:
    evil = signer(domain="evil.example")
    zone = StaticResolver(evil.zone())
    assert who(evil.sign(letter()), zone, mail_from="x@evil.example").reason == "not-authenticated"
    assert not [name for name, _ in zone.asked if "evil" in name]


def test_one_good_signature_among_bad_ones_is_enough(letter: Make, signer: Make, who: Make) -> None:
    home, old = signer(), signer(selector="gone")
    raw = b"DKIM-Signature: rubbish\r\n" + old.sign(home.sign(letter()))
    assert who(raw, home.zone()).by == "dkim"


def test_only_the_first_five_signatures_are_tried(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = home.sign(letter())
    bad = b"".join(
        b"DKIM-Signature: v=1; a=rsa-sha256; d=home.example; s=no%d; h=from; bh=AA==; b=AA==\r\n" % n for n in range(5)
    )
    assert who(bad[: bad.rindex(b"DKIM")] + raw, home.zone()).by == "dkim"
    assert who(bad + raw, home.zone()).reason == "not-authenticated"


def test_a_signature_with_a_length_does_not_count(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = home.sign(letter(), length=True)
    assert b"l=" in raw
    assert who(raw, home.zone()).reason == "not-authenticated"


def test_an_expired_signature_does_not_count(letter: Make, hand_signed: Make, who: Make) -> None:
    now = int(time.time())
    assert who(*hand_signed(letter(), more=f"t={now - 900}; x={now + 900}; ")).by == "dkim"
    assert who(*hand_signed(letter(), more=f"t={now - 900}; x={now - 600}; ")).reason == "not-authenticated"


def test_a_signature_that_leaves_from_out_does_not_count(letter: Make, hand_signed: Make, who: Make) -> None:
    assert who(*hand_signed(letter(), signed="from:subject")).by == "dkim"
    assert who(*hand_signed(letter(), signed="subject")).reason == "not-authenticated"


def test_an_algorithm_that_is_too_weak_does_not_count(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = home.sign(letter(), signature_algorithm=b"rsa-sha1")
    assert who(raw, home.zone()).reason == "not-authenticated"


@pytest.mark.parametrize(("bits", "by"), [(1024, "dkim"), (512, "")])
def test_a_key_of_less_than_1024_bits_does_not_count(
    letter: Make, hand_signed: Make, who: Make, bits: int, by: str
) -> None:
    assert who(*hand_signed(letter(), bits=bits)).by == by


def test_fields_the_signature_lists_twice_cannot_be_added_later(letter: Make, hand_signed: Make, who: Make) -> None:
    raw, zone = hand_signed(letter(), signed="from:from:subject:subject")
    assert who(raw, zone).by == "dkim"
    assert who(b"Subject: Another\r\n" + raw, zone).reason == "not-authenticated"


def test_of_several_fields_of_a_name_the_lowest_is_signed(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = home.sign(letter(above=["X-A: upper", "X-A: lower"]), include_headers=[b"from", b"x-a"])
    assert who(raw.replace(b"upper", b"other"), home.zone()).by == "dkim"
    assert who(raw.replace(b"lower", b"other"), home.zone()).reason == "not-authenticated"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_letter_changed_in_any_one_byte_is_the_authors_or_nobodys(
    letter: Make, signer: Make, who: Make, place: int, byte: int
) -> None:
    raw = signer().sign(letter(), canonicalize=(b"simple", b"simple"))
    place %= len(raw)
    changed = raw[:place] + bytes([byte]) + raw[place + 1 :]
    found = who(changed, signer().zone(), mail_from="")
    assert found.address in ("", "bea@home.example")
    start = raw.index(b"From: ")
    if changed != raw and place >= start:
        assert not found.known


@pytest.mark.parametrize(
    ("tags", "by"),
    [
        ("k=rsa", "dkim"),
        ("v=DKIM1; t=y; s=*; h=sha256", "dkim"),
        ("v=DKIM1; s=email:tlsrpt", "dkim"),
        ("v=DKIM2", ""),
        ("v=DKIM1; k=ed25519", ""),
        ("v=DKIM1; s=tlsrpt", ""),
        ("v=DKIM1; h=sha1", ""),
        ("no tags at all", ""),
        ("v=DKIM1; p=twice", ""),
    ],
)
def test_a_key_serves_only_what_its_record_says(letter: Make, signer: Make, who: Make, tags: str, by: str) -> None:
    home = signer()
    assert who(home.sign(letter()), home.zone(tags=tags)).by == by


def test_a_key_for_the_very_domain_does_not_serve_an_identity_below_it(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    raw = home.sign(letter(), identity=b"bea@mail.home.example")
    assert who(raw, home.zone()).by == "dkim"
    assert who(raw, home.zone(tags="v=DKIM1; t=s")).reason == "not-authenticated"


@pytest.mark.parametrize("record", ["", "v=DKIM1; p=", "v=DKIM1; p=!!!", "v=DKIM1; p=AAAA", "v=DKIM1; k=rsa", "ü"])
def test_a_revoked_or_broken_key_is_no_pass(letter: Make, signer: Make, who: Make, record: str) -> None:
    home = signer()
    zone = {name: [record] for name in home.zone()}
    assert who(home.sign(letter()), zone).reason == "not-authenticated"


def test_two_keys_under_one_name_are_no_key(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    zone = {name: [*records, "v=spf1 -all"] for name, records in home.zone().items()}
    assert who(home.sign(letter()), zone).reason == "not-authenticated"


def test_a_key_that_cannot_be_fetched_now_asks_for_patience(letter: Make, signer: Make, who: Make) -> None:
    home = signer()
    found = who(home.sign(letter()), home.zone(), failing=["s1._domainkey.home.example"])
    assert (found.reason, found.temporary, found.address) == ("dns-temporary", True, "")


def test_the_example_of_rfc_8463_holds(who: Make) -> None:
    public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    zone = {("brisbane._domainkey.football.example.com", "TXT"): [f"v=DKIM1; k=ed25519; p={public}"]}
    assert who(RFC_8463, zone).address == "joe@football.example.com"
    assert who(RFC_8463.replace(b"lost", b"won"), zone).reason == "not-authenticated"


@pytest.mark.parametrize("body", [b" " * 2_000_000, b"\t \r\n" * 200_000, b"\r\n" * 500_000, b" x" * 500_000])
def test_hashing_hostile_blanks_takes_linear_time(body: bytes) -> None:
    started = time.process_time()
    canonical_body(body, relaxed=True)
    canonical_body(body + b"\r\n", relaxed=False)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "value", ["b=" + " " * 8000 + "!", "; b=" + " a" * 4000, "h=" + ":" * 8000, "i=x; d=x; " * 500]
)
def test_a_hostile_signature_field_is_a_quick_no(letter: Make, who: Make, value: str) -> None:
    fields = [f"DKIM-Signature: v=1; a=rsa-sha256; d=home.example; s=s; bh=AA==; {value}"] * 20
    started = time.process_time()
    assert who(letter(above=fields)).reason == "not-authenticated"
    assert time.process_time() - started < 2


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"bc"]), max_size=30).map(b"".join))
def test_bodies_are_hashed_as_dkimpy_hashes_them(body: bytes) -> None:
    body += b"\r\n"
    assert canonical_body(body, relaxed=False) == Simple.canonicalize_body(body)
    assert canonical_body(body, relaxed=True) == Relaxed.canonicalize_body(body)


RFC_8463 = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
""".replace(b"\n", b"\r\n")
