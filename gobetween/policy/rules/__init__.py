"""One question a file; the table of them all."""

from __future__ import annotations

from gobetween.policy.rules import (
    contact_mail,
    contact_phone,
    cross_sell,
    hidden_text,
    insecure_picture,
    link_contact,
    link_disguised,
    link_external,
    link_mismatch,
    logo_link,
    marketing,
    optout,
    referral,
    review_change,
    review_incentive,
    review_positive,
    tracking_pixel,
)
from gobetween.policy.rules.shape import Rule

RULES: dict[str, Rule] = {
    module.RULE.id: module.RULE
    for module in (
        review_positive,
        review_incentive,
        review_change,
        marketing,
        cross_sell,
        referral,
        contact_mail,
        contact_phone,
        link_external,
        link_disguised,
        link_contact,
        link_mismatch,
        logo_link,
        optout,
        tracking_pixel,
        hidden_text,
        insecure_picture,
    )
}
