"""Does it link to somewhere outside the marketplace?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.outside import Address
from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Direction, Found, Label

SALE = re2.compile(
    r"(?i)[/=_-](?:sales?|deals?|offers?|promo(?:s|tions?|code)?|discounts?|coupons?|vouchers?|clearance|outlet|blackfriday|"
    r"black-friday|cyber-?monday|flash-?sale|angebote?|rabatte?|gutscheine?|aktionen|ausverkauf|soldes|promotions|"
    r"bons?-plans?|remises|rebajas|ofertas?|descuentos?|cup(?:o|%c3%b3)n(?:es)?|saldi|offert[ae]|sconti|buoni)(?:[/?&=._-]|$)|"
    r"[?&](?:coupon|promo|voucher|discount|gutschein|code_promo)="
)
RANGE = re2.compile(r"(?i)/(?:collections?|new-arrivals|neuheiten|novedades|nouveautes|novita|bestsellers?)(?:[/?]|$)")


def find(reading: Reading) -> Iterator[Found]:
    """Each address whose host is not permitted; a page of offers advertises besides."""
    for address in reading.links:
        if address.web and not address.disguised and not _is_on_goods(address, reading):
            yield found(address)
            yield from promoted(address, reading)


def _is_on_goods(address: Address, reading: Reading) -> bool:
    """Whether it is a part of what goods to be made shall bear, and leads nowhere."""
    if address.tag is not None or reading.draft.purpose != "customization":
        return False
    return any(passage.is_on_goods(address.host) for passage in reading.own if passage.place == address.place)


def found(address: Address, label: Label | None = None) -> Found:
    """The finding for an address."""
    return Found(
        place=address.place,
        start=address.start,
        end=address.end,
        view=address.view,
        replacement="" if address.tag is None else None,
        label=label,
        evidence=address.host,
    )


def promoted(address: Address, reading: Reading) -> Iterator[Found]:
    """What the page behind the address says by its name."""
    if reading.draft.direction != Direction.TO_BUYER or len(address.path) < 4:
        return
    if SALE.search(address.path):
        yield found(address, Label.MARKETING)
    if RANGE.search(address.path):
        yield found(address, Label.CROSS_SELL)


RULE = Rule(
    id="link-external",
    label=Label.LINK_EXTERNAL,
    find=find,
    message="It links to a place outside the marketplace.",
    fix="Take the link out: say what matters here, or attach it as a file.",
)
