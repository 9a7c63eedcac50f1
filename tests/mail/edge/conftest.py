"""Brings in the edge under test once the models may be loaded."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.mail.edge.house")
