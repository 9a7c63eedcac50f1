"""Phone numbers in digits (rows 1, 2, 8, 9 and 10 of the evasion catalogue), and all the other numbers."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-phone"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("can i text you? my cell is 614 555 0139", "en", "614 555 0139"),
        ("call 4 1 5 . 5 5 5 . 2 6 7 1 now", "en", "4 1 5 . 5 5 5 . 2 6 7 1"),
        ("phone415-555-2671now", "en", "415-555-2671"),
        ("ring me, Dez, 07700 900731, whatever the hour", "en", "07700 900731"),
        ("Reach us on (415) 555-2671", "en", "(415) 555-2671"),
        ("It is +44 7700 900 284 after 6pm", "en", "+44 7700 900 284"),
        ("oder Tel. 0841 / 55 72 090 (Mo-Fr)", "de", "0841 / 55 72 090"),
        ("Ruf mich an: 0171 555 0123", "de", "0171 555 0123"),
        ("Merci d'appeler le 04 72 55 18 09 du lundi", "fr", "04 72 55 18 09"),
        ("Llámeme por favor al 654 90 17 32, gracias", "es", "654 90 17 32"),
        ("Mi chiami allo 049 877 1530 la mattina", "it", "049 877 1530"),
        ("090-5551-8842に電話ください", "ja", "090-5551-8842"),
        ("０７０‐３３４４‐９１２８　村井　にＳＭＳを下さい", "ja", "０７０‐３３４４‐９１２８"),
        ("mobile ٠٦٣٩٩٨١٢٤٧.", "en", "٠٦٣٩٩٨١٢٤٧"),
        ("a ring on 𝟎𝟏𝟕𝟏 𝟓𝟓𝟓 𝟎𝟏𝟒𝟑.", "en", "𝟎𝟏𝟕𝟏 𝟓𝟓𝟓 𝟎𝟏𝟒𝟑"),
        ("customer desk ⓪⑦⑦⓪⓪ ⑨⓪⓪ ③①⑧, hours 9-17", "en", "⓪⑦⑦⓪⓪ ⑨⓪⓪ ③①⑧"),
        ("speak directly: 0\u200b7\u200b7\u200b0\u200b0\u200b9\u200b0\u200b0\u200b6\u200b5\u200b5 L", "en",
         "0\u200b7\u200b7\u200b0\u200b0\u200b9\u200b0\u200b0\u200b6\u200b5\u200b5"),
        ("buzz me 4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣0️⃣1️⃣3️⃣7️⃣ now", "en", "4️⃣1️⃣5️⃣5️⃣5️⃣5️⃣0️⃣1️⃣3️⃣7️⃣"),
    ],
)  # fmt: skip
def test_a_number_is_found_where_it_stands(text: str, language: str, found: str) -> None:
    assert hits(RULE, text, language=language) == [found]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Order 112-7352211-9823412 has not arrived, please call it up", "en"),
        ("The part number is 8003334444 and 6502531234", "en"),
        ("EAN 4006381333931, ISBN 978-3-16-148410-0", "en"),
        ("IBAN DE89 3704 0044 0532 0130 00 of the bank", "en"),
        ("USPS 9400 1000 0000 0000 0000 00 is the tracking number", "en"),
        ("The bank needs the transaction id 5512 0098 7712 4401", "en"),
        ("Delivered on 2026-03-02 at 12:30, 1 299,00 EUR", "en"),
        ("The call is on 12.03.2024 14:30, sizes 38 39 40 41", "en"),
        ("I called you back, tracking LX184420917CN shows it", "en"),
        ("Il codice articolo 338 1234567 è quello nero opaco", "it"),
        ("El número de lote 612 345 678 está en la base", "es"),
        ("Attenzione, 3312 0045 7719 non è un cellulare", "it"),
        ("ヤマト運輸の伝票番号は4410-2298-1123です", "ja"),
        ("Musterstraße 1, 12345 Musterstadt", "de"),
        ("See https://www.ups.com/track?tracknum=4155552671 and call off", "en"),
    ],
)
def test_other_numbers_pass(text: str, language: str) -> None:
    assert hits(RULE, text, language=language) == []


def test_the_makers_number_passes_for_a_warranty_and_the_sellers_does_not() -> None:
    maker = "The manufacturer Kestrel Drives, 1-888-555-0119, sends a technician."
    assert hits(RULE, maker, language="en", purpose="warranty") == []
    assert hits(RULE, maker, language="en") == ["1-888-555-0119"]
    assert hits(RULE, "For the warranty call us, 1-888-555-0119.", language="en", purpose="warranty") == [
        "1-888-555-0119"
    ]


def test_the_orders_own_number_passes_beside_a_telephone() -> None:
    text = "I tried to call about 4155552671"
    assert hits(RULE, text, language="en", identifiers=frozenset({"415-5552671"})) == []
    assert hits(RULE, text, language="en") == ["4155552671"]
