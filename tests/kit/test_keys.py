"""The key ring: read from the settings, or made once in the state folder."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gobetween.kit import keys
from gobetween.kit.config import Config


def test_the_first_use_makes_a_key_that_only_its_owner_may_read(tmp_path: Path) -> None:
    config = Config(state_dir=tmp_path / "new")
    made = keys.ensure_keys(config)
    assert len(keys.parse(made)) == 1
    assert stat.S_IMODE((tmp_path / "new/keys").stat().st_mode) == 0o600
    assert keys.ensure_keys(config) == made
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["keys"]


def test_many_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    keys._read.cache_clear()
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: keys.ensure_keys(Config(state_dir=tmp_path)), range(64)))
    assert len(made) == 1


def test_rotation_puts_a_new_key_in_front_and_keeps_the_old_one(tmp_path: Path) -> None:
    config = Config(state_dir=tmp_path)
    old = keys.ensure_keys(config)
    name = keys.rotate(config)
    ring = keys.parse(keys.ensure_keys(config))
    assert [key.id for key in ring] == [name, keys.parse(old)[0].id]
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["", ",", "a", "a:b", "a:" + "0" * 63, "A:" + "0" * 64, "a b:" + "0" * 64, f"a:{'0' * 64},a:{'1' * 64}"]
)
def test_a_ring_that_cannot_be_read_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(keys.BadKeys) as refusal:
        keys.parse(text)
    assert "0000" not in str(refusal.value)


def test_a_key_never_shows_its_secret() -> None:
    [key] = keys.parse("a:" + "ab" * 32)
    assert "ab" * 4 not in repr(key)
    assert "\\xab" not in repr(key)
    assert keys.derived(key, "one") != keys.derived(key, "two")
