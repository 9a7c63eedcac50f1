"""Does a picture carry a web address: linked, in its pixels, in its own words, or as a code to scan?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.outside import CONTACT_SCHEMES, Address
from gobetween.policy.reading import Passage, Reading
from gobetween.policy.rules.link_external import found
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label

SEEN = ("picture:", "code:")
SCAN = re2.compile(
    r"\bqr\b|qr[- ]?code|(?:\bscan (?:the|this|that|our|me|it|with|below|to)|\bscann|\bescane|\bscansion|\binquadra|"
    r"\bflash(?:ez|er)\b|\beinscann|\babscann)[^.!?\n]{0,60}(?:code|codigo|codice|square|block|symbol|picture|image|bild|"
    r"imagen|immagine|foto|photo)|"
    r"(?:camera|kamera|appareil|telefono|fotocamera|camara|movil|handy|phone|smartphone)[^.!?\n]{0,60}"
    r"(?:square|block|quadrat|kastchen|carre|cuadro|cuadrad|quadrat|codice|codigo|code)|"
    r"(?:square|block|quadrat|kastchen|carre|cuadrad|quadratino)[^.!?\n]{0,60}(?:camera|kamera|appareil|fotocamera|camara)|"
    r"qrコード|二次元コード|スキャン|読み取|読みと|扫码|扫一扫|二维码|qr코드|스캔"
)
GOAL = re2.compile(
    r"\bweb|\bsite\b|\bsitio|\bsito|\bseite|\bhomepage|\bpagina|\bpage\b|\bshop|\bstore|\btienda|\bboutique|\bnegozio|\bladen|"
    r"\bonline|\blink|\blien|\benlace|\burl\b|\bopens?\b|\bbrings?\b|\bleads?\b|\bfuhrt|\bofrece|\bvideo|\bvideos|\bregist|"
    r"\bcatalog|\bkatalog|\bgalerie|\bdiscount|\brabatt|\bcoupon|\bforum|\bgruppe|\bgroup|\bline\b|\bwhatsapp|\btelegram|\bwechat|"
    r"\binstagram|\bfacebook|サイト|ショップ|ページ|ホームページ|動画|登録|クーポン|公式|店|网站|网店|商店|微信|사이트|페이지"
)
TALK = re2.compile(
    r"\bline\b|whatsapp|telegram|wechat|微信|instagram|facebook|messenger|viber|kakao|카카오|chat\b|signal|discord|ライン"
)
WITHOUT_SITE = re2.compile(
    r"\breturn|\bretour|\brucksend|\bretoure|\bdevoluc|\breso\b|\blabel\b|\betikett|\betiquet|\betichetta|packstation|paketshop|"
    r"\bparcel shop|\bpost office|\bcounter|\bclerk|\bcarrier|\bcourier|\bpostamt|\bfiliale|"
    r"\bbureau de poste|\boficina|"
    r"\bufficio|\bwifi|\bwi-fi|\bwlan|\bapp\b|返品|コンビニ|窓口|wi-fi|伝票"
)
BRIEF = 220
"""Characters around the word for scanning in which its goal is looked for."""


def find(reading: Reading) -> Iterator[Found]:
    """Linked pictures, addresses in what a picture shows or says, and codes that a text sends the reader to."""
    yield from _linked(reading)
    for address in reading.links:
        if address.place.startswith(SEEN) or address.spoken:
            yield found(address)
            if not address.web:
                yield found(address, Label.OFF_PLATFORM_CONTACT)
    yield from _contact_codes(reading)
    if has_picture(reading):
        yield from _pointed_at(reading)


def _linked(reading: Reading) -> Iterator[Found]:
    """Pictures within a link that leads away."""
    tagged = {(each.place, each.tag.start): each for each in reading.links if each.tag is not None}
    if not tagged:
        return
    for place, page in reading.pages.items():
        for anchor in page.anchors:
            address = tagged.pop((place, anchor.tag.start), None)
            if address and anchor.pictures:
                picture = anchor.pictures[0]
                yield Found(place=place, start=picture.start, end=picture.end, view="linked", evidence=address.host)
    for (place, _), address in tagged.items():
        if address.tag is not None and (address.tag.name in ("img", "image") or _is_picture_button(address)):
            yield Found(place=place, start=address.tag.start, end=address.tag.end, view="linked", evidence=address.host)


def _is_picture_button(address: Address) -> bool:
    tag = address.tag
    return tag is not None and tag.name == "input" and tag.attributes.get("type", "").lower() == "image"


def _contact_codes(reading: Reading) -> Iterator[Found]:
    """Codes that hold a number to call, a card or a mail address."""
    for passage in reading.own:
        if passage.place.startswith("code:") and passage.source.lstrip().lower().startswith(CONTACT_SCHEMES):
            for label in (None, Label.OFF_PLATFORM_CONTACT):
                yield Found(place=passage.place, start=0, end=len(passage.source), label=label, view="code")


def has_picture(reading: Reading) -> bool:
    """Whether the message has a picture, in its HTML or as a file."""
    if any(file.media_type.startswith("image/") for file in reading.draft.files):
        return True
    return any(page.pictures for place, page in reading.pages.items() if not place.startswith("quoted"))


def _pointed_at(reading: Reading) -> Iterator[Found]:
    """A text that sends its reader from the picture to a site; once a place."""
    for passage in reading.own:
        if passage.spoken or passage.place.startswith((*SEEN, "file")):
            continue
        text = passage.folded.text
        match = SCAN.search(text)
        if match:
            yield from _sent(reading, passage, *match.span())


def _sent(reading: Reading, passage: Passage, start: int, end: int) -> Iterator[Found]:
    around = passage.folded.text[max(0, start - BRIEF) : end + BRIEF]
    named = any(each.place == passage.place and each.tag is None for each in reading.links)
    if not named and (not GOAL.search(around) or WITHOUT_SITE.search(around)):
        return
    first, last = passage.folded.span(start, end)
    labels = [Label.LOGO_LINK, *([] if named or TALK.search(around) else [Label.LINK_EXTERNAL])]
    for label in labels:
        yield Found(place=passage.place, start=first, end=last, view="pointed at", label=label)
    if TALK.search(around):
        yield Found(place=passage.place, start=first, end=last, view="pointed at", label=Label.OFF_PLATFORM_CONTACT)


RULE = Rule(
    id="logo-link",
    label=Label.LOGO_LINK,
    find=find,
    message="A picture carries or opens a web address.",
    fix="Use the picture without the link, the address or the code.",
)
