"""Pictures that carry a web address: linked, in their words, in their pixels, as a code."""

from __future__ import annotations

import pytest

from gobetween import policy
from tests.policy.asking import labels, spans

RULE = "logo-link"
PHOTO = policy.File(position=0, name="a.jpg", media_type="image/jpeg")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://acme-rugs.com"><img src="cid:logo"></a>',
        '<a href="//acme-rugs.com"><table><tr><td><img src="cid:logo"></td></tr></table></a>',
        '<a href="https://acme-rugs.com"><svg><path/></svg></a>',
        '<a href="https://acme-rugs.com" style="background-image:url(cid:logo)">&nbsp;</a>',
        '<a href="https://acme-rugs.com"><div style="background:url(cid:logo)"></div></a>',
        '<img usemap="#m" src="cid:logo"><map name="m"><area href="https://acme-rugs.com"></map>',
        '<form action="x"><input type="image" formaction="https://acme-rugs.com" src="cid:logo"></form>',
        '<img src="cid:logo" onclick="location=\'https://acme-rugs.com\'">',
        '<img src="cid:logo" alt="www.acme-rugs.com">',
        '<img src="cid:logo" title="acme-rugs.com - rugs direct">',
        '<img src="cid:logo" alt="acmerugs dot com">',
        '<a href="mailto:jo@acme-rugs.com"><img src="cid:logo"></a>',
    ],
)
def test_a_picture_that_carries_an_address_is_found(html: str) -> None:
    assert "logo_link" in labels(RULE, html=html)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="cid:logo" alt="Harbour &amp; Pine">',
        '<img src="https://cdn.acme-rugs.com/logo.png" alt="Acme Rugs" width="120">',
        '<a href="https://www.amazon.com/your-orders"><img src="cid:logo"></a>',
        '<a href="https://www.ups.com/track?n=1Z"><img src="cid:ups" alt="Track"></a>',
        '<a href="https://acme-rugs.com">our page</a><img src="cid:logo">',
        '<img src="cid:proof" alt="proof of round stamp, 30 mm.the edge is plain">',
        '<p>Scan the code on the return slip at the parcel shop.</p><img src="cid:slip" alt="return slip">',
        '<p>The QR code is on the device.</p><img src="cid:p" alt="photo">',
    ],
)
def test_a_plain_picture_passes(html: str) -> None:
    assert spans(RULE, html=html) == []


def test_the_finding_is_the_picture() -> None:
    html = '<p>Hi</p><a href="https://acme-rugs.com"><img src="cid:logo"></a>'
    assert spans(RULE, html=html) == ['<img src="cid:logo">']


@pytest.mark.parametrize("place", ["picture:0", "code:0"])
def test_an_address_in_the_pixels_is_found(place: str) -> None:
    assert spans(RULE, places={place: "ACME RUGS www.acme-rugs.com"}) == ["www.acme-rugs.com"]


@pytest.mark.parametrize(
    "code", ["tel:+447700900233", "BEGIN:VCARD\nFN:Jo\nEND:VCARD", "smsto:+44:hi", "https://wa.me/44770"]
)
def test_a_code_with_contact_data_is_found(code: str) -> None:
    assert "logo_link" in labels(RULE, places={"code:0": code})


@pytest.mark.parametrize("code", ["4006381333931", "00340434161094042557", "X0012345", "https://www.amazon.com/dp/B01"])
def test_a_code_that_is_a_number_or_allowed_passes(code: str) -> None:
    assert spans(RULE, places={"code:0": code, "picture:0": "ACME RUGS since 1990"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Scan the QR code in the picture to open our website with tips.",
        "Scannen Sie den QR-Code im Bild, er führt zu unserem Shop.",
        "Scannez le QR code de l'image pour voir notre site.",
        "Escanea el código QR de la imagen para entrar en nuestra web.",
        "Inquadra il QR nella foto per aprire il nostro sito.",
        "画像のQRコードを読み取って当店サイトへどうぞ。",
        "Point your phone's camera at the square below, it opens our page.",
    ],
)
def test_words_that_send_the_reader_to_a_code_count_with_a_picture_only(text: str) -> None:
    assert labels(RULE, text, files=(PHOTO,)) == {"logo_link", "link_external"}
    assert spans(RULE, text) == []


def test_a_code_for_a_messenger_is_contact_and_no_link() -> None:
    found = labels(RULE, "画像のQRコードを読み取って公式LINEへ。", files=(PHOTO,))
    assert found == {"logo_link", "off_platform_contact"}
