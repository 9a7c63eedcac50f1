"""Shared by all tests: one embedded PostgreSQL for the run, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

from gobetween.kit import postgres

pytest.register_assert_rewrite("tests.journeys.talk", "tests.journeys.service", "tests.journeys.catcher")

STATE = Path(tempfile.mkdtemp(prefix="gobetween-test-"))
NODE = Path(__file__).parents[1] / ".cache" / "node"
KEYS = "test:" + "5e" * 32
at_the_end = contextlib.ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server before Django reads its settings, unless `DATABASE_URL` names one."""
    config.option.markexpr = config.option.markexpr or "not soak"
    at_the_end.callback(shutil.rmtree, STATE, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("GOBETWEEN_")]:
        del os.environ[name]
    os.environ["GOBETWEEN_STATE_DIR"] = str(STATE)
    os.environ["GOBETWEEN_KEYS"] = KEYS
    if "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = at_the_end.enter_context(postgres.running(STATE, durable=False))
    os.environ["DJANGO_SETTINGS_MODULE"] = "gobetween.project.settings"
    django.setup()
    config.pluginmanager.import_plugin("tests.cast")  # needs the models


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    at_the_end.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; `make test` finds or fetches one."""
    if NODE.exists():
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("NO BROWSER: install chromium or google-chrome; this page was not looked at")
    return path
