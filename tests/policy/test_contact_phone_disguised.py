"""Phone numbers that must be read out (rows 3-7, 11 and 13 of the evasion catalogue, and pieces told one by one)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-phone-disguised"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "answers at seven nine five, triple zero, four one two eight; say",
            "seven nine five, triple zero, four one two eight",
        ),
        (
            "call four-one-five five-five-five two-six-seven-one",
            "four-one-five five-five-five two-six-seven-one",
        ),
        ("dial four15 5five5 zero1nine2 and", "four15 5five5 zero1nine2"),
        ("text 4l5-555-O1Z7 :)", "4l5-555-O1Z7"),
        ("Ruf durch: O1S1 – 44 8O 2l l7, oder", "O1S1 – 44 8O 2l l7"),
        ("call w0n two thr33 f0ur fiv3 s1x seven eight nin3", "w0n two thr33 f0ur fiv3 s1x seven eight nin3"),
        (
            "phone me: seventy-seven, double oh, ninety, double oh, twenty-five",
            "seventy-seven, double oh, ninety, double oh, twenty-five",
        ),
        (
            "cuatro uno cinco, cinco cinco cinco, cero uno, nueve nueve. That's my cell",
            "cuatro uno cinco, cinco cinco cinco, cero uno, nueve nueve",
        ),
        (
            "au zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit pour",
            "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit",
        ),
        (
            "Null sechs neun, vierunddreißig, achtzehn, siebenundfünfzig, ab fünf",
            "Null sechs neun, vierunddreißig, achtzehn, siebenundfünfzig",
        ),
        (
            "trecentoventi, settecentoundici, quarantadue, zero sei. dimmi",
            "trecentoventi, settecentoundici, quarantadue, zero sei",
        ),
        ("Contact by phone please: IV I V - V V V - 0 I IX II. A", "IV I V - V V V - 0 I IX II"),
        ("my cell goes 415x555x2671 ok", "415x555x2671"),
        ("call 415, then 555, and then 2671 please", "415, then 555, and then 2671"),
        ("call 1-800-FLOWERS today", "1-800-FLOWERS"),
        ("お急ぎでしたら〇九〇の四一二三の七七八一まで", "〇九〇の四一二三の七七八一"),
        (
            "「ぜろはちぜろ、ごーさんにーいち、きゅうはちろくよん」です",
            "ぜろはちぜろ、ごーさんにーいち、きゅうはちろくよん",
        ),
        (
            "Prima metà: 348 55. Seconda metà in fondo. Arriva martedì. 0 27 16. Le unisca e chiami",
            "348 55. Seconda metà in fondo. Arriva martedì. 0 27 16",
        ),
    ],
)  # fmt: skip
def test_a_number_in_disguise_is_found_where_it_stands(text: str, found: str) -> None:
    assert hits(RULE, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "One of the four chairs, two tables with five legs and six cushions; call off the third",
        "one, two, three, four, five, six, seven: count the blocks",
        "Order number four one five, five five five, two six seven one",
        "Chapters IV V VI VII VIII IX X are in volume two",
        "Sizes 110, 116, 122, 128 are here, call for others",
        "The board measures 40x60x120 cm",
        "SKU 800-SOFT-PINK ships in three of the two boxes",
        "Trois ou quatre jours, sept au plus, puis cinq de plus",
        "Wi-Fi 5G, 8GB, 256GB and two SIM slots",
        "十二月二十三日から一月五日までお休みです",
    ],
)
def test_counting_and_other_words_pass(text: str) -> None:
    assert hits(RULE, text) == []


def test_a_number_in_plain_digits_is_left_to_its_own_rule() -> None:
    assert hits(RULE, "call 415-555-2671 now", language="en") == []


@pytest.mark.parametrize(
    "stamp", ["23 November 2026 23:42", "Mo 23.11.2026 um 20:46:07", "2026-11-23, 9:05", "Nov 23, 2026, at 11:42 PM"]
)
def test_when_a_mail_was_sent_is_no_number_beside_a_wish_to_call(stamp: str) -> None:
    text = f"Sent: {stamp}\nSubject: Call me"
    assert hits("contact-phone-disguised", text) == []
