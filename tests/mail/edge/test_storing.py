"""From the socket to the committed intake, with a real database behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair
from gobetween.conversations.models import Letter
from gobetween.kit import sealing
from gobetween.kit.config import Config, current
from gobetween.mail import verp
from gobetween.mail.admission import Recipient
from gobetween.mail.edge.recipients import Recipients
from gobetween.mail.edge.role import Edge
from gobetween.mail.line import Connection, connect
from gobetween.mail.models import Intake
from gobetween.marketplace import writes
from gobetween.marketplace.models import Seller
from tests.mail.edge.house import Talk, in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)
FROM_BEA = b"From: Bea <bea@home.example>\r\nSubject: Lamp\r\n\r\nIs it bright?\r\n"
FROM_SAM = b"From: Sam <SAM@lamps.example>\r\nSubject: Lamp\r\n\r\nVery.\r\n"


@dataclass
class Opened:
    """An edge on two free ports."""

    edge: Edge
    run: Any
    stack: ExitStack
    smtp: int = 0
    lmtp: int = 0
    seen: list[tuple[int, str]] = field(default_factory=list)

    def talk(self, port: int = 0) -> Talk:
        talk = Talk(port or self.smtp)
        self.stack.callback(talk.close)
        return talk


@pytest.fixture
def config(settings: Any) -> Config:
    settings.GOBETWEEN = replace(
        current(), trust_loopback=True, smtp_port=0, lmtp_port=0, base_url="https://m.example", hostname="mx.example"
    )
    made: Config = settings.GOBETWEEN
    return made


@contextmanager
def opened(config: Config, **options: Any) -> Iterator[Opened]:
    with ExitStack() as stack:
        run = stack.enter_context(in_a_loop())
        seen: list[tuple[int, str]] = []

        async def begin() -> Opened:
            edge = Edge(config=config, **{"seen": lambda *told: seen.append(told), **options})
            await edge.open()
            smtp, lmtp = await edge.listen(0, lmtp=False), await edge.listen(0, lmtp=True)
            return Opened(edge, run, stack, smtp, lmtp, seen)

        there: Opened = run(begin())
        stack.callback(lambda: run(there.edge.close()))
        yield there


@pytest.fixture
def post(config: Config) -> Iterator[Opened]:
    with opened(config) as there:
        yield there


@pytest.fixture
def to_seller(pair: Pair) -> str:
    return aliases.address_of(pair, "seller", domain="marketplace.example")  # type: ignore[arg-type]


@pytest.fixture
def to_buyer(pair: Pair) -> str:
    return aliases.address_of(pair, "buyer", domain="marketplace.example")  # type: ignore[arg-type]


@contextmanager
def locked() -> Iterator[psycopg.Connection[Any]]:
    """Nobody can store a letter while this holds."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("LOCK TABLE conversations_letter IN ACCESS EXCLUSIVE MODE")
        yield other
        other.rollback()


def test_a_taken_letter_is_committed_sealed_and_awaits_its_desk(post: Opened, pair: Pair, to_seller: str) -> None:
    talk = post.talk()
    talk.begin(to_seller.upper().replace("@", "+k3f@"))
    assert talk.letter(FROM_BEA) == "250 2.0.0 taken"
    row = Intake.objects.select_related("letter").get()
    assert (row.target, row.number, row.side, row.serial, row.suffix) == ("alias", pair.pk, "seller", 0, "k3f")
    assert (row.authenticated_by, row.attempts) == ("loopback", 0)
    assert sealing.unseal(row.letter.raw_sealed, purpose="letter") == FROM_BEA
    assert row.letter.size == len(FROM_BEA)
    assert sealing.unseal(row.author_sealed, purpose="envelope") == b"bea@home.example"
    assert sealing.unseal(row.from_sealed, purpose="envelope") == b"bea@home.example"
    assert b"bea" not in bytes(row.letter.raw_sealed)


def test_the_desk_is_told(post: Opened, to_seller: str) -> None:
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters, autocommit=True) as other:
        other.execute("LISTEN intake")
        talk = post.talk()
        talk.begin(to_seller)
        talk.letter(FROM_BEA)
        assert next(other.notifies(timeout=5)).channel == "intake"


def test_a_seller_writes_to_the_buyer_from_an_approved_address_in_any_case(post: Opened, to_buyer: str) -> None:
    talk = post.talk()
    talk.begin(to_buyer)
    assert talk.letter(FROM_SAM).startswith("250")


