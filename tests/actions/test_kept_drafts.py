"""A draft that waits is the same draft when it is judged again."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gobetween.actions.kept_drafts import kept, taken_up
from gobetween.policy import Direction, Draft, File, Kind, Source

words = st.text(st.characters(blacklist_categories=[]), max_size=20)
several = st.lists(words, max_size=3)
drafts = st.builds(
    Draft,
    sources=several.map(lambda texts: tuple(Source(place=f"file:{at}", text=text) for at, text in enumerate(texts))),
    direction=st.sampled_from(Direction),
    kind=st.sampled_from(Kind),
    purpose=words,
    language=words,
    reads=words,
    regions=several.map(tuple),
    identifiers=several.map(frozenset),
    allowed_domains=several.map(frozenset),
    order_number=words,
    files=words.map(lambda name: (File(position=0, name=name, media_type="image/png", inline=True),)),
    earlier=several.map(tuple),
)


@given(draft=drafts)
def test_whatever_it_says_survives(draft: Draft) -> None:
    assert taken_up(kept(draft)) == draft


def test_no_field_is_forgotten() -> None:
    told: dict[str, Any] = json.loads(kept(Draft(sources=())))
    assert told.keys() == {each.name for each in fields(Draft)}


def test_a_draft_of_an_older_day_is_understood() -> None:
    assert taken_up(b'{"sources": [{"place": "text", "text": "Hi"}], "gone": 1}').sources[0].text == "Hi"
