"""What does a buyer write about? A guess by short phrases in six languages; what it does not know is `other`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from gobetween.eligibility.words import Topic

LONGEST = 5_000
"""Most characters of a text that are looked at."""
JAPANESE = 0x3000
"""From here on scripts put no space between words."""


@cache
def _ways() -> dict[Topic, re.Pattern[str]]:
    """A pattern a topic, from `topics.toml`; what is Japanese may begin anywhere, other phrases with a word."""
    phrases = tomllib.loads(resources.files(__package__).joinpath("topics.toml").read_text(encoding="utf-8"))
    return {Topic(topic): re.compile("|".join(map(_way, ways))) for topic, ways in phrases.items()}


def _way(phrase: str) -> str:
    return phrase if ord(phrase[0]) > JAPANESE else rf"\b{re.escape(phrase)}"


def guess(subject: str, text: str) -> Topic:
    """The topic with most hits; a subject counts twice."""
    said = f"{subject}\n{subject}\n{text[:LONGEST]}".lower().replace("’", "'")
    hits = {topic: len(way.findall(said)) for topic, way in _ways().items()}
    best = max(hits, key=lambda topic: hits[topic])
    return best if hits[best] else Topic.OTHER
