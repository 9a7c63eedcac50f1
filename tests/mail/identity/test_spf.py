"""What an envelope sender and a client address prove, and how little a stranger's record can cost."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from gobetween.mail.identity.dns import DnsTemporary, StaticResolver
from gobetween.mail.identity.spf import MAX_QUESTIONS, check

Make = Callable[..., Any]
HERE = "192.0.2.7"


def result(
    zone: StaticResolver | dict[tuple[str, str], list[str]], *, client_ip: str = HERE, local: str = "bea"
) -> str:
    resolver = zone if isinstance(zone, StaticResolver) else StaticResolver(zone)
    ask = {"local": local, "helo": "mx.home.example", "until": time.monotonic() + 5}
    return check(client_ip=client_ip, domain="home.example", resolver=resolver, **ask)


def record(text: str, **more: list[str]) -> dict[tuple[str, str], list[str]]:
    others = {tuple(key.replace("__", " ").split()): value for key, value in more.items()}
    return {("home.example", "TXT"): ["other", text], **others}  # type: ignore[dict-item]


ZONE = {
    ("a.home.example", "A"): [HERE],
    ("home.example", "MX"): ["20 b.home.example", "10 a.home.example"],
    ("inc.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 -all"],
    ("six.home.example", "AAAA"): ["2001:db8::7"],
    ("7.2.0.192.in-addr.arpa", "PTR"): ["a.home.example"],
    ("bea.home.example", "A"): ["127.0.0.2"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v=spf1 ip4:192.0.2.7 -all", "pass"),
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 a:a.home.example -all", "pass"),
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 include:inc.example -all", "pass"),
        ("v=spf1 redirect=inc.example", "pass"),
        ("v=spf1 ptr -all", "pass"),
        ("v=spf1 exists:%{l}.home.example -all", "pass"),
        ("v=spf1 ip4:198.51.100.1 -all", "fail"),
        ("v=spf1 ip4:198.51.100.1 ~all", "softfail"),
        ("v=spf1 ip4:198.51.100.1 ?all", "neutral"),
        ("v=spf1 ip6:2001:db8::7 -all", "fail"),
        ("v=spf2.0/pra +all", "none"),
        ("v=spf1 moo -all", "permerror"),
        ("v=spf1 include:nothing.example -all", "permerror"),
        ("v=spf1 ip4:192.0.2.999 -all", "permerror"),
        ("v=spf1 include:home.example -all", "permerror"),
        ("v=spf1 a:%{z}.example -all", "permerror"),
        ("v=spf1 ü -all", "permerror"),
    ],
)
def test_a_record_is_evaluated_over_our_resolver(text: str, expected: str) -> None:
    assert result({**ZONE, ("home.example", "TXT"): [text]}) == expected


def test_an_address_of_version_six_is_compared_with_its_own_kind() -> None:
    zone = {**ZONE, ("home.example", "TXT"): ["v=spf1 a:six.home.example -all"]}
    assert result(zone, client_ip="2001:db8::7") == "pass"
    assert result(zone, client_ip="2001:db8::8") == "fail"


def test_two_records_are_an_error() -> None:
    assert result({("home.example", "TXT"): ["v=spf1 +all", "v=spf1 -all"]}) == "permerror"


def test_no_record_is_none() -> None:
    assert result({}) == "none"


@pytest.mark.parametrize("failing", ["home.example", "inc.example"])
def test_a_server_failure_is_temporary(failing: str) -> None:
    zone = {**ZONE, ("home.example", "TXT"): ["v=spf1 include:inc.example -all"]}
    assert result(StaticResolver(zone, failing=[failing])) == "temperror"


def test_no_time_left_is_temporary() -> None:
    resolver = StaticResolver({("home.example", "TXT"): ["v=spf1 +all"]})
    late = {"local": "bea", "helo": "h", "until": time.monotonic() - 1}
    assert check(client_ip=HERE, domain="home.example", resolver=resolver, **late) == "temperror"


def test_the_eleventh_look_up_is_an_error() -> None:
    def zone(count: int) -> dict[tuple[str, str], list[str]]:
        chain = {(f"i{n}.example", "TXT"): ["v=spf1 ?all"] for n in range(count)}
        includes = " ".join(f"include:i{n}.example" for n in range(count))
        return {("home.example", "TXT"): [f"v=spf1 {includes} ip4:{HERE} -all"], **chain}

    assert result(zone(10)) == "pass"
    assert result(zone(11)) == "permerror"


def test_the_third_void_look_up_is_an_error() -> None:
    def zone(count: int) -> dict[tuple[str, str], list[str]]:
        voids = " ".join(f"a:void{n}.example" for n in range(count))
        return {("home.example", "TXT"): [f"v=spf1 {voids} ip4:{HERE} -all"]}

    assert result(zone(2)) == "pass"
    assert result(zone(3)) == "permerror"


def test_a_record_that_fans_out_stops_at_a_fixed_number_of_questions() -> None:
    zone = {(f"m{n}.example", "MX"): [f"1 h{n}-{k}.example" for k in range(10)] for n in range(10)}
    hosts = {(f"h{n}-{k}.example", "A"): ["198.51.100.1"] for n in range(10) for k in range(10)}
    mechanisms = " ".join(f"mx:m{n}.example" for n in range(10))
    resolver = StaticResolver({**zone, **hosts, ("home.example", "TXT"): [f"v=spf1 {mechanisms} +all"]})
    assert result(resolver) == "permerror"
    assert len(resolver.asked) <= MAX_QUESTIONS


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 a:" + "a" * 4000,
        "v=spf1 a:." + "a" * 3000 + "!",
        "v=spf1 " + "a:%{d}.x " * 400 + "+all",
        "v=spf1 " + "x" * 60_000,
        "v=spf1 exp=" + "%{d}" * 900 + " -all",
        "v=spf1 a:" + "%{ir}." * 40 + "x -all",
    ],
)
def test_a_hostile_record_is_a_quick_error(text: str) -> None:
    started = time.process_time()
    assert result({("home.example", "TXT"): [text]}) != "pass"
    assert time.process_time() - started < 0.5


def test_a_term_of_more_than_300_characters_is_an_error() -> None:
    assert result({("home.example", "TXT"): ["v=spf1 x=" + "y" * 298 + " +all"]}) == "pass"
    assert result({("home.example", "TXT"): ["v=spf1 x=" + "y" * 299 + " +all"]}) == "permerror"


def test_a_loop_of_redirects_ends() -> None:
    zone = {
        ("home.example", "TXT"): ["v=spf1 redirect=b.example"],
        ("b.example", "TXT"): ["v=spf1 redirect=home.example"],
    }
    assert result(zone) == "permerror"


def test_a_resolver_that_breaks_is_no_pass() -> None:
    class Broken:
        def look_up(self, name: str, kind: str, *, until: float) -> None:
            raise RuntimeError(name)

    assert check(client_ip=HERE, domain="home.example", local="", helo="h", resolver=Broken(), until=0) == "permerror"  # type: ignore[arg-type]


def test_the_domains_own_explanation_is_not_fetched() -> None:
    resolver = StaticResolver({("home.example", "TXT"): ["v=spf1 exp=why.home.example -all"]})
    assert result(resolver) == "fail"
    assert ("why.home.example", "TXT") not in resolver.asked


def test_an_answer_asked_for_twice_is_fetched_once() -> None:
    resolver = StaticResolver({**ZONE, ("home.example", "TXT"): ["v=spf1 a:a.home.example/32 a:a.home.example -all"]})
    result(resolver, client_ip="198.51.100.9")
    assert resolver.asked.count(("a.home.example", "A")) == 1


def test_dns_temporary_is_what_the_seam_raises() -> None:
    with pytest.raises(DnsTemporary):
        StaticResolver({}, failing=["x.example"]).look_up("X.example", "A", until=time.monotonic() + 1)
