"""English words for reviews and promotion: found in many ways of saying it, and ordinary service mail left alone."""

from __future__ import annotations

import pytest

from tests.policy.asking import worded


def labels(text: str) -> set[str]:
    return worded(text, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please give us 5 stars, it helps our small family shop so much.", {"review_positive"}),
        ("We hope for a positive review from you.", {"review_positive"}),
        ("Kindly leave a good feedback for our service.", {"review_positive"}),
        ("If you are happy with the lamp, please leave a review.", {"review_positive"}),
        ("Please do not leave negative feedback, contact us and we fix it.", {"review_positive"}),
        ("Rate us five stars!", {"review_positive"}),
        ("r e v i e w  w i t h  5  s t a r s please", {"review_positive"}),
        ("We work hard for your positive feed​back.", {"review_positive"}),
        ("We send you a gift card for your review.", {"review_incentive"}),
        ("Leave a review and get a free pair of socks.", {"review_incentive"}),
        ("Once your review is online we refund the shipping.", {"review_incentive"}),
        ("Send us a screenshot of your review to receive 10 dollars.", {"review_incentive"}),
        ("Could you please remove your negative review?", {"review_change"}),
        ("Would you consider updating your rating now that the part works?", {"review_change"}),
        ("We kindly ask you to delete the comment about us.", {"review_change"}),
        ("We'd refund in full if you take the review down.", {"review_change", "review_incentive"}),
        ("Enjoy 20% off your next order with us.", {"marketing"}),
        ("Our summer sale starts today.", {"marketing"}),
        ("Use the coupon code THANKS10 on your next order.", {"marketing"}),
        ("We miss you! Come back soon and save 15%.", {"marketing"}),
        ("Follow us on Instagram and never miss a sale.", {"marketing"}),
        ("D1sc0unt for your n3xt order, twenty percent", {"marketing"}),
        ("Check out our other products in our shop.", {"cross_sell"}),
        ("You may also like our matching napkins.", {"cross_sell"}),
        ("Our whole range of accessories goes well with your camera.", {"cross_sell"}),
        ("Refer a friend, we would be glad.", {"referral"}),
        ("My cousin has a shop for tyres, very cheap.", {"referral"}),
        ("Our partner Nestly gives our buyers phone cover for free.", {"referral", "marketing"}),
    ],
)
def test_it_is_found(text: str, expected: set[str]) -> None:
    assert expected <= labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you get the chance, please leave a review.",
        "Would you share your honest opinion of the lamp, good or bad?",
        "Your five star-shaped cookie cutters ship on Monday.",
        "Please send feedback on the colour sample, we print afterwards.",
        "The energy rating of the fridge is B, five stars on the old scale.",
        "We refunded the 20 % for the scratch, it is on your card on Friday.",
        "Please review the order details and change the address if needed.",
        "The gift card you ordered is attached.",
        "As you asked: you can edit your review under Your Account.",
        "We do not offer anything for reviews, whatever you think of it is fine.",
        "If you are not happy with the size, return it within 30 days.",
        "If there is any problem, contact us first and we find a solution.",
        "Your refund and the replacement are on their way.",
        "The other item of your order follows on Tuesday.",
        "We recommend to wash it at 30 degrees.",
        "Our carrier partner calls you before delivery.",
        "Your referral slip from the optician is missing.",
        "No discount code was applied to your order, that is why the total is higher.",
        "The sale tax is shown on the invoice.",
        "Please follow the instructions on page 3 and subscribe to nothing.",
        "The matching lid was missing in your parcel, we send it today.",
        "Shall the card say 'We miss you'?",
        "You can still change the text of the engraving until noon.",
        "It takes three to five working days until the refund is on your card.",
        "New batteries are needed, two of size AA.",
        "Thank you for your kind review, we are glad!",
        "Do you want the second strap in brown or in black?",
        "My wife packs the parcels and she will add the missing screws.",
    ],
)
def test_ordinary_mail_passes(text: str) -> None:
    assert labels(text) == set()
