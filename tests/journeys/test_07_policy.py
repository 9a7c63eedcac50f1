"""What may not be said is stopped and named to its author; what may is let through, masked where it must be."""

from __future__ import annotations

from pathlib import Path

from tests.journeys import letters
from tests.journeys.catcher import Catcher
from tests.journeys.service import Couple, Running

OWN = """
[custom.showroom]
message = "It asks the buyer to come to a showroom."
phrases = ["our showroom"]
hits = ["Come to our showroom."]
passes = ["Come home."]
"""


def _state(service: Running, couple: Couple) -> list[tuple[str, str, int]]:
    service.until_idle(60)
    return service.rows(
        "SELECT m.state, m.reason, m.rulebook FROM conversations_message m JOIN conversations_conversation c"
        " ON c.id = m.conversation_id JOIN marketplace_order o ON o.id = c.order_id"
        " WHERE o.number = %s AND m.kind = 'human' ORDER BY m.id",
        couple.order,
    )  # type: ignore[return-value]


def _send(service: Running, couple: Couple, text: str) -> None:
    """The seller writes to the buyer."""
    sam, to = couple.seller, couple.buyer.alias
    service.send(letters.simple(sam, to, text), sender=sam.address, to=to)


def test_an_outside_link_is_stopped_with_rule_words_and_fix(service: Running, catcher: Catcher, couple: Couple) -> None:
    _send(service, couple, "The manual is at www.lamp-outlet.com/halo for you.")
    [notice] = catcher.wait(couple.seller.address)
    assert "It links to a place outside the marketplace. “www.lamp-outlet.com/halo” (link-external)" in notice.text
    assert "Take the link out" in notice.text
    [(state, reason, rulebook)] = _state(service, couple)
    assert (state, reason) == ("refused", "link-external") and rulebook > 1000
    assert catcher.to(couple.buyer.address) == []
    shown = service.command("rulebook", "show", "--number", str(rulebook))
    assert 'link-external = "block"' in shown


def test_a_carriers_tracking_link_passes(service: Running, catcher: Catcher, couple: Couple) -> None:
    _send(service, couple, "On its way: https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=1")
    [copy] = catcher.wait(couple.buyer.address)
    assert "piececode=1" in copy.text


def test_a_phone_number_arrives_masked_and_its_original_is_kept(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    _send(service, couple, "It is packed. Call me on +49 731 1234567 if you like.")
    [copy] = catcher.wait(couple.buyer.address)
    assert "[phone number hidden]" in copy.text and b"1234567" not in copy.raw
    assert [row[0] for row in _state(service, couple)] == ["posted"]
    assert catcher.to(couple.seller.address) == []
    original = service.script(
        "from gobetween.conversations.models import Message\n"
        "from gobetween.kit.sealing import unseal\n"
        f"m = Message.objects.get(conversation__order__number={couple.order!r}, kind='human')\n"
        "print(b'+49 731 1234567' in unseal(m.letter.raw_sealed, purpose='letter'))"
    )
    assert original.strip() == "True"


def test_a_rule_of_the_operators_own_is_in_force_at_once(
    service: Running, catcher: Catcher, couple: Couple, tmp_path: Path
) -> None:
    book = tmp_path / "book.toml"
    own = service.command("rulebook", "show", "--default").replace("[any]\n", '[any]\ncustom-showroom = "block"\n', 1)
    book.write_text(own + OWN, encoding="utf-8")
    assert "no fault" in service.command("rulebook", "check", str(book))
    default = book.parent / "default.toml"
    default.write_text(service.command("rulebook", "show", "--default"), encoding="utf-8")
    number = int(service.command("rulebook", "publish", str(book), "--by", "Olga").split()[1])
    try:
        _send(service, couple, "Do come to our showroom.")
        [notice] = catcher.wait(couple.seller.address)
        assert "It asks the buyer to come to a showroom. “our showroom” (custom-showroom)" in notice.text
        assert _state(service, couple) == [("refused", "custom-showroom", number)]
    finally:
        service.command("rulebook", "publish", str(default))
    assert "unbroken" in service.command("verify")
