"""What only looks like an evasion passes, from either side, under the default rulebook."""

from __future__ import annotations

from typing import Any

import pytest

from gobetween import policy
from gobetween.policy import hosts

GERMAN: dict[str, Any] = {"language": "de", "regions": ("DE",)}
FRENCH: dict[str, Any] = {"language": "fr", "regions": ("FR",)}
JAPANESE: dict[str, Any] = {"language": "ja", "regions": ("JP",)}
CHINESE: dict[str, Any] = {"language": "zh", "regions": ("CN",)}

NUMBERS = [
    "Your order 112-7352211-9823412 is on its way.",
    "The EAN is 4006381333931, the UPC 036000291452, the GTIN 04006381333931.",
    "ISBN 978-3-16-148410-0 is in stock, ISBN 9783161484100 is not.",
    "The refund went to IBAN DE89 3704 0044 0532 0130 00.",
    "The shelf is 120 x 60 x 40 cm and weighs 12.5 kg; sizes 36-38, 40-42 and 44-46.",
    "It is 5'11'' tall, the thread is 3/4\" or M8x1.25.",
    "It takes an E27 bulb, 230V 50-60Hz, 806 lm, or H7 12V 55W PX26d.",
    "It costs 1,299.00 USD, 1.299,00 EUR or £1,049.95.",
    "Ordered on 2024-03-12 at 14:30:15, shipped 20240313, here by 14/03/2024, 08:00-12:30.",
    "The part number is 8003334444.",
    "Part no. 6502531234 fits your model.",
    "SKU 6502531234, model 8003334444",
    "Lot 20231105, batch 4412-88-19, serial SN4155552671",
    "Invoice 2024-000415-5552671, VAT ID DE123456789",
    "The MAC is 00:1A:2B:3C:4D:5E, the place 48.137154, 11.576124.",
    "1-800 lumens, 12-24 V",
    "Chapters IV, V, VI and VII are missing, page X of XII.",
    "We sent three of four; one of five is missing, two come by Friday.",
    "Press 1, then 2, then 3 and hold for 5 seconds.",
    "The dial shows ④ and ①, the key 4️⃣ is stuck.",
]
PARCELS = [
    "UPS tracking 1Z999AA10123456784",
    "USPS tracking number 9400 1000 0000 0000 0000 00",
    "Tracking: 9400100000000000000000",
    "FedEx 7712 3456 7890 is your tracking number",
    "Track it: https://www.ups.com/track?tracknum=1Z999AA10123456784",
    "See https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode=00340434161094042557",
    "See tools.usps.com/go/TrackConfirmAction?tLabels=9400100000000000000000",
    "Please send it back to Sam's Lamps, 1600 Elm Street, Springfield, IL 62704-1234.",
    "Ship it to 4155 55th Ave Apt 2671, San Francisco, CA 94110",
    "Scan the QR code on the parcel at the counter.",
]
DOTS = [
    "It arrived broken.So please refund",
    "Thanks.It works.No problem at all.My wife is happy.",
    "See readme.md for the steps.",
    "The driver needs asp.net to run",
    "Do step 2.In the box you find screws",
    "Firmware v2.10.3.1 is installed; 192.168.1.1 opens the router's page.",
    "The manual is manual.pdf, the picture photo.jpg.",
    "The model is St.Louis 2.0, e.g. for indoor use, i.e.no rain.",
    "Mr. St.John and Dr.No signed, and so did J.R. Smith and P.Müller.",
    "Please look at amazon.com for your order.",
    "Is it the dot com model?",
    "Sizes S M L @ 5 6 7 8 9 EUR each.",
    "It was . me and him / us two.",
    "You can see it at https://www.amazon.de/gp/css/order-history",
    "Return it here: https://www.amazon.co.uk/returns",
]
NAMES = [
    "We're Müller & Söhne, a naïve café; Łukasz Żółć says hello.",
    "Здравствуйте, ваш заказ отправлен вчера и прибудет в пятницу.",
    "Το δέμα σας έφτασε στο κατάστημα.",
    "شكرا على طلبك، سيصل يوم الجمعة.",
    "주문하신 상품이 발송되었습니다.",
    "The family 👩\u200d👩\u200d👧 loves it, و\u200cمی\u200cخواهم.",
    "NATO poster: Alpha Bravo Charlie Delta Echo",
    "I put the poster of the telegram style up at home.",
    "The picture is whatsapp photo_1.jpg on the disc you sold.",
    "The green light blinks on the phone holder.",
    "Please mark my order as safe to leave at the door.",
    "Please ignore the rules leaflet, the game has new ones.",
    "The serial number is on the invoice.",
]
IN_CONTEXT: list[tuple[str, dict[str, Any]]] = [
    ("Die Teilenummer lautet 8003334444.", GERMAN),
    ("DHL Sendungsnummer 00340434161094042557", GERMAN),
    ("Rücksendung an: Lampen Müller, Hauptstraße 12, 80331 München", GERMAN),
    ("Frau Weiß-Groß und Herr Müller grüßen.", GERMAN),
    ("Le colis 6A12345678901 arrive le 12.03.2024", FRENCH),
    ("ご注文の商品は昨日発送いたしました。ありがとうございます。", JAPANESE),
    ("昨日届きました。みんな喜んでいます", JAPANESE),
    ("商品已发出。公司会联系您。商店很好", CHINESE),
]
PURPOSES: list[tuple[str, str, dict[str, Any]]] = [
    ("The maker's warranty line is 1-800-555-0199, they will replace it.", "warranty", {}),
    ("Herstellergarantie: 0800 5550199", "warranty", GERMAN),
    ("The buyer lives at 1600 Elm Street, Springfield, IL 62704", "delivery", {}),
]
OWN_NUMBERS = [
    ("Call it 6502531234, as you ordered.", "6502531234"),
    ("call 415-555-2671", "4155552671"),
    ("Ring me about 1Z999AA10123456784", "1Z999AA10123456784"),
]


