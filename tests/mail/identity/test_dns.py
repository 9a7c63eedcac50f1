"""The resolver asks real servers over a socket, remembers answers for their time to live, and never waits for ever."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from gobetween.kit.config import Config
from gobetween.mail.identity import authenticate
from gobetween.mail.identity.dns import Answer, CachingResolver, DnsTemporary, StaticResolver, SystemResolver

Make = Callable[..., Any]
RECORDS = {
    ("home.example.", "TXT"): ['"v=spf1 " "ip4:192.0.2.7 -all"', '"\\195\\188"'],
    ("home.example.", "MX"): ["10 mx.home.example."],
    ("home.example.", "A"): ["192.0.2.7"],
    ("home.example.", "AAAA"): ["2001:db8::7"],
    ("7.2.0.192.in-addr.arpa.", "PTR"): ["mx.home.example."],
}


def _reply(wire: bytes) -> bytes | None:
    query = dns.message.from_wire(wire)
    name, kind = query.question[0].name.to_text().lower(), dns.rdatatype.to_text(query.question[0].rdtype)
    if name.startswith("silent."):
        return None
    reply = dns.message.make_response(query)
    reply.flags |= dns.flags.RA
    if name.startswith("broken."):
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif (name, kind) in RECORDS:
        reply.answer.append(dns.rrset.from_text(name, 77, "IN", kind, *RECORDS[name, kind]))
    elif not name.startswith("home."):
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()


@pytest.fixture
def server() -> Iterator[str]:
    """A name server on loopback; gives `address:port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(0.05)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    wire, peer = sock.recvfrom(4096)
                    reply = _reply(wire)
                    if reply is not None:
                        sock.sendto(reply, peer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{sock.getsockname()[1]}"
        done.set()
        thread.join()


def ask(resolver: SystemResolver | CachingResolver, name: str, kind: str, seconds: float = 3.0) -> Answer:
    return resolver.look_up(name, kind, until=time.monotonic() + seconds)


def test_answers_come_in_plain_text_with_their_time_to_live(server: str) -> None:
    resolver = SystemResolver(server)
    assert set(ask(resolver, "home.example", "TXT").records) == {"v=spf1 ip4:192.0.2.7 -all", "\xc3\xbc"}
    assert ask(resolver, "HOME.example", "MX").records == ("10 mx.home.example",)
    assert ask(resolver, "home.example", "A") == Answer(records=("192.0.2.7",), seconds=77.0)
    assert ask(resolver, "home.example", "AAAA").records == ("2001:db8::7",)
    assert ask(resolver, "7.2.0.192.in-addr.arpa", "PTR").records == ("mx.home.example",)


def test_no_name_and_no_record_are_both_no_records(server: str) -> None:
    resolver = SystemResolver(server)
    assert ask(resolver, "nobody.example", "TXT").records == ()
    assert ask(resolver, "home.example", "PTR").records == ()


@pytest.mark.parametrize("name", ["a..example", "x" * 64 + ".example", ".".join(["abcdefgh"] * 40), "\\999.example"])
def test_what_is_no_name_has_no_records(server: str, name: str) -> None:
    assert ask(SystemResolver(server), name, "TXT").records == ()


@pytest.mark.parametrize("name", ["silent.example", "broken.example"])
def test_a_server_that_fails_or_is_silent_is_temporary_and_in_time(server: str, name: str) -> None:
    started = time.monotonic()
    with pytest.raises(DnsTemporary):
        ask(SystemResolver(server), name, "TXT", seconds=0.3)
    assert time.monotonic() - started < 2


def test_a_whole_letter_is_judged_over_a_real_socket(server: str, letter: Make) -> None:
    found = asyncio.run(
        authenticate(
            letter(),
            client_ip="192.0.2.7",
            helo="mx.home.example",
            mail_from="bea@home.example",
            config=Config(dns_servers=server),
        )
    )
    assert (found.address, found.by) == ("bea@home.example", "spf")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_remembered_for_its_time_to_live() -> None:
    inner, clock = StaticResolver({("home.example", "A"): ["192.0.2.7"]}), Clock()
    cache = CachingResolver(inner, clock=clock)
    for _ in range(3):
        assert ask(cache, "Home.example", "A").records == ("192.0.2.7",)
    assert len(inner.asked) == 1
    clock.now += 61
    ask(cache, "home.example", "A")
    assert len(inner.asked) == 2


def test_an_absence_is_remembered_too() -> None:
    inner = StaticResolver({})
    cache = CachingResolver(inner, clock=Clock())
    assert [ask(cache, "home.example", "A").records for _ in range(3)] == [(), (), ()]
    assert len(inner.asked) == 1


def test_a_failure_is_remembered_only_for_a_moment() -> None:
    inner, clock = StaticResolver({}, failing=["home.example"]), Clock()
    cache = CachingResolver(inner, clock=clock)
    for _ in range(3):
        with pytest.raises(DnsTemporary):
            ask(cache, "home.example", "A")
    assert len(inner.asked) == 1
    clock.now += CachingResolver.FAILED + 1
    with pytest.raises(DnsTemporary):
        ask(cache, "home.example", "A")
    assert len(inner.asked) == 2


def test_the_memory_is_bounded_and_forgets_what_is_used_least() -> None:
    inner = StaticResolver({})
    cache = CachingResolver(inner, size=3, clock=Clock())
    for name in ("a", "b", "c", "a", "d", "a"):
        ask(cache, f"{name}.example", "A")
    assert [name for name, _ in inner.asked] == ["a.example", "b.example", "c.example", "d.example"]
    ask(cache, "b.example", "A")
    assert inner.asked[-1] == ("b.example", "A")


class Slow:
    """Answers after a while, or when the time is up, as a real resolver does."""

    def look_up(self, name: str, kind: str, *, until: float) -> Answer:
        time.sleep(max(0.0, min(0.8, until - time.monotonic())))
        raise DnsTemporary


def test_a_slow_name_server_does_not_hold_up_the_loop(letter: Make) -> None:
    async def story() -> tuple[str, float]:
        ask = {"client_ip": "192.0.2.7", "helo": "h", "mail_from": "bea@home.example", "resolver": Slow()}
        job = asyncio.create_task(authenticate(letter(), config=Config(dns_timeout=0.7), **ask))
        longest, last = 0.0, time.monotonic()
        while not job.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        return job.result().reason, longest

    reason, longest = asyncio.run(story())
    assert reason == "dns-temporary"
    assert longest < 0.6


def test_all_look_ups_of_a_letter_share_one_time_out(letter: Make, signer: Make) -> None:
    raw = signer(selector="a").sign(signer(selector="b").sign(signer(selector="c").sign(letter())))
    ask = {"client_ip": "192.0.2.7", "helo": "h", "mail_from": "bea@home.example", "resolver": Slow()}
    started = time.monotonic()
    found = asyncio.run(authenticate(raw, config=Config(dns_timeout=0.9), **ask))
    assert found.reason == "dns-temporary"
    assert time.monotonic() - started < 1.5
