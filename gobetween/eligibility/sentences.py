"""For every reason what people are told, as the end of "it was not passed on: ..."."""

from __future__ import annotations

from datetime import datetime

from gobetween.eligibility.words import Eligibility

SENTENCES: dict[str, dict[str, str]] = {
    "pair-unknown": {"en": "there is nobody at this address", "de": "unter dieser Adresse gibt es niemanden"},
    "alias-retired": {"en": "this address is no longer in use", "de": "diese Adresse wird nicht mehr verwendet"},
    "author-not-approved": {
        "en": "this sender may not write for this party",
        "de": "diese Absenderadresse ist nicht freigegeben",
    },
    "pair-limit": {
        "en": "too many messages in one hour; please write again later",
        "de": "zu viele Nachrichten in einer Stunde; bitte schreiben Sie später noch einmal",
    },
    "messaging-suspended": {
        "en": "this shop may only answer at present, and not begin",
        "de": "dieser Shop darf derzeit nur antworten und nicht selbst anschreiben",
    },
    "no-contact": {
        "en": "this buyer has neither ordered from the shop nor written to it",
        "de": "hier wurde weder beim Shop bestellt noch an ihn geschrieben",
    },
    "order-needed": {"en": "it must be about an order", "de": "sie muss sich auf eine Bestellung beziehen"},
    "order-cancelled": {"en": "the order was cancelled", "de": "die Bestellung wurde storniert"},
    "afn-messaging-off": {
        "en": "the marketplace ships this order and answers for it; this shop has such messages switched off",
        "de": "der Marktplatz versendet diese Bestellung und antwortet dazu; der Shop hat das ausgeschaltet",
    },
    "platform-handles-it": {
        "en": "the marketplace's support answers this; please write to it",
        "de": "dafür ist der Kundendienst des Marktplatzes zuständig; bitte schreiben Sie dorthin",
    },
    "gift-return": {
        "en": "a gift is being returned; the shop may answer questions about it, and not begin",
        "de": "ein Geschenk wird zurückgegeben; der Shop darf Fragen dazu beantworten, aber nicht selbst anschreiben",
    },
    "wrong-order-state": {
        "en": "this does not suit how far the order is",
        "de": "das passt nicht zum Stand der Bestellung",
    },
    "item-needed": {"en": "the order has no item of that kind", "de": "die Bestellung enthält keinen solchen Artikel"},
    "return-needed": {"en": "there is no open return", "de": "es gibt keine offene Rückgabe"},
    "low-rating-needed": {"en": "there is no negative feedback", "de": "es gibt keine negative Bewertung"},
    "window-over": {
        "en": "the order was completed too long ago; only an answer to the buyer's own message can be sent now",
        "de": "die Bestellung ist zu lange abgeschlossen; jetzt geht nur noch eine Antwort auf eine Nachricht von dort",
    },
    "review-too-early": {
        "en": "it is too early to ask for a review",
        "de": "um eine Bewertung zu bitten ist es noch zu früh",
    },
    "review-too-late": {
        "en": "it is too late to ask for a review",
        "de": "um eine Bewertung zu bitten ist es zu spät",
    },
    "review-asked": {
        "en": "a review of this order was asked for already",
        "de": "um eine Bewertung dieser Bestellung wurde schon gebeten",
    },
    "feedback-asked": {
        "en": "a change of this feedback was asked for already",
        "de": "um eine Änderung dieser Bewertung wurde schon gebeten",
    },
    "buyer-blocked": {
        "en": "this buyer wants messages from this shop only as answers",
        "de": "hier sind Nachrichten dieses Shops nur als Antwort erwünscht",
    },
    "buyer-opted-out": {
        "en": "this buyer wants no messages that were not asked for; an answer must be sent as an answer to the "
        "buyer's own mail, and what an order cannot do without may carry [Important] in its subject",
        "de": "hier sind keine unaufgeforderten Nachrichten erwünscht; eine Antwort muss als Antwort auf die Mail "
        "von dort gesendet werden, und was für eine Bestellung unerlässlich ist, darf [Important] im Betreff tragen",
    },
    "seller-restricted": {
        "en": "this shop may not begin messages at present; answers and critical messages still go",
        "de": "dieser Shop darf derzeit nicht selbst anschreiben; Antworten und kritische Nachrichten gehen weiterhin",
    },
    "templates-only": {
        "en": "this shop may begin only with the marketplace's own wording; answers and critical messages still go",
        "de": "dieser Shop darf nur mit den Vorlagen des Marktplatzes selbst anschreiben; Antworten und kritische "
        "Nachrichten gehen weiterhin",
    },
    "seller-limit": {
        "en": "the shop has begun as many messages as it may in one day",
        "de": "der Shop hat so viele Nachrichten begonnen, wie an einem Tag erlaubt sind",
    },
    "buyer-limit": {
        "en": "the shop has written to this buyer unasked too often within a week",
        "de": "der Shop hat hier innerhalb einer Woche zu oft unaufgefordert geschrieben",
    },
    "critical-ration": {
        "en": "the shop has sent as many critical messages as it may in one week",
        "de": "der Shop hat so viele kritische Nachrichten gesendet, wie in einer Woche erlaubt sind",
    },
}
FROM = {"en": "{sentence} (from {date} on it can be sent)", "de": "{sentence} (ab {date} ist es möglich)"}
DATES = {"en": "{day} {month} {year}", "de": "{day}. {month} {year}"}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
}


def sentence(eligibility: Eligibility, language: str) -> str:
    """Why not, and from which day on it can be sent where that is known; empty when granted. Raises `KeyError`
    for a language that is not in the catalogue."""
    if eligibility.granted:
        return ""
    told = SENTENCES[eligibility.reason][language]
    if eligibility.since is None:
        return told
    return FROM[language].format(sentence=told, date=_day(eligibility.since, language))


def _day(when: datetime, language: str) -> str:
    return DATES[language].format(day=when.day, month=MONTHS[language][when.month - 1], year=when.year)
