"""Files are looked at before they go on: what they must not show is stopped, the rest arrives by itself."""

from __future__ import annotations

import random

from tests.faults import killing
from tests.journeys import letters
from tests.journeys.catcher import Catcher
from tests.journeys.service import Couple, Party, Running, until
from tests.policy.pictures import code, jpeg, on_page, page, photo, png


def _send(service: Running, author: Party, to: str, picture: bytes, *, kind: str = "png", text: str) -> None:
    service.send(letters.with_picture(author, to, text, picture, kind=kind), sender=author.address, to=to)


def _settled(service: Running, couple: Couple) -> tuple[str, str]:
    """State and reason of the couple's only message, once nothing waits."""
    service.until_idle(60)
    [row] = service.rows(
        "SELECT m.state, m.reason FROM conversations_message m JOIN conversations_conversation c"
        " ON c.id = m.conversation_id JOIN marketplace_order o ON o.id = c.order_id"
        " WHERE o.number = %s AND m.kind = 'human'",
        couple.order,
    )
    return str(row[0]), str(row[1])


def test_an_innocent_photo_arrives_by_itself(service: Running, catcher: Catcher, couple: Couple) -> None:
    bea, sam = couple.buyer, couple.seller
    _send(service, bea, sam.alias, jpeg(photo((1600, 1200))), kind="jpeg", text="It arrived like this.")
    [copy] = catcher.wait(sam.address, seconds=60)
    assert "It arrived like this." in copy.text
    assert any(part.get_content_type() == "image/jpeg" for part in copy.mail.walk())
    assert _settled(service, couple) == ("posted", "")
    assert catcher.to(bea.address) == []


def test_a_logo_with_an_address_in_its_pixels_is_stopped(service: Running, catcher: Catcher, couple: Couple) -> None:
    logo = page("www.lamp-outlet.com", size=(300, 80), height=24, ink="white", ground="#203060")
    _send(service, couple.seller, couple.buyer.alias, png(logo), text="Your lamp is on its way.")
    [notice] = catcher.wait(couple.seller.address, seconds=60)
    assert "logo-link" in notice.text or "link-external" in notice.text
    state, reason = _settled(service, couple)
    assert state == "refused" and "link" in reason
    assert catcher.to(couple.buyer.address) == []


def test_a_qr_code_is_stopped(service: Running, catcher: Catcher, couple: Couple) -> None:
    card = on_page(code("https://lamp-outlet.com/vip").rotate(20, expand=True, fillcolor="white"))
    _send(service, couple.seller, couple.buyer.alias, jpeg(card, quality=40), kind="jpeg", text="Your lamp is packed.")
    [notice] = catcher.wait(couple.seller.address, seconds=60)
    assert "(logo-link)" in notice.text or "(link-external)" in notice.text
    assert _settled(service, couple)[0] == "refused"
    assert catcher.to(couple.buyer.address) == []


def test_the_worker_may_die_over_a_picture(service: Running, catcher: Catcher, couple: Couple) -> None:
    bea, sam = couple.buyer, couple.seller
    _send(service, bea, sam.alias, jpeg(photo((1600, 1200), seed=3)), kind="jpeg", text="And this is the back.")
    until(lambda: "scanning" in _reasons(service, couple), 30, lambda: "it never waited")
    killing.kill(service, "scan", random.Random(1))
    [copy] = catcher.wait(sam.address, seconds=60)
    assert "And this is the back." in copy.text
    assert _settled(service, couple) == ("posted", "")
    assert len(catcher.to(sam.address)) == 1


def _reasons(service: Running, couple: Couple) -> set[str]:
    rows = service.rows(
        "SELECT m.reason FROM conversations_message m JOIN conversations_conversation c ON c.id = m.conversation_id"
        " JOIN marketplace_order o ON o.id = c.order_id WHERE o.number = %s",
        couple.order,
    )
    return {str(row[0]) for row in rows}
