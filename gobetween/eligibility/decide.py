"""The table of reasons to say no, in order, and the decision that reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from gobetween.eligibility.critical import has, is_critical
from gobetween.eligibility.places import afn_is_off, gift_returns, platform_answers
from gobetween.eligibility.terms import SELLERS, Need, Terms
from gobetween.eligibility.words import Eligibility, Facts, Grant, OrderState, Purpose, Step

Bar = Callable[[Facts, Purpose, Terms], bool]


def starts(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    """Whether a seller begins something: the thread decides; what may be asked once an order is never a reply."""
    return not facts.author_is_buyer and (not facts.thread_known or terms.rule(purpose).once)


def _unless_reply(bar: Bar) -> Bar:
    return lambda f, p, t: starts(f, p, t) and bar(f, p, t)


def _unless_critical(bar: Bar) -> Bar:
    return lambda f, p, t: starts(f, p, t) and not is_critical(f, p, t) and bar(f, p, t)


def _unless_official(step: Step) -> Bar:
    return _unless_critical(lambda f, p, t: f.restriction is step and not t.rule(p).official)


def _needs(*needs: Need) -> Bar:
    return _unless_reply(
        lambda f, p, t: f.order is not None and t.rule(p).needs in needs and not has(f.order, t.rule(p).needs)
    )


def _over(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    """The window runs from completion; without an order, from what the buyer last wrote."""
    began = facts.order.completed_at if facts.order else facts.last_heard
    if began is None or purpose is Purpose.REVIEW_REQUEST:
        return False
    return facts.now > began + timedelta(days=terms.windows_proactive_days)


def _cancelled(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    return _state(facts) is OrderState.CANCELLED and OrderState.CANCELLED not in terms.rule(purpose).states


def _state(facts: Facts) -> OrderState | None:
    return facts.order.state if facts.order else None


def review_from(facts: Facts, terms: Terms) -> datetime | None:
    """When a review may first be asked for: days after the earliest delivery; unknown without any date."""
    first = facts.order and (facts.order.deliver_from or facts.order.completed_at)
    return first + timedelta(days=terms.review_request_from_days) if first else None


def review_to(facts: Facts, terms: Terms) -> datetime | None:
    """Until when: days after the latest delivery."""
    last = facts.order and (facts.order.deliver_by or facts.order.completed_at)
    return last + timedelta(days=terms.review_request_to_days) if last else None


def _too_early(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    begin = review_from(facts, terms)
    return purpose is Purpose.REVIEW_REQUEST and (begin is None or facts.now < begin)


def _too_late(facts: Facts, purpose: Purpose, terms: Terms) -> bool:
    end = review_to(facts, terms)
    return purpose is Purpose.REVIEW_REQUEST and end is not None and facts.now > end


BARS: tuple[tuple[str, Bar], ...] = (
    ("pair-unknown", lambda f, p, t: not f.pair_exists),
    ("alias-retired", lambda f, p, t: not f.alias_alive),
    ("author-not-approved", lambda f, p, t: not f.author_may_write),
    ("pair-limit", lambda f, p, t: f.over_limit),
    ("messaging-suspended", _unless_reply(lambda f, p, t: f.restriction >= Step.MESSAGING)),
    ("no-contact", _unless_reply(lambda f, p, t: f.order is None and not f.had_contact)),
    ("order-needed", _unless_reply(lambda f, p, t: f.order is None and p in SELLERS and p is not Purpose.OTHER)),
    ("order-cancelled", _unless_reply(_cancelled)),
    ("afn-messaging-off", lambda f, p, t: afn_is_off(f, p, t, begins=starts(f, p, t))),
    ("platform-handles-it", lambda f, p, t: platform_answers(f, p, t, begins=starts(f, p, t))),
    ("gift-return", _unless_reply(lambda f, p, t: gift_returns(f, t))),
    ("wrong-order-state", _unless_reply(lambda f, p, t: f.order is not None and f.order.state not in t.rule(p).states)),
    ("item-needed", _needs(Need.CUSTOM, Need.HEAVY, Need.DIGITAL, Need.SERVICE)),
    ("return-needed", _needs(Need.RETURN)),
    ("low-rating-needed", _needs(Need.LOW_RATING)),
    ("window-over", _unless_reply(_over)),
    ("review-too-early", _unless_reply(_too_early)),
    ("review-too-late", _unless_reply(_too_late)),
    ("review-asked", _unless_reply(lambda f, p, t: p is Purpose.REVIEW_REQUEST and f.review_asked)),
    ("feedback-asked", _unless_reply(lambda f, p, t: p is Purpose.FEEDBACK_UPDATE and f.feedback_asked)),
    ("buyer-blocked", _unless_critical(lambda f, p, t: f.buyer_blocked_seller)),
    ("buyer-opted-out", _unless_critical(lambda f, p, t: f.buyer_opted_out)),
    ("seller-restricted", _unless_official(Step.PROACTIVE)),
    ("templates-only", _unless_official(Step.TEMPLATES)),
    (
        "seller-limit",
        _unless_critical(lambda f, p, t: f.seller_allowance is not None and f.sent_today >= f.seller_allowance),
    ),
    ("buyer-limit", _unless_critical(lambda f, p, t: f.sent_to_buyer_in_week >= t.limits_buyer_week)),
    (
        "critical-ration",
        _unless_reply(lambda f, p, t: is_critical(f, p, t) and f.critical_in_week >= t.limits_critical_week),
    ),
)
"""A reply is stopped by the first four, and by who answers for orders the marketplace ships. No bar is a violation:
to have tried, while the buyer had opted out, counts against nobody."""

CHANGES: dict[str, Callable[[Facts, Terms], datetime | None]] = {
    "messaging-suspended": lambda facts, terms: facts.restricted_until,
    "seller-restricted": lambda facts, terms: facts.restricted_until,
    "templates-only": lambda facts, terms: facts.restricted_until,
    "review-too-early": review_from,
    "seller-limit": lambda facts, terms: _tomorrow(facts.now),
}
"""When a no will change, where that can be known."""


def decide(facts: Facts, purpose: Purpose, terms: Terms) -> Eligibility:
    """Granted, or the first reason why not and since when it may be granted."""
    for reason, holds in BARS:
        if holds(facts, purpose, terms):
            changes = CHANGES.get(reason)
            return Eligibility(granted=False, reason=reason, since=changes(facts, terms) if changes else None)
    return Eligibility(granted=True, grant=_grant(facts, purpose, terms))


def menu(facts: Facts, terms: Terms) -> tuple[tuple[Purpose, Eligibility], ...]:
    """What a seller may send now, and why not the rest: every purpose, always in the same order."""
    return tuple((purpose, decide(facts, purpose, terms)) for purpose in SELLERS)


def _grant(facts: Facts, purpose: Purpose, terms: Terms) -> Grant:
    """A buyer's message and an answer on a known thread are replies; what a seller starts goes by its purpose."""
    if not starts(facts, purpose, terms):
        return Grant.REPLY
    if terms.rule(purpose).once:
        return Grant.SOLICITATION
    return Grant.CRITICAL if is_critical(facts, purpose, terms) else Grant.PROACTIVE


def _tomorrow(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