def test_an_unapproved_address_is_told_how_and_reported_once_it_is_new(
    post: Opened, sam: Seller, to_buyer: str
) -> None:
    talk = post.talk()
    talk.begin(to_buyer)
    refused = "550 5.7.1 <new@lamps.example> is not approved to write for this seller. Approve it at https://m.example"
    assert talk.letter(FROM_SAM.replace(b"SAM@", b"new@")).startswith(refused)
    while not post.seen:
        time.sleep(0.01)
    assert post.seen == [(sam.pk, "new@lamps.example")]
    writes.add_sender(sam, "new@lamps.example", state="pending", receives=False)
    talk.begin(to_buyer)
    assert talk.letter(FROM_SAM.replace(b"SAM@", b"new@")).startswith("550 5.7.1")
    assert post.seen == [(sam.pk, "new@lamps.example")]
    assert not Letter.objects.exists()


def test_an_address_to_be_approved_is_on_record(config: Config, sam: Seller, to_buyer: str) -> None:
    with opened(config, seen=None) as post:
        talk = post.talk()
        for _ in range(2):
            talk.begin(to_buyer)
            assert talk.letter(FROM_SAM.replace(b"SAM@", b"new@")).startswith("550 5.7.1")
    deadline = time.monotonic() + 5
    while not sam.sender_addresses.filter(state="pending").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert sam.sender_addresses.filter(state="pending").count() == 1


def test_a_stranger_is_refused_at_both_aliases(post: Opened, to_seller: str, to_buyer: str) -> None:
    talk = post.talk()
    talk.begin(to_seller)
    reply = talk.letter(FROM_BEA.replace(b"bea@", b"eve@"))
    assert reply == "550 5.7.1 write from the address you registered at Demo Marketplace"
    assert not Intake.objects.exists()


def test_without_proof_nothing_is_taken(config: Config, settings: Any, to_seller: str) -> None:
    settings.GOBETWEEN = replace(config, trusted_upstreams="127.0.0.0/8", trusted_authserv_id="mx.example")
    with opened(settings.GOBETWEEN) as post:
        talk = post.talk(post.lmtp)
        talk.ask("LHLO x", "MAIL FROM:<bea@home.example>", f"RCPT TO:<{to_seller}>", "DATA")
        assert talk.letter(FROM_BEA).startswith("550 5.7.26 cannot be sure that this is from")
        assert not Letter.objects.exists()


def test_one_refused_recipient_refuses_the_letter_by_smtp_and_only_its_own_by_lmtp(
    post: Opened, pair: Pair, to_seller: str, to_buyer: str
) -> None:
    talk = post.talk()
    talk.begin(to_seller, to_buyer)
    assert talk.letter(FROM_BEA).startswith("550 5.7.1")
    assert not Letter.objects.exists()
    talk = post.talk(post.lmtp)
    talk.ask("LHLO x", "MAIL FROM:<>", f"RCPT TO:<{to_seller}>", f"RCPT TO:<{to_buyer}>", f"RCPT TO:<{to_seller}>")
    talk.ask("DATA")
    assert [talk.letter(FROM_BEA)[:9], talk.said()[:9], talk.said()[:9]] == ["250 2.0.0", "550 5.7.1", "250 2.0.0"]
    assert Letter.objects.count() == Intake.objects.count() == 1


def test_a_bounce_is_taken_from_anybody(post: Opened, marketplace: object) -> None:
    talk = post.talk()
    talk.ask("EHLO x", "MAIL FROM:<>")
    address = verp.return_path(4711, "marketplace.example", datetime.now(UTC))
    talk.ask(f"RCPT TO:<{address}>", "DATA")
    assert talk.letter(b"Subject: no From\r\n\r\n").startswith("250")
    row = Intake.objects.get()
    assert (row.target, row.number, row.author_sealed, row.from_sealed is None) == ("bounce", 4711, None, False)


def test_a_renewed_or_retired_alias_is_refused_like_one_that_never_was(
    config: Config, pair: Pair, to_seller: str, to_buyer: str
) -> None:
    Pair.objects.filter(pk=pair.pk).update(seller_serial=1, buyer_retired_at=datetime.now(UTC))
    pair.refresh_from_db()
    with opened(config) as post:
        deadline = time.monotonic() + 5
        talk = post.talk()
        talk.ask("EHLO x", "MAIL FROM:<>")
        while talk.ask(f"RCPT TO:<{to_seller}>").startswith("250") and time.monotonic() < deadline:
            time.sleep(0.05)
        never = talk.ask("RCPT TO:<aaaaaaaaaaaaaaaa@marketplace.example>")
        assert talk.ask(f"RCPT TO:<{to_seller}>") == talk.ask(f"RCPT TO:<{to_buyer}>") == never
        assert talk.ask(f"RCPT TO:<{aliases.address_of(pair, 'seller', domain='marketplace.example')}>")[:3] == "250"  # type: ignore[arg-type]


