"""What notices say, by cause and language. `{subject}`, `{party}` and `{reason}` are filled in; no address ever is."""

from __future__ import annotations

from dataclasses import dataclass

from gobetween import eligibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Subject line and text of a notice."""

    subject: str
    text: str


WORDINGS: dict[str, dict[str, Wording]] = {
    "undelivered": {
        "en": Wording(
            subject="Not delivered: {subject}",
            text="Your message “{subject}” could not be delivered to {party}.\n\n"
            "It is kept in the conversation, and {party} can read it on the web. You need not send it again.\n",
        ),
        "de": Wording(
            subject="Nicht zugestellt: {subject}",
            text="Ihre Nachricht „{subject}“ konnte nicht an {party} zugestellt werden.\n\n"
            "Sie steht im Gesprächsverlauf, und {party} kann sie im Web lesen. Ein zweiter Versand ist nicht nötig.\n",
        ),
    },
    "held": {
        "en": Wording(
            subject="Waiting for review: {subject}",
            text="Your message “{subject}” to {party} waits for a review by the marketplace ({reason}).\n\n"
            "You need not do anything. You will be told if it cannot be passed on.\n",
        ),
        "de": Wording(
            subject="Wird geprüft: {subject}",
            text="Ihre Nachricht „{subject}“ an {party} wird vom Marktplatz geprüft ({reason}).\n\n"
            "Sie müssen nichts tun. Sie erfahren es, wenn sie nicht weitergegeben werden kann.\n",
        ),
    },
    "refused": {
        "en": Wording(
            subject="Not passed on: {subject}",
            text="Your message “{subject}” was not passed on to {party}: {reason}.\n",
        ),
        "de": Wording(
            subject="Nicht weitergegeben: {subject}",
            text="Ihre Nachricht „{subject}“ wurde nicht an {party} weitergegeben: {reason}.\n",
        ),
    },
    "held-by-rule": {
        "en": Wording(
            subject="Waiting for review: {subject}",
            text="Your message “{subject}” to {party} waits for a review by the marketplace, because of this:\n\n"
            "{detail}\n\nYou need not do anything. You will be told if it cannot be passed on.\n",
        ),
        "de": Wording(
            subject="Wird geprüft: {subject}",
            text="Ihre Nachricht „{subject}“ an {party} wird vom Marktplatz geprüft, und zwar deshalb:\n\n"
            "{detail}\n\nSie müssen nichts tun. Sie erfahren es, wenn sie nicht weitergegeben werden kann.\n",
        ),
    },
    "refused-by-rule": {
        "en": Wording(
            subject="Not passed on: {subject}",
            text="Your message “{subject}” was not passed on to {party}. This stands in the way:\n\n"
            "{detail}\n\nPlease change it and send the message again.\n",
        ),
        "de": Wording(
            subject="Nicht weitergegeben: {subject}",
            text="Ihre Nachricht „{subject}“ wurde nicht an {party} weitergegeben. Das steht im Weg:\n\n"
            "{detail}\n\nBitte ändern Sie es und senden Sie die Nachricht noch einmal.\n",
        ),
    },
    "partial": {
        "en": Wording(
            subject="Passed on without some files: {subject}",
            text="Your message “{subject}” was passed on to {party}, but without:\n\n{detail}\n\n"
            "Pictures, PDF, Word and text files that name nobody's address can be passed on.\n",
        ),
        "de": Wording(
            subject="Ohne einige Dateien weitergegeben: {subject}",
            text="Ihre Nachricht „{subject}“ wurde an {party} weitergegeben, aber ohne:\n\n{detail}\n\n"
            "Bilder, PDF-, Word- und Textdateien, die keine Adresse nennen, können weitergegeben werden.\n",
        ),
    },
}

REASONS: dict[str, dict[str, str]] = {
    **eligibility.SENTENCES,
    "repeated": {"en": "the same text was sent a moment ago", "de": "derselbe Text wurde gerade eben schon gesendet"},
    "encrypted": {
        "en": "it is encrypted and cannot be read here; please send it without encryption",
        "de": "sie ist verschlüsselt und hier nicht lesbar; bitte senden Sie sie unverschlüsselt",
    },
    "empty": {"en": "it is empty", "de": "sie ist leer"},
    "from-missing": {"en": "it does not say who wrote it", "de": "sie nennt keinen Absender"},
    "several-froms": {"en": "it names more than one author", "de": "sie nennt mehr als einen Absender"},
    "too-large": {
        "en": "it is too large; please send smaller files",
        "de": "sie ist zu groß; bitte senden Sie kleinere Dateien",
    },
    "header-too-large": {"en": "its header is too large", "de": "ihr Kopf ist zu groß"},
    "too-many-headers": {"en": "its header has too many lines", "de": "ihr Kopf hat zu viele Zeilen"},
    "too-many-parts": {"en": "it has too many parts", "de": "sie hat zu viele Teile"},
    "too-deep": {"en": "its parts are nested too deeply", "de": "ihre Teile sind zu tief verschachtelt"},
    "scanning": {
        "en": "its files are being looked at; it goes on by itself",
        "de": "ihre Dateien werden gerade angesehen; sie geht von selbst weiter",
    },
    "scan-failed": {
        "en": "a file could not be looked at, and a person will do so",
        "de": "eine Datei ließ sich nicht prüfen, das übernimmt ein Mensch",
    },
    "not-allowed": {
        "en": "the marketplace's rules do not allow it",
        "de": "die Regeln des Marktplatzes lassen sie nicht zu",
    },
    "unreadable": {
        "en": "it could not be read; please write it anew",
        "de": "sie war nicht lesbar; bitte schreiben Sie sie neu",
    },
}
"""Sentences for reasons; a reason without one is shown as its own name."""

MORE = {"en": "- and {count} more of this kind", "de": "- und {count} weitere Stellen"}
NOBODY = {"en": "(no subject)", "de": "(ohne Betreff)"}
BUYER = {"en": "the buyer", "de": "die Käuferin oder den Käufer"}


def language(locale: str) -> str:
    """The language of the catalogue nearest to a locale."""
    return "de" if locale.lower().startswith("de") else "en"


def worded(cause: str, *, locale: str, subject: str, party: str, reason: str = "", detail: str = "") -> Wording:
    """The notice for `cause`. Raises `KeyError` for a cause without a wording."""
    spoken = language(locale)
    wording = WORDINGS[cause][spoken]
    sentence = REASONS.get(reason, {}).get(spoken, reason)
    filled = {
        "subject": subject.strip() or NOBODY[spoken],
        "party": party or BUYER[spoken],
        "reason": sentence,
        "detail": detail,
    }
    text = wording.text.format(**filled).replace(f"{filled['party']}.", f"{filled['party'].rstrip('.')}.")
    return Wording(subject=wording.subject.format(**filled)[:400], text=text)
