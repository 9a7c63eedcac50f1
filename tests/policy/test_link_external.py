"""Web addresses outside the marketplace: found however they are written plainly; what only looks like one passes."""

from __future__ import annotations

import pytest

from tests.policy.asking import labels, spans

RULE = "link-external"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://bluekiln.shop/care for more.", "https://bluekiln.shop/care"),
        ("see www.bluekiln-pottery.co.uk, thanks", "www.bluekiln-pottery.co.uk"),
        ("the manual is on tubaworks.net.", "tubaworks.net"),
        ("Shop: kaffeeroesterei-nord.de", "kaffeeroesterei-nord.de"),
        ("all patterns at woolandwhistle.store", "woolandwhistle.store"),
        ("find us at greenfern.garden today", "greenfern.garden"),
        ("(voltwick.io/help)", "voltwick.io/help"),
        ("bit.ly/3xYzAbC shows it", "bit.ly/3xYzAbC"),
        ("watch https://youtu.be/abc_DEF123!", "https://youtu.be/abc_DEF123"),
        ("Open http://3232235777/setup", "http://3232235777/setup"),
        ("firmware at http://185.12.44.9:8080/fw", "http://185.12.44.9:8080/fw"),
        ("type 93.184.216.34/manual in the browser", "93.184.216.34/manual"),
        ("xn--bcher-kva.com has it", "xn--bcher-kva.com"),
        ("bücherstube-möller.de hat es", "bücherstube-möller.de"),
        ("More: ｗｗｗ．ａｃｍｅ－ｒｕｇｓ．ｃｏｍ", "ｗｗｗ．ａｃｍｅ－ｒｕｇｓ．ｃｏｍ"),
        ("see acmerugs。com now", "acmerugs。com"),
        ("see acmerugs․com now", "acmerugs․com"),
        ("lu\u200bce\u200bdiluna\u200b.it ha tutto", "lu\u200bce\u200bdiluna\u200b.it"),
        ("plan: vоltcоrner.com/plan", "vоltcоrner.com/plan"),
        ("ftp://files.acme-rugs.com/a.zip", "ftp://files.acme-rugs.com/a.zip"),
        ("[our page](https://acme-rugs.com/x)", "https://acme-rugs.com/x"),
        ("https://amazon.com@evil-rugs.com/login", "https://amazon.com@evil-rugs.com/login"),
        ("https://amazon.com.rugs-help.co/order", "https://amazon.com.rugs-help.co/order"),
        ("https://www.amazon.com/redirect?url=https://acme-rugs.com", "https://www.amazon.com/redirect?url=https://acme-rugs.com"),
        ("詳しくはkumitate-life.jpをご覧ください", "kumitate-life.jp"),
        ("당사 홈페이지 dolsot-shop.kr에서", "dolsot-shop.kr"),
        ("hxxps://bluekiln[.]tv/r3", "hxxps://bluekiln[.]tv/r3"),
        ("tenugui-yorozu・comへ", "tenugui-yorozu・com"),
        ("ACME-RUGS.COM HAS MORE", "ACME-RUGS.COM"),
        ("Visit AcmeRugs.Com", "AcmeRugs.Com"),
        ("facebook.com/acmerugs", "facebook.com/acmerugs"),
        ("die Anleitung liegt auf nähkästchen.at/hilfe", "nähkästchen.at/hilfe"),
        ("Сайт: магазин-чая.рф", "магазин-чая.рф"),
    ],
)  # fmt: skip
def test_an_address_outside_is_found(text: str, found: str) -> None:
    assert spans(RULE, text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "It arrived broken.So please refund",
        "we checked it.the lid is fine and there.it was",
        "i waited two days.is it still there.no answer",
        "sorry about that.we will send a new one today.in case it is late.me and my wife pack.to be sure.",
        "Read readme.md, then asp.net, Node.js and socket.io; put logo.ai and text.io.txt in one folder.",
        "open setup.sh and type make.it in the console",
        "the file is called menu_final_v3.ai, back.eps and cover.pages",
        "step 2.In the box there is a screw. 7.At the end turn it.",
        "price 5.99, size 1.25-inch, version 2.1.3, firmware 10.2.0.4, at 12.30",
        "e.g. a cup, i.e. that one, a.m. or p.m., J.R.R. Tolkien, Hongda Co.Ltd, U.S.A.",
        "Art.No 5512, ref.no 12 and order.no 7741",
        "Your amazon.com order is packed, see https://www.amazon.co.uk/gp/css/order-history",
        "https://www.dhl.de/de/privatkunden/verfolgen.html?piececode=00340434161094042557",
        "www.ups.com/track?tracknum=1Z12345E0291980793",
        "https://toi.kuronekoyamato.co.jp/cgi-bin/tneko",
        "https://www.poste.it/cerca/index.html#/risultati-spedizioni/3UW1K7700412998",
        "Terminwahl: https://www.myhes.de/de/tracking/40123987655",
        "Write to jo.doe@mail-home.com or a.b@c.co.uk",
        "the router page is 192.168.1.1",
        "発送しました.Shipは明日です.荷物の番号は後ほど.",
        "Verpackt.Die Tasse ist ganz. Abgeholt.Danke",
        "ayer.Llega el lunes.Es grande. ieri.It va bene",
        "col·lecció i instal·lació",
        "S.p.A., S.n.c., S.r.l., P.S., N.B., z.B., d.h., u.s.w.",
        "and/or 3/4, w/o cover, 24/7, km/h",
    ],
)
def test_what_only_looks_like_an_address_passes(text: str) -> None:
    assert spans(RULE, text) == []


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="https://acme-rugs.com">here</a>', "https://acme-rugs.com"),
        ("<a href=//acme-rugs.com/x>here</a>", "//acme-rugs.com/x"),
        ('<a href="acme-rugs.com">here</a>', "acme-rugs.com"),
        ('<a href="https:&#47;&#47;acme&#46;com">here</a>', "https:&#47;&#47;acme&#46;com"),
        ('<a href="java&#10;script:location=1">here</a>', "java&#10;script:location=1"),
        ('<a href="data:text/html,hi">here</a>', "data:text/html,hi"),
        ('<form action="https://acme-rugs.com/f"><input></form>', "https://acme-rugs.com/f"),
        ('<area href="https://acme-rugs.com">', "https://acme-rugs.com"),
        ('<img alt="visit acme-rugs.com">', "acme-rugs.com"),
        ("<p style='display:none'>acme-rugs.com</p>", "acme-rugs.com"),
        ("<!-- acme-rugs.com --><p>Hi</p>", "acme-rugs.com"),
        ("<p>acme<b>-rugs</b>.com</p>", "acme<b>-rugs</b>.com"),
    ],
)
def test_a_link_in_html_is_found(html: str, found: str) -> None:
    assert found in spans(RULE, html=html)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.amazon.de/gp/css/order-history">Meine Bestellungen</a>',
        '<a href="https://www.ups.com/track?tracknum=1Z">1Z</a>',
        '<a href="mailto:x@y.example">mail</a>',
        '<a href="#top">up</a><a href="">x</a><a name="k">y</a><a href="javascript:void(0)">z</a>',
        '<img src="https://cdn.acme-rugs.com/logo.png" alt="Acme Rugs">',
        "<p>broken.</p><p>So please</p>",
        "<td>Total</td><td>it</td>",
    ],
)
def test_html_that_leads_nowhere_outside_passes(html: str) -> None:
    assert spans(RULE, html=html) == []


