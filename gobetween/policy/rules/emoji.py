"""Does it have emojis?"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from gobetween.policy.reading import Reading, is_html
from gobetween.policy.rules.shape import Rule
from gobetween.policy.views import raw
from gobetween.policy.words import Found, Label

PICTOGRAM = (
    r"(?:[\x{1F300}-\x{1FAFF}\x{1F004}\x{1F0CF}\x{1F18E}\x{1F191}-\x{1F19A}\x{1F1E6}-\x{1F1FF}\x{231A}\x{231B}"
    r"\x{23E9}-\x{23EC}\x{23F0}\x{23F3}\x{25FD}\x{25FE}\x{2614}\x{2615}\x{2648}-\x{2653}\x{267F}\x{2693}\x{26A1}"
    r"\x{26AA}\x{26AB}\x{26BD}\x{26BE}\x{26C4}\x{26C5}\x{26CE}\x{26D4}\x{26EA}\x{26F2}\x{26F3}\x{26F5}\x{26FA}"
    r"\x{26FD}\x{2705}\x{270A}\x{270B}\x{2728}\x{274C}\x{274E}\x{2753}-\x{2755}\x{2757}\x{2795}-\x{2797}\x{27B0}"
    r"\x{27BF}\x{2B1B}\x{2B1C}\x{2B50}\x{2B55}]|[0-9#*\x{2190}-\x{2BFF}\x{3030}\x{303D}\x{3297}\x{3299}]\x{FE0F})"
)
"""A character that is drawn as a picture (Emoji_Presentation), or is told to be one by U+FE0F."""
EMOJI = re2.compile(rf"(?:{PICTOGRAM}[\x{{FE0F}}\x{{200D}}\x{{20E3}}\x{{1F3FB}}-\x{{1F3FF}}]*\s?)+")
WRITTEN = ("subject", "text", "html")


def find(reading: Reading) -> Iterator[Found]:
    """Each run of them; stars, notes and ticks that are mere type are none."""
    for source in reading.sources:
        if source.place not in WRITTEN or (source.text.isascii() and "&" not in source.text):
            continue
        view = reading.pages[source.place].visible if is_html(source) else raw(source.text)
        for match in EMOJI.finditer(view.text):
            start, end = view.span(match.start(), match.start() + len(match.group().rstrip()))
            yield Found(place=source.place, start=start, end=end, view=view.name, replacement="")


RULE = Rule(
    id="emoji",
    label=Label.STYLING,
    find=find,
    message="It has emojis.",
    fix="Leave them out of mail that the buyer did not ask for.",
)
