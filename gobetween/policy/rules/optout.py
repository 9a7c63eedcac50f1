"""Does it offer to unsubscribe: by link, button or key word?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.reading import Reading
from gobetween.policy.rules.shape import Rule
from gobetween.policy.ways import said, way
from gobetween.policy.words import Found, Label

WAYS = (
    way("optout", unless=("optout-noise",)),
    way("tired-of-mail", "answer-word", reach=1, unless=("optout-noise",)),
    way("answer-word", "stop-word", unless=("optout-noise",), ordered=True, characters=40),
    way("stop-word", "tired-of-mail", unless=("optout-noise",), characters=80),
)
WITH_LINK = (way("tired-of-mail", unless=("optout-noise",)),)
"""Ways that are one when a link stands in the message."""
PATH = re2.compile(
    r"(?i)(?:[/?&=._-]|^)(?:un-?sub(?:scribe|s)?|opt-?out|abmeld(?:en|ung)?|abbestell(?:en|ung)?|austragen|des-?inscri\w*|"
    r"desabonn\w*|stop-?mail\w*|(?:darse-?de-?)?baja|disiscri\w*|cancella(?:mi|ti|zione)?-?(?:iscrizione)?|uitschrijven|wypisz|"
    r"prefs|preferences|mail-?preferences|email-?settings|haishin-?teishi|kaijo|teishi|remove-?me|unsubscribe-?me)(?:[/?&=._-]|$)"
)


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that offers it, and each link that leads there."""
    yield from said(reading, WAYS)
    if reading.links:
        yield from said(reading, WITH_LINK)
    for address in reading.links:
        if PATH.search(address.path) or address.host.startswith(("unsubscribe.", "optout.", "unsub.")):
            yield Found(
                place=address.place, start=address.start, end=address.end, view=address.view, evidence=address.path
            )


RULE = Rule(
    id="optout",
    label=Label.OPTOUT_LINK,
    find=find,
    message="It offers to unsubscribe.",
    fix="Take it out: the marketplace lets buyers choose which messages they get.",
)
