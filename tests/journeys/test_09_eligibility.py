"""Who may write first: the buyer's switch, critical mail, orders that the marketplace ships, gifts that come back."""

from __future__ import annotations

from tests.journeys import letters
from tests.journeys.catcher import Catcher
from tests.journeys.service import Couple, Running


def _settled(service: Running, couple: Couple) -> list[tuple[str, str]]:
    """State and reason of everything the two wrote, in order."""
    service.until_idle(60)
    return service.rows(
        "SELECT m.state, m.reason FROM conversations_message m JOIN conversations_conversation c"
        " ON c.id = m.conversation_id JOIN marketplace_order o ON o.id = c.order_id"
        " WHERE o.number = %s AND m.kind = 'human' ORDER BY m.id",
        couple.order,
    )  # type: ignore[return-value]


def _sell(service: Running, couple: Couple, text: str, *, subject: str) -> None:
    sam, to = couple.seller, couple.buyer.alias
    service.send(letters.simple(sam, to, text, subject=subject), sender=sam.address, to=to)


def _ask(service: Running, couple: Couple, text: str, *, subject: str) -> None:
    bea, to = couple.buyer, couple.seller.alias
    service.send(letters.simple(bea, to, text, subject=subject), sender=bea.address, to=to)


def _opt_out(service: Running, couple: Couple) -> None:
    service.script(f"""
from django.utils import timezone
from gobetween.actions.opt_out import opt_out
from gobetween.marketplace.models import Buyer
opt_out(Buyer.objects.get(ref={couple.buyer.ref!r}), now=timezone.now())
""")


def _order_is(service: Running, couple: Couple, **values: object) -> None:
    service.script(f"""
from gobetween.marketplace.models import Order
Order.objects.filter(number={couple.order!r}).update(**{values!r})
""")


def test_a_buyer_who_opted_out_is_left_alone_and_the_seller_is_told_once(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    _opt_out(service, couple)
    _sell(service, couple, f"A hint for order {couple.order}: let it warm up first.", subject="Your lamp")
    _sell(service, couple, f"One more hint for order {couple.order}: dust it weekly.", subject="Your lamp")
    [notice] = catcher.wait(couple.seller.address)
    assert _settled(service, couple) == [("refused", "buyer-opted-out")] * 2
    assert catcher.to(couple.buyer.address) == []
    assert "[Important]" in notice.text


def test_what_the_order_needs_reaches_a_buyer_who_opted_out(service: Running, catcher: Catcher, couple: Couple) -> None:
    _opt_out(service, couple)
    text = f"For order {couple.order} the house number is missing. Which one is it?"
    _sell(service, couple, text, subject="[Important] Your address")
    [copy] = catcher.wait(couple.buyer.address)
    assert "house number" in copy.text


def test_a_coupon_marked_as_important_is_stopped(service: Running, catcher: Catcher, couple: Couple) -> None:
    _opt_out(service, couple)
    text = f"Thank you for order {couple.order}. Use the code LAMP20 for 20 % off your next purchase."
    _sell(service, couple, text, subject="[Important] For you")
    catcher.wait(couple.seller.address)
    [(state, reason)] = _settled(service, couple)
    assert state == "refused" and reason != "buyer-opted-out"
    assert catcher.to(couple.buyer.address) == []


def test_orders_the_marketplace_ships_are_for_questions_about_the_product(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    _order_is(service, couple, fulfilment="AFN", status="shipped")
    _sell(service, couple, f"About order {couple.order}: do you like it?", subject="Your lamp")
    assert _settled(service, couple) == [("refused", "afn-messaging-off")]
    service.script(f"""
from gobetween.marketplace.models import Seller
Seller.objects.filter(ref={couple.seller.ref!r}).update(answers_afn=True)
""")
    _ask(service, couple, "Where is my parcel? It has not arrived.", subject="Delivery")
    assert _settled(service, couple)[1:] == [("refused", "platform-handles-it")]
    _ask(service, couple, "Which bulb does this lamp take, and how tall is it?", subject="Question about the lamp")
    question = next(each for each in catcher.wait(couple.seller.address, 2) if "bulb" in each.text)
    sam, to = couple.seller, question.answer_to
    answer = letters.simple(sam, to, "An E27 bulb; it is 40 cm tall.", subject="Re: the lamp")
    service.send(answer, sender=sam.address, to=to)
    assert any("E27" in each.text for each in catcher.wait(couple.buyer.address, 2))


def test_the_seller_of_a_gift_that_comes_back_answers_and_does_not_begin(
    service: Running, catcher: Catcher, couple: Couple
) -> None:
    _order_is(service, couple, gift=True, status="delivered")
    service.script(f"""
from django.utils import timezone
from gobetween.marketplace.models import Order, Return
Return.objects.create(order=Order.objects.get(number={couple.order!r}), opened_at=timezone.now())
""")
    _sell(service, couple, f"Why do you send order {couple.order} back?", subject="Your return")
    assert _settled(service, couple) == [("refused", "gift-return")]
    _ask(service, couple, "How do I pack it for the way back?", subject="My return")
    question = next(each for each in catcher.wait(couple.seller.address, 2) if "pack it" in each.text)
    sam, to = couple.seller, question.answer_to
    service.send(letters.simple(sam, to, "In its own box, please.", subject="Re: return"), sender=sam.address, to=to)
    assert any("own box" in each.text for each in catcher.wait(couple.buyer.address))
