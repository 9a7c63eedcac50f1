"""The concepts that lexicons list phrases for. Rules combine them; a file may name no other."""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    # Reviews
    "review": "what a buyer publishes about a purchase or a shop: review, rating, feedback, testimonial",
    "remark": "words that mean a published review only in company: comment, note, text, what you wrote, stars",
    "leave": "the act of giving one: leave, write, post, rate us, share",
    "full-marks": "the best rating: five stars, 5/5, top rating, all the stars",
    "praise": "good, before a review: positive, great, kind, nice, glowing",
    "poor": "bad, before a review: negative, low, bad, neutral, one-star",
    "review-wish": "a whole phrase that asks for a good review by itself: give us five stars, we hope for a "
    "good review",
    "if-happy": "only if content: if you are happy, if you liked it, if we did well, loved it?",
    "if-unhappy": "if not content: if there is a problem, if you are not satisfied, anything less than five",
    "tell-us-first": "come to us (first, instead, only): contact us first, let us know before, give us a chance",
    "before-review": "before a review is left: before leaving a review, before you rate, instead of rating",
    "no-review": "asks not to leave one: do not leave negative feedback, please no bad ratings, refrain from",
    "change": "edit or take away: remove, delete, take down, revise, update, change, reconsider, withdraw",
    "review-change": "a whole phrase that asks to edit or remove one by itself",
    "review-change-hint": "changes a review only if the whole sounds like it: rework your post, think again about",
    "review-noise": "speaks of reviewing or rating something else: star-shaped, energy rating, feedback on the "
    "proof, "
    "under review, review your order details",
    "neutral": "asks everybody alike: good or bad, whether you loved it or not, we take it as it comes",
    "asked": "answers what the other asked: as you asked, you wanted to know, your question whether",
    # Rewards
    "reward": "something of value: gift card, voucher, refund, cash back, discount, coupon, free item, points, "
    "donation",
    "on-review": "on condition of a review: for your review, once your review is online, in return for a review, "
    "screenshot of your review",
    "incentive-hint": "rewards a review only if the whole sounds like it: each review enters, in return for your words",
    "reward-noise": "value that is owed or sold anyway: gift card you ordered, refund for the return, free of "
    "charge repair",
    # Promotion
    "discount": "a price advantage: 10% off, coupon, promo code, half price, cheaper",
    "next-order": "a further purchase: your next order, next time you shop, come back",
    "sale": "a campaign: summer sale, black friday, clearance, limited time offer, flash deal",
    "win-back": "calls back or flatters a regular: we miss you, it has been a while, valued customer, VIP, loyalty",
    "follow": "asks to follow, favourite, subscribe, tag, join: follow us on, add us to favourites, newsletter",
    "marketing-phrase": "a whole phrase that is advertising by itself: shop now, don't miss, exclusive offer",
    "marketing-hint": "advertises only if the whole sounds like it: join our club, prices go down",
    "discount-noise": "a discount on this order as compensation or a fact: 20% refund for the scratch, discount "
    "was applied",
    "novelty": "new or seasonal goods: new arrivals, new collection, just launched, now in stock",
    "other-goods": "further goods of this seller: our other products, our shop for more, whole range, matching lid",
    "goes-with": "recommends a supplement: goes well with, pairs with, complete the look, you may also like",
    "cross-sell-phrase": "a whole phrase that sells further goods by itself: check out our store, browse our range",
    "cross-sell-hint": "sells further goods only if the whole sounds like it: we also make, sold separately",
    "goods-noise": "further goods meant innocently: other item in your order, replacement part, the matching "
    "lid is missing",
    "third-party": "another firm or its goods: our partner, our friends at, my brother's shop, a company called",
    "recommend": "recommends or sends on: we recommend, try, use their app, book with, tell them we sent you",
    "endorse": "recommends what is named next: we recommend, try, ask for, go to, we trust",
    "referral-phrase": "a whole phrase that refers by itself: refer a friend, tell your friends, invite a friend",
    "referral-hint": "refers only if the whole sounds like it: in good hands with, bring a colleague, rave about",
    "referral-noise": "recommends innocently: we recommend to wash at 30, referral slip, recommended by the maker",
    "optout": "unsubscribe, opt out, stop receiving, manage preferences, reply STOP",
    "optout-noise": "opting out of something else: subscribe & save, cancel the order",
    "tired-of-mail": "does somebody want no more messages? no more of these, fewer letters, too much mail",
    "answer-word": "answer with a word: reply with, send the word, just say, text",
    "stop-word": "a word that ends messages by itself: STOP, UNSUBSCRIBE, OPTOUT",
    # Contact
    "messenger": "a messenger or social network, its nicknames and misspellings: whatsapp, wa, the green app, "
    "insta, LINE",
    "messenger-noise": "a messenger's name in another sense: LINE Friends plush, telegram style, signal lamp, sticker",
    "handle-cue": "says that a name follows: my handle is, find me as, user name, ID",
    "call": "use the phone: call, ring, text, SMS, phone us",
    "write-mail": "use mail: e-mail us, write to our mail address, drop a mail",
    "phone-word": "the number itself: phone number, mobile, hotline, tel",
    "mail-word": "the address itself: e-mail address, mailbox, gmail, inbox",
    "ask-contact": "asks the other for contact data: what's your number, send me your e-mail, are you on",
    "elsewhere": "away from the marketplace: outside, off the platform, directly, without fees, on our own site",
    "pay-way": "other ways to pay: PayPal, bank transfer, cash, Zelle, IBAN",
    "deal": "buy, pay, order, arrange, settle, talk",
    "elsewhere-phrase": "a whole phrase that leads away by itself: cancel here and buy direct, pay cash on collection",
    "pointer": "points to where contact data stands: my number is on the invoice, look us up, card in the parcel",
    "contact-noise": "contact meant innocently: carrier calls you, reply here, contact us through the marketplace",
    "phone-noise": "a number that is none of a phone: order, tracking, part, lot, serial, SKU, ISBN, account, IBAN",
    "number-pieces": "speaks of pieces to be put together: first half, part two, join them, last digits",
    # Words of others
    "wording": "says that the words in quotation marks near it are a title or stand on goods: the book, the engraving, "
    "the text reads",
    # Proactive mail
    "confirmation": "confirms an order or a shipment: your order has been confirmed, has been shipped",
    "thanks": "only thanks: thank you for your order, we hope you enjoy it, here to help",
    "cancel-ask": "asks the buyer to cancel: please cancel the order, could you request a cancellation",
    "cancel-noise": "a cancellation that the buyer wants: if you wish to cancel, your cancellation, as you requested",
    "critical": "what makes a message critical: cannot ship, address is incomplete, damaged, recall, confirm "
    "the design",
    # Sensitive
    "abuse": "insults, threats and slurs",
    "adult": "sexual and adult content",
    "violence": "violence and gore",
    "sensitive-noise": "such words meant innocently: chicken breast, kill switch, a plant's sex, weed killer",
}

SHAPES: dict[str, str] = {
    "percent": "a percentage",
    "money": "an amount of money",
    "code": "a word in capitals, as a coupon code is",
    "stars": "a row of stars",
    "name": "a name in the middle of a sentence: capitalised words (tells nothing in German)",
}
"""Concepts that `shapes` finds in any language; a lexicon file does not list them."""
