"""E-mail addresses that the reader has to put together (rows 20, 21 and 25 of the evasion catalogue)."""

from __future__ import annotations

import pytest

from tests.policy.contact import hits

RULE = "contact-mail-disguised"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Send it to roderick at gmail dot com, please", "roderick at gmail dot com"),
        ("drop it to studio[at]paperlark[dot]ink, thanks", "studio[at]paperlark[dot]ink"),
        ("write to hello(a)tinpennyworks(punkt)de now", "hello(a)tinpennyworks(punkt)de"),
        ("support [at] kettleandkind [dot] shop is faster", "support [at] kettleandkind [dot] shop"),
        ("mail zoe (dot) lind (at) tuta (dot) com there", "zoe (dot) lind (at) tuta (dot) com"),
        ("mi correo es taller punto rivas arroba g mail punto com, ahí", "taller punto rivas arroba g mail punto com"),
        ("i disegni a bottega chiocciola libero punto it", "bottega chiocciola libero punto it"),
        (
            "Écrivez à bonjour arobase horloger tiret pinel point com, ok",
            "bonjour arobase horloger tiret pinel point com",
        ),
        ("Schreiben Sie an kontakt Klammeraffe seifert Punkt com, ja", "kontakt Klammeraffe seifert Punkt com"),
        ("見積りは mitsumori アットマーク take-zaiku ドット jp まで", "mitsumori アットマーク take-zaiku ドット jp"),
        ("連絡先:sato☆kumihimo-ya.jp (☆を@に)", "連絡先:sato☆kumihimo-ya.jp"),
        ("You can find Tom under tom.harwick on the g mail, he answers", "tom.harwick on the g mail"),
        ("mail s-e-r-v-i-c-e @ v-o-l-t-i-n-o . e-u without dashes", "s-e-r-v-i-c-e @ v-o-l-t-i-n-o . e-u"),
        ("buraya: destek @ halievi . com . tr", "destek @ halievi . com . tr"),
        ("backwards: oc.moolwolliw@sehctits", "oc.moolwolliw@sehctits"),
        ("decode cnVncy5ieS5zZWxpbUBvdXRsb29rLmNvbQ== please", "cnVncy5ieS5zZWxpbUBvdXRsb29rLmNvbQ=="),
    ],
)
def test_an_address_in_words_is_found_where_it_stands(text: str, found: str) -> None:
    got = hits(RULE, text)
    assert len(got) == 1
    assert got[0].endswith(found.rpartition(":")[2])
    assert found.endswith(got[0])


@pytest.mark.parametrize(
    "text",
    [
        "Have a look at amazon.com, the price is the same",
        "Is it the dot com model or the older one?",
        "The print says 'follow us @ the zoo', is the at sign wanted?",
        "text for the mug: mum @ work, dad @ sea, me @ home",
        "We engraved '@home' in Times, 12 pt",
        "It arrived at our depot (at 9:30) and left at noon. Com",
        "Your Outlook calendar entry for the delivery is attached",
        "See you at the point of sale; the polka dot one is sold out",
        "Token QUJDREVGR0hJSktMTU5P is the licence key",
        "Punto croce e punto it's a stitch, la chiocciola è il ciondolo",
    ],
)
def test_what_only_reads_like_one_passes(text: str) -> None:
    assert hits(RULE, text) == []