@pytest.mark.parametrize("place", ["subject", "picture:0", "code:0", "file-text:1", "file:0"])
def test_every_text_of_a_message_is_read(place: str) -> None:
    text = "www.acme-rugs.com.pdf" if place == "file:0" else "see www.acme-rugs.com"
    assert spans(RULE, places={place: text}) == ["www.acme-rugs.com"]


def test_what_is_quoted_was_said_by_somebody_else() -> None:
    assert spans(RULE, places={"quoted_text": "see www.acme-rugs.com"}) == []


def test_what_the_marketplace_allows_passes_with_all_below_it() -> None:
    text = "see https://help.acme-rugs.com/x and notacme-rugs.com"
    assert spans(RULE, text, allowed_domains=frozenset({"acme-rugs.com"})) == ["notacme-rugs.com"]


def test_the_makers_page_is_outside_even_under_warranty() -> None:
    assert spans(RULE, "register at www.drillmax-pro.de/garantie", purpose="warranty") != []


@pytest.mark.parametrize("path", ["sale", "blackfriday", "shop/rebajas", "x?coupon=WOW", "de/angebote"])
def test_a_page_of_offers_advertises_besides(path: str) -> None:
    assert labels(RULE, f"look: acme-rugs.com/{path}") == {"link_external", "marketing"}


def test_an_ordinary_page_does_not_advertise() -> None:
    assert labels(RULE, "look: acme-rugs.com/salesforce-manual and acme-rugs.com/shop") == {"link_external"}
