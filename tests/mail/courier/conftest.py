"""Brings the fixtures of `outbox` in once Django is set up (they need the models)."""

from __future__ import annotations

import importlib

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """After the tests' own conftest, which goes first. `import_plugin` would object to stories that import it too."""
    config.pluginmanager.register(importlib.import_module("tests.mail.courier.outbox"), "outbox")
