"""Ways into the demo: links that sign somebody in, and lines for a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from gobetween.aliases import reads as aliases
from gobetween.aliases.models import Pair, Side
from gobetween.kit.config import Config
from gobetween.marketplace import reads as marketplace
from gobetween.marketplace.models import Buyer, Person
from gobetween.web.demo.market import ID
from gobetween.web.mailroom import people
from gobetween.web.mailroom.people import Mailbox
from gobetween.web.shared import handover
from gobetween.web.shared.people import public_name

BEA, SAM = "B-1001", "S-LAMPS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Bea and Sam with the aliases between them, as the first page shows them."""

    bea: Mailbox
    sam: Mailbox
    sams_alias: str
    beas_alias: str
    beas_name: str


def links(base_url: str) -> list[tuple[str, str]]:
    """A label and an address each: the mailroom, and one link to sign in for a buyer, a seller and an operator."""
    base = base_url.rstrip("/")
    return [
        ("Mailroom", f"{base}{reverse('mailroom:home')}"),
        *((f"{name} ({kind})", f"{base}{path}") for kind, name, path in doors()),
    ]


def doors() -> list[tuple[str, str, str]]:
    """What somebody is, who, and the path that signs them in."""
    buyer = Buyer.objects.filter(marketplace=ID, ref=BEA).first()
    people_ = Person.objects.filter(marketplace=ID)
    seller = people_.filter(seller__ref=SAM, role=Person.Role.OWNER).first()
    operator = people_.filter(role=Person.Role.OPERATOR).first()
    known = (("buyer", "buyer", buyer), ("seller", "person", seller), ("operator", "person", operator))
    return [
        (kind, who.name, reverse("enter", args=[handover.token(token_kind, who.pk)]))
        for kind, token_kind, who in known
        if who is not None
    ]


def cast() -> Cast | None:
    """Bea, Sam and their aliases; nothing before the demo is loaded."""
    pair = _pair()
    if pair is None:
        return None
    domain = pair.marketplace.domain
    return Cast(
        bea=people.of_buyer(pair.buyer),
        sam=people.of_seller(pair.seller)[0],
        sams_alias=aliases.address_of(pair, Side.SELLER, domain=domain),
        beas_alias=aliases.address_of(pair, Side.BUYER, domain=domain),
        beas_name=public_name(pair),
    )


def try_lines(config: Config) -> list[str]:
    """A mail from Bea to Sam's alias, by swaks and by curl."""
    pair = _pair()
    if pair is None:
        return []
    alias = aliases.address_of(pair, Side.SELLER, domain=pair.marketplace.domain)
    bea = marketplace.address_of_buyer(pair.buyer)
    port = config.smtp_port
    letter = (
        rf"From: Bea Buyer <{bea}>\r\nTo: {alias}\r\nSubject: A lamp\r\n"
        r"Message-ID: <try-'$RANDOM$RANDOM'@home.example>\r\n\r\nIs it dimmable? Call +44 20 7946 0123\r\n"
    )
    return [
        f"swaks --server 127.0.0.1:{port} --from {bea} --h-From 'Bea Buyer <{bea}>' --to {alias} "
        f"--h-Subject 'A lamp' --body 'Is it dimmable? Call +44 20 7946 0123'",
        f"printf '{letter}' | curl smtp://127.0.0.1:{port} --mail-from {bea} --mail-rcpt {alias} --upload-file -",
    ]


def _pair() -> Pair | None:
    wanted = Pair.objects.select_related("marketplace", "buyer", "seller")
    return wanted.filter(marketplace=ID, buyer__ref=BEA, seller__ref=SAM).first()
