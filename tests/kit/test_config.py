"""Settings: read at once, wrong ones named together, checked by number."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gobetween.kit import checks, config
from gobetween.kit.config import Config


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(config.ConfigError) as wrong:
        config.read({"GOBETWEEN_WEB_PORT": "x", "GOBETWEEN_DEMO": "maybe", "GOBETWEEN_NO_SUCH": "1"})
    assert len(wrong.value.problems) == 3


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    read = config.read({"GOBETWEEN_SMARTHOST_PASSWORD_FILE": str(tmp_path / "password")})
    assert read.smarthost_password == "s3cret"


def test_a_missing_file_is_named_by_its_setting() -> None:
    with pytest.raises(config.ConfigError, match="GOBETWEEN_KEYS_FILE"):
        config.read({"GOBETWEEN_KEYS_FILE": "/nowhere/at/all"})


@given(port=st.integers(1, 65535), demo=st.booleans(), hours=st.floats(0.5, 500), host=st.from_regex(r"[a-z]{1,9}"))
def test_what_a_child_reads_is_what_its_parent_had(port: int, demo: bool, hours: float, host: str) -> None:
    given = dataclasses.replace(config.read({}), web_port=port, demo=demo, give_up_hours=hours, hostname=host.strip())
    assert config.read(config.environment(given)) == given


def test_the_defaults_are_sound() -> None:
    assert checks.findings(config.read({})) == []


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("E002", {"web_port": 70000}),
        ("E003", {"web_port": 2525}),
        ("E004", {"post_batch": 0}),
        ("E005", {"commit_milliseconds": -1.0}),
        ("E006", {"log_format": "xml"}),
        ("E007", {"keys": "abc"}),
        ("E008", {"database_url": "mysql://somewhere"}),
        ("E009", {"base_url": "messages.example"}),
        ("E010", {"hostname": "not a host"}),
        ("E011", {"tls_key": __file__}),
        ("E012", {"tls_certificate": "/nowhere.pem"}),
        ("E013", {"trusted_upstreams": "10.0.0.0/99", "trusted_authserv_id": "mx.example"}),
        ("E014", {"trusted_upstreams": "10.0.0.0/8"}),
        ("E015", {"trust_loopback": True}),
        ("W001", {"smarthost": "mail.example", "smarthost_password": "x"}),
        ("W002", {"debug": True}),
        ("W003", {"web_host": "0.0.0.0"}),
    ],
)
def test_each_check_finds_its_fault(code: str, change: dict[str, object]) -> None:
    assert code in {found.code for found in checks.findings(dataclasses.replace(Config(), **change))}


def test_every_check_has_a_story_here() -> None:
    [mark] = [mark for mark in test_each_check_finds_its_fault.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    assert {code for code, _ in checks.CHECKS} == {code for code, _ in mark.args[1]}


def test_findings_never_show_a_secret() -> None:
    secret = "5e" * 31
    shown = " ".join(map(str, checks.findings(dataclasses.replace(Config(), keys=secret, smarthost_password=secret))))
    assert secret not in shown