def judge(text: str, **known: Any) -> policy.Verdict:
    draft = policy.Draft(
        sources=(policy.Source(place="text", text=text),),
        **{"language": "en", "regions": ("US",), "allowed_domains": hosts.MARKETPLACE_HOSTS, **known},
    )
    return policy.judge(draft, policy.default())


def passes(verdict: policy.Verdict) -> bool:
    return verdict.outcome <= policy.Outcome.ADVISE


@pytest.mark.parametrize("direction", policy.Direction)
@pytest.mark.parametrize("text", [*NUMBERS, *PARCELS, *DOTS, *NAMES])
def test_a_lookalike_passes(text: str, direction: policy.Direction) -> None:
    assert passes(judge(text, direction=direction))


@pytest.mark.parametrize("direction", policy.Direction)
@pytest.mark.parametrize(("text", "known"), IN_CONTEXT)
def test_a_lookalike_in_another_language_passes(text: str, known: dict[str, Any], direction: policy.Direction) -> None:
    assert passes(judge(text, direction=direction, **known))


@pytest.mark.parametrize(("text", "purpose", "known"), PURPOSES)
def test_what_the_purpose_needs_passes(text: str, purpose: str, known: dict[str, Any]) -> None:
    assert passes(judge(text, purpose=purpose, **known))


@pytest.mark.parametrize(("text", "number"), OWN_NUMBERS)
def test_the_orders_own_number_passes_whatever_it_looks_like(text: str, number: str) -> None:
    assert passes(judge(text, identifiers=frozenset({number})))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Call us: 1-800-555-0199", {"purpose": "delivery"}),
        ("Call 6502531234, as you ordered.", {"identifiers": frozenset({"8003334444"})}),
        ("It arrived at broken.so/refund", {}),
        ("Please look at amazon-lamps.com for your order.", {}),
        ("ランプ屋.com をご覧ください", JAPANESE),
    ],
)
def test_one_step_further_does_not_pass(text: str, known: dict[str, Any]) -> None:
    assert not passes(judge(text, **known))
