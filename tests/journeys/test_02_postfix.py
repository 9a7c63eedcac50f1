"""The same talk through a real Postfix that hands letters over by LMTP."""

from __future__ import annotations

import smtplib
from functools import partial

import pytest

from tests.journeys import letters, postfix, talk
from tests.journeys.catcher import Catcher
from tests.journeys.clients import CLIENTS
from tests.journeys.conftest import house
from tests.journeys.milter import milter
from tests.journeys.service import Couple, Running

pytestmark = postfix.MARKS


def test_two_rounds_where_dkim_speaks_for_the_author(service: Running, catcher: Catcher, couple: Couple) -> None:
    with postfix.in_front_of(service) as port:
        told = talk.two_rounds(couple, catcher, partial(CLIENTS["python"], port))
    _all_is_well(told, couple)


def test_two_rounds_where_the_word_of_postfix_is_pinned() -> None:
    pinned = {"GOBETWEEN_TRUSTED_UPSTREAMS": "127.0.0.0/8", "GOBETWEEN_TRUSTED_AUTHSERV_ID": postfix.HOST}
    with (
        house(1, **pinned) as (service, catcher, [couple]),
        milter() as checker,
        postfix.in_front_of(service, milter=checker) as port,
    ):
        told = talk.two_rounds(couple, catcher, partial(CLIENTS["python"], port))
        raw = letters.simple(couple.buyer, couple.seller.alias, "Without the word of Postfix.")
        with pytest.raises(smtplib.SMTPDataError, match=r"5\.7\.26"):
            service.send(raw, sender=couple.buyer.address, to=couple.seller.alias)
    _all_is_well(told, couple)


def test_a_forged_alias_is_refused_by_postfix_itself(service: Running, couple: Couple) -> None:
    with postfix.in_front_of(service) as port, smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo("client.example")
        client.mail(couple.buyer.address)
        assert client.rcpt("abcdefghijklmnop@market.example")[0] == 550
        assert client.rcpt(couple.seller.alias)[0] == 250


def _all_is_well(told: talk.Talk, couple: Couple) -> None:
    talk.assert_masked(told, couple)
    talk.assert_threaded(told)
    talk.assert_whole(told)
