"""A pinned upstream's word counts; every other Authentication-Results, wherever it stands, has no effect."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gobetween.kit.config import Config
from gobetween.mail.identity.dns import StaticResolver
from gobetween.mail.identity.upstream import parse, without_comments

Make = Callable[..., Any]
PINNED = Config(trusted_upstreams="10.0.0.0/8, 2001:db8:1::/64", trusted_authserv_id="mx.market.example")
MTA = "10.1.2.3"
RECEIVED = "Received: from mail.home.example (mail.home.example [192.0.2.7])\r\n\tby mx.market.example (Postfix); now"
FOREIGN = "Received: from laptop by mail.home.example with ESMTPSA; now"
PASS = "Authentication-Results: mx.market.example; dmarc=pass (p=none; dis=none) header.from=home.example"


@pytest.mark.parametrize(
    "above",
    [
        [PASS, RECEIVED, FOREIGN],
        [RECEIVED, PASS, FOREIGN],
        ["Return-Path: <bea@home.example>", RECEIVED, "X-Spam: no", PASS, FOREIGN],
        [RECEIVED, RECEIVED.replace("from mail.home.example", "from filter"), PASS, FOREIGN],
        [PASS],
        [PASS.replace("mx.market", "MX.Market")],
        [PASS.replace(";", "\r\n\t;")],
        [PASS.replace("mx.market.example;", "mx.market.example 1 (a (nested) comment);")],
        [RECEIVED, "Authentication-Results: mx.market.example; dkim=pass header.d=home.example header.s=s1", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; dkim=pass header.i=@home.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; spf=pass smtp.mailfrom=bea@home.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; spf=pass smtp.mailfrom=bounce.home.example"],
        [
            RECEIVED,
            'Authentication-Results: mx.market.example; spf=pass reason="it; is" smtp.mailfrom="bea@home.example"',
        ],
        [
            RECEIVED,
            "Authentication-Results: mx.market.example; dkim=fail header.d=a.example; dkim=pass header.d=home.example",
        ],
        [RECEIVED, "Authentication-Results: mx.market.example; none", PASS],
        [
            RECEIVED,
            "Authentication-Results: mx.market.example; dmarc=none header.from=home.example;"
            " dkim=pass header.d=home.example",
        ],
    ],
)
def test_the_pinned_upstream_is_believed(letter: Make, who: Make, above: list[str]) -> None:
    found = who(letter(above=above), client_ip=MTA, config=PINNED)
    assert (found.address, found.by) == ("bea@home.example", "upstream")


@pytest.mark.parametrize(
    "above",
    [
        [RECEIVED, FOREIGN, PASS],
        [RECEIVED, FOREIGN],
        [],
        [RECEIVED, PASS.replace("mx.market.example", "evil.example"), FOREIGN],
        [RECEIVED, PASS.replace("mx.market.example", "mx.market.example.evil.example"), FOREIGN],
        [RECEIVED, PASS.replace("mx.market.example; ", ""), FOREIGN],
        [RECEIVED, PASS.replace("mx.market.example", "evil.example (mx.market.example)"), FOREIGN],
        [RECEIVED, PASS.replace("mx.market.example;", "mx.market.example 7 8;"), FOREIGN],
        [RECEIVED, PASS.replace("header.from=home.example", "header.from=evil.example"), FOREIGN],
        [RECEIVED, PASS.replace("header.from=home.example", ""), FOREIGN],
        [RECEIVED, PASS.replace("dmarc=pass", "dmarc=fail"), PASS, FOREIGN],
        [RECEIVED, PASS, PASS.replace("dmarc=pass", "dmarc=fail"), FOREIGN],
        [
            RECEIVED,
            "Authentication-Results: mx.market.example; dmarc=fail header.from=home.example;"
            " dkim=pass header.d=home.example",
        ],
        [
            RECEIVED,
            "Authentication-Results: mx.market.example; dkim=fail header.d=home.example",
            "Authentication-Results: mx.market.example; dkim=pass header.d=home.example",
            FOREIGN,
        ],
        [RECEIVED, "Authentication-Results: mx.market.example; dkim=pass header.d=evil.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; dkim=fail (dkim=pass header.d=home.example)", FOREIGN],
        [
            RECEIVED,
            'Authentication-Results: mx.market.example; spf=fail reason="; dkim=pass header.d=home.example"',
            FOREIGN,
        ],
        [RECEIVED, "Authentication-Results: mx.market.example; spf=pass smtp.mailfrom=bea@evil.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; spf=softfail smtp.mailfrom=bea@home.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; dmarc=pass header.from=home.example (open", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; dmarc pass header.from=home.example", FOREIGN],
        [RECEIVED, "Authentication-Results: mx.market.example; x-dmarc=pass header.from=home.example", FOREIGN],
        [RECEIVED, "ARC-Authentication-Results: i=1; mx.market.example; dmarc=pass header.from=home.example", FOREIGN],
        [RECEIVED, "X-Authentication-Results: mx.market.example; dmarc=pass header.from=home.example", FOREIGN],
    ],
)
def test_anything_less_has_no_effect(letter: Make, who: Make, above: list[str]) -> None:
    found = who(letter(above=above), {("home.example", "TXT"): ["v=spf1 +all"]}, client_ip=MTA, config=PINNED)
    assert (found.by, found.reason) == ("", "not-authenticated")


@pytest.mark.parametrize(
    "above", [[PASS], [RECEIVED, PASS], [RECEIVED, FOREIGN, PASS], [PASS.replace("mx.market.example; ", "")]]
)
@pytest.mark.parametrize("config", [PINNED, Config(), Config(trusted_authserv_id="mx.market.example")])
def test_a_stranger_who_writes_the_field_himself_gains_nothing(
    letter: Make, who: Make, above: list[str], config: Config
) -> None:
    assert who(letter(above=above), client_ip="203.0.113.66", config=config).reason == "not-authenticated"


def test_a_stranger_who_writes_the_field_loses_nothing_either(letter: Make, who: Make) -> None:
    zone = {("home.example", "TXT"): ["v=spf1 ip4:192.0.2.7 -all"]}
    assert who(letter(above=[PASS.replace("=pass", "=fail")]), zone, config=PINNED).by == "spf"


def test_an_upstream_without_a_pinned_id_is_never_taken_for_the_sender(letter: Make, who: Make) -> None:
    config = Config(trusted_upstreams="10.0.0.0/8")
    zone = {("home.example", "TXT"): ["v=spf1 ip4:10.0.0.0/8 -all"]}
    assert who(letter(above=[PASS]), zone, client_ip=MTA, config=config).reason == "not-authenticated"


def test_the_upstream_on_this_machine_is_asked_before_loopback_is_trusted(letter: Make, who: Make) -> None:
    config = Config(trusted_upstreams="127.0.0.1", trusted_authserv_id="mx.market.example", trust_loopback=True)
    assert who(letter(above=[PASS]), client_ip="127.0.0.1", config=config).by == "upstream"
    assert who(letter(), client_ip="127.0.0.1", config=config).reason == "not-authenticated"


def test_the_upstream_is_known_by_its_address_of_either_version(letter: Make, who: Make) -> None:
    assert who(letter(above=[PASS]), client_ip="2001:db8:1::9", config=PINNED).by == "upstream"
    assert who(letter(above=[PASS]), client_ip="::ffff:10.0.0.1", config=PINNED).by == "upstream"
    assert who(letter(above=[PASS]), client_ip="2001:db8:2::9", config=PINNED).by == ""


@pytest.mark.parametrize("method", ["dmarc", "spf", "dkim"])
def test_a_temporary_error_of_the_upstream_asks_for_patience(letter: Make, who: Make, method: str) -> None:
    above = [RECEIVED, f"Authentication-Results: mx.market.example; {method}=temperror"]
    found = who(letter(above=above), client_ip=MTA, config=PINNED)
    assert (found.reason, found.temporary) == ("dns-temporary", True)


def test_strict_alignment_holds_for_the_upstreams_word_too(letter: Make, who: Make) -> None:
    above = [RECEIVED, "Authentication-Results: mx.market.example; dkim=pass header.d=mail.home.example"]
    strict = StaticResolver({("_dmarc.home.example", "TXT"): ["v=DMARC1; p=none; adkim=s"]})
    assert who(letter(above=above), client_ip=MTA, config=PINNED).by == "upstream"
    assert who(letter(above=above), strict, client_ip=MTA, config=PINNED).reason == "not-authenticated"


def test_two_from_fields_are_refused_whatever_the_upstream_says(letter: Make, who: Make) -> None:
    raw = letter(above=[PASS, "From: eve@home.example"])
    assert who(raw, client_ip=MTA, config=PINNED).reason == "several-froms"


def test_comments_go_and_quoted_text_stays() -> None:
    assert without_comments('a (b) "(c)" d').split() == ["a", '"(c)"', "d"]
    assert without_comments("a (b") == ""
    assert without_comments("a \\(b") == "a \\(b"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_field_whatever_raises(value: bytes) -> None:
    parse(b" mx.example; dkim=pass " + value)
    parse(value)


@pytest.mark.parametrize("piece", ["(", ")", '"', ";", "a=b ", "\\", "=", " ", "a", "a.", "((a)", '""'])
def test_a_hostile_field_is_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    parse((" mx.example; " + piece * (16_000 // len(piece))).encode())
    parse((" mx.example; a=b" + piece * (16_000 // len(piece)) + "!").encode())
    assert time.process_time() - started < 0.5
