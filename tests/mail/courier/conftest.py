"""Brings the fixtures of `outbox` in once Django is set up (they need the models)."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """After the tests' own conftest, which goes first."""
    config.pluginmanager.import_plugin("tests.mail.courier.outbox")
