"""Who may not write hears it in the dialogue, with what to do about it; nothing of theirs is kept."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from dataclasses import replace
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests.journeys import letters
from tests.journeys.catcher import Catcher
from tests.journeys.service import DOMAIN, Couple, Party, Running

UNKNOWN = ("abcdefghijklmnop", "postmaster", "aaaaaaaaaaaaaaaa+ref", "x")


@pytest.mark.parametrize("local", UNKNOWN)
def test_an_invented_alias_is_refused_at_rcpt(service: Running, couple: Couple, local: str) -> None:
    assert _at_rcpt(service, couple.buyer.address, f"{local}@{DOMAIN}") == (550, "5.1.1")


def test_an_alias_with_one_letter_changed_is_refused_at_rcpt(service: Running, couple: Couple) -> None:
    alias = couple.seller.alias
    forged = ("b" if alias[0] == "a" else "a") + alias[1:]
    assert _at_rcpt(service, couple.buyer.address, forged) == (550, "5.1.1")
    assert _at_rcpt(service, couple.buyer.address, alias) == (250, "2.1.5")


def test_a_foreign_domain_is_not_relayed_to(service: Running, couple: Couple) -> None:
    assert _at_rcpt(service, couple.buyer.address, "somebody@elsewhere.example") == (550, "5.1.1")


def test_a_retired_alias_is_refused_and_a_renewed_one_works(service: Running, catcher: Catcher, couple: Couple) -> None:
    bea, sam = couple.buyer, couple.seller
    fresh = service.command("alias", "renew", sam.alias).strip()
    assert "5.1.1" in _refusal(service, bea, sam.alias)
    service.send(letters.simple(bea, fresh, "To the new one."), sender=bea.address, to=fresh)
    assert "To the new one." in catcher.wait(sam.address)[-1].text
    service.command("alias", "retire", fresh)
    assert "5.1.1" in _refusal(service, bea, fresh)


def test_nobody_writes_as_somebody_else(service: Running, couple: Couple) -> None:
    """The signature is missing, or it is the one of the forger's own domain."""
    bea, sam = couple.buyer, couple.seller
    for forged in (
        letters.simple(bea, sam.alias, "Not signed.", sign=False),
        letters.signed(letters.simple(bea, sam.alias, "Signed by Mallory.", sign=False), "mallory.example"),
    ):
        with pytest.raises(smtplib.SMTPDataError, match=r"5\.7\.26"):
            service.send(forged, sender=bea.address, to=sam.alias)
    assert _kept(service, couple) == 0


def test_a_buyer_is_told_which_address_to_write_from(service: Running, couple: Couple) -> None:
    other = replace(couple.buyer, address=f"second@{couple.buyer.domain}")
    refusal = _refusal(service, other, couple.seller.alias)
    assert "5.7.1" in refusal and "the address you registered at Market" in refusal
    assert couple.buyer.address not in refusal and _kept(service, couple) == 0


def test_another_shop_cannot_write_to_the_buyer(
    service: Running, couple: Couple, couples: Callable[[], Couple]
) -> None:
    eve = couples().seller
    assert "5.7.1" in _refusal(service, eve, couple.buyer.alias)
    assert _kept(service, couple) == 0


def test_a_new_address_is_approved_as_the_refusal_says_and_the_letter_sent_again(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    agent = replace(couple.seller, address=f"agent@{couple.seller.domain}")
    raw = letters.simple(agent, couple.buyer.alias, "From the new agent.")
    with pytest.raises(smtplib.SMTPDataError) as refused:
        service.send(raw, sender=agent.address, to=couple.buyer.alias)
    text = bytes(refused.value.smtp_error).decode()
    assert agent.address in text and "send the letter again" in text
    [page] = re.findall(r"http://[^\s]+", text)

    browser = _signed_in(service, couple.seller)
    _approve(browser, page, agent.address)
    service.send(raw, sender=agent.address, to=couple.buyer.alias)
    assert "From the new agent." in catcher.wait(couple.buyer.address)[-1].text


def test_a_blocked_address_is_refused_until_it_is_approved_again(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    sam = couple.seller
    browser = _signed_in(service, sam)
    page = f"http://127.0.0.1:{service.web_port}/seller/senders/"
    _decide(browser, page, sam.address, "block")
    refusal = _refusal(service, sam, couple.buyer.alias)
    assert "5.7.1" in refusal and "blocked" in refusal
    assert _kept(service, couple) == 0
    _approve(browser, page, sam.address)
    service.send(letters.simple(sam, couple.buyer.alias, "Back again."), sender=sam.address, to=couple.buyer.alias)
    assert "Back again." in catcher.wait(couple.buyer.address)[-1].text


def _at_rcpt(service: Running, sender: str, to: str) -> tuple[int, str]:
    with smtplib.SMTP("127.0.0.1", service.smtp_port, timeout=30) as client:
        client.ehlo("client.example")
        client.mail(sender)
        code, text = client.rcpt(to)
    return code, text.decode().split(" ")[0]


def _refusal(service: Running, author: Party, to: str) -> str:
    """What the author is told; fails when the letter is taken."""
    with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused)) as refused:
        service.send(letters.simple(author, to, "Hello?"), sender=author.address, to=to)
    return str(refused.value)


def _kept(service: Running, couple: Couple) -> int:
    """Messages and waiting letters of the couple."""
    [[count]] = service.rows(
        "SELECT (SELECT count(*) FROM conversations_message WHERE pair_id = p.id)"
        " + (SELECT count(*) FROM mail_intake WHERE target = 'alias' AND number = p.id)"
        " FROM aliases_pair p JOIN marketplace_buyer b ON b.id = p.buyer_id WHERE b.ref = %s",
        couple.buyer.ref,
    )
    return int(count)


def _signed_in(service: Running, seller: Party) -> OpenerDirector:
    """A browser that came over the marketplace's own hand-over link."""
    token = service.script(f"""
from gobetween.marketplace.models import Person
from gobetween.web.shared.handover import token
print(token("person", Person.objects.get(seller__ref={seller.ref!r}).pk))
""").strip()
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.open(f"http://127.0.0.1:{service.web_port}/enter/{token}/", timeout=30).read()
    return browser


def _approve(browser: OpenerDirector, page: str, address: str) -> None:
    _decide(browser, page, address, "approve")


def _decide(browser: OpenerDirector, page: str, address: str, decision: str) -> None:
    """Find the address on the page and press its button."""
    try:
        html = browser.open(page, timeout=30).read().decode()
    except HTTPError as error:
        pytest.fail(f"the page {page} answers {error.code}")
    assert address in html, "the page does not show the address"
    row = html[html.index(address) :]
    action = re.search(rf'action="([^"]*/{decision}/)"', row)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert action and csrf
    form = urlencode({"csrfmiddlewaretoken": csrf[1]}).encode()
    host = "/".join(page.split("/")[:3])
    browser.open(Request(host + action[1], data=form, headers={"Referer": page}), timeout=30).read()
