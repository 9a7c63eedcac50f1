"""The hand-over link signs in whom it names, for a short while."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from django.test import Client

from gobetween.marketplace.models import Buyer, Person
from gobetween.web.shared import handover

pytestmark = pytest.mark.django_db


def _later(seconds: float) -> mock._patch[mock.MagicMock]:
    return mock.patch("time.time", return_value=time.time() + seconds)


def test_a_fresh_link_brings_a_buyer_to_her_messages(bea: Buyer) -> None:
    browser = Client()
    assert browser.get(f"/enter/{handover.token('buyer', bea.pk)}/").headers["Location"] == "/buyer/"
    assert browser.get("/buyer/").status_code == 200


def test_after_two_minutes_a_link_is_stale(bea: Buyer) -> None:
    token = handover.token("buyer", bea.pk)
    with _later(121):
        assert Client().get(f"/enter/{token}/").status_code == 403


def test_in_the_demo_links_last(demo: None, bea: Buyer) -> None:
    token = handover.token("buyer", bea.pk)
    with _later(3600):
        assert Client().get(f"/enter/{token}/").status_code == 302


def test_one_changed_letter_makes_a_link_worthless(bea: Buyer) -> None:
    token = handover.token("buyer", bea.pk)
    broken = ("A" if token[0] != "A" else "B") + token[1:]
    assert Client().get(f"/enter/{broken}/").status_code == 403


def test_who_is_gone_is_not_signed_in(olga: Person) -> None:
    token = handover.token("person", olga.pk)
    olga.delete()
    assert Client().get(f"/enter/{token}/").status_code == 403


def test_signing_out_ends_it(bea: Buyer) -> None:
    browser = Client()
    browser.get(f"/enter/{handover.token('buyer', bea.pk)}/")
    browser.post("/leave/")
    assert browser.get("/buyer/").status_code == 403
