"""Does it ask for the other's contact data?"""

from __future__ import annotations

from collections.abc import Iterator

from gobetween.policy.reading import Passage, Reading, Text
from gobetween.policy.rules.shape import Rule
from gobetween.policy.words import Found, Label


def find(reading: Reading) -> Iterator[Found]:
    """Each sentence that asks for it, unless a carrier needs it or it is a number of the order."""
    for passage in reading.own:
        for text in passage.texts:
            yield from _asked(passage, text)


def _asked(passage: Passage, text: Text) -> Iterator[Found]:
    taken = {text.sentence(hit.start) for hit in text.of("contact-noise")}
    for hit in text.of("ask-contact"):
        sentence = text.sentence(hit.start)
        if sentence in taken or any(each.start < hit.end and hit.start < each.end for each in text.of("phone-noise")):
            continue
        taken.add(sentence)
        start, end = text.view.span(hit.start, hit.end)
        view = "hidden" if passage.hidden else text.view.name
        yield Found(place=passage.place, start=start, end=end, view=view, evidence="ask-contact")


RULE = Rule(
    id="contact-asked",
    label=Label.OFF_PLATFORM_CONTACT,
    find=find,
    message="It asks for contact data.",
    fix="Ask for what you need here: the other can answer in this conversation.",
)