def test_an_alias_that_dies_after_rcpt_is_refused_at_the_letter_and_soon_at_rcpt(
    post: Opened, pair: Pair, to_seller: str
) -> None:
    talk = post.talk()
    talk.begin(to_seller)
    Pair.objects.filter(pk=pair.pk).update(seller_retired_at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY aliases")
    assert talk.letter(FROM_BEA).startswith("550 5.1.1 no such address")
    deadline = time.monotonic() + 10
    talk.ask("MAIL FROM:<>")
    while talk.ask(f"RCPT TO:<{to_seller}>").startswith("250"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_250_is_not_said_before_the_commit(post: Opened, to_seller: str) -> None:
    talk = post.talk()
    talk.begin(to_seller)
    with locked():
        talk.send(FROM_BEA + b".\r\n")
        talk.socket.settimeout(0.5)
        with pytest.raises(TimeoutError):
            talk.said()
    talk.socket.settimeout(10)
    talk._read = talk.socket.makefile("rb")
    assert talk.said() == "250 2.0.0 taken"
    assert Intake.objects.count() == 1


def test_letters_that_wait_together_share_one_commit(post: Opened, to_seller: str) -> None:
    talks = [post.talk() for _ in range(9)]
    for talk in talks:
        talk.begin(to_seller)
    with locked():
        for talk in talks:
            talk.send(FROM_BEA + b".\r\n")
            time.sleep(0.02)
    assert [talk.said()[:3] for talk in talks] == ["250"] * 9
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT xmin::text) FROM conversations_letter")
        assert cursor.fetchone() == (9, 2)


def test_a_database_that_hangs_is_a_temporary_failure_and_nothing_is_stored(config: Config, to_seller: str) -> None:
    with opened(config, hang_seconds=0.5) as post:
        talk = post.talk()
        talk.begin(to_seller)
        with locked() as other:
            assert talk.letter(FROM_BEA).startswith("451 4.3.0")
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
            )
        assert not Letter.objects.exists()
        assert eventually_taken(talk, to_seller)


def test_a_database_that_is_away_is_a_temporary_failure_until_it_is_back(config: Config, to_seller: str) -> None:
    away = threading.Event()
    away.set()

    async def perhaps() -> Connection:
        if away.is_set():
            raise psycopg.OperationalError("no such server")
        return await connect()

    with opened(config, connect=perhaps) as post:
        talk = post.talk()
        talk.begin(to_seller)
        assert talk.letter(FROM_BEA).startswith("451 4.3.0")
        away.clear()
        assert eventually_taken(talk, to_seller)
    assert Intake.objects.count() == 1


def test_a_lost_connection_is_opened_again(post: Opened, to_seller: str) -> None:
    talk = post.talk()
    talk.begin(to_seller)
    assert talk.letter(FROM_BEA).startswith("250")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    assert eventually_taken(talk, to_seller)


def eventually_taken(talk: Talk, to: str) -> bool:
    """Whether a client that comes again gets its letter in."""
    for _ in range(50):
        talk.begin(to)
        if talk.letter(FROM_BEA).startswith("250"):
            return True
        time.sleep(0.1)
    return False


class Poisonous(Recipients):
    """Finds a recipient that cannot be stored."""

    def find(self, address: str) -> Recipient | None:
        found = super().find(address)
        return replace(found, suffix="x" * 65) if found and found.suffix == "poison" else found


def test_one_poisoned_letter_does_not_stop_its_batch(config: Config, to_seller: str) -> None:
    with opened(config, recipients=Poisonous()) as post:
        talks = [post.talk() for _ in range(4)]
        for number, talk in enumerate(talks):
            talk.begin(to_seller.replace("@", "+poison@") if number == 2 else to_seller)
        with locked():
            for talk in talks:
                talk.send(FROM_BEA + b".\r\n")
                time.sleep(0.02)
        assert [talk.said()[:9] for talk in talks] == ["250 2.0.0", "250 2.0.0", "451 4.3.0", "250 2.0.0"]
    assert Intake.objects.count() == 3
