"""The demo as a newcomer starts it, and a real browser in front of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PATIENCE = 30_000
"""Milliseconds a page or a mail may take on a busy machine."""


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo as a newcomer starts it, on free ports and in a folder of its own."""
    web, smtp, mailroom, metrics = _free_ports(4)
    state = tmp_path_factory.mktemp("demo")
    state.chmod(0o755)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GOBETWEEN_")}
    environment.pop("DATABASE_URL", None)
    environment |= {"GOBETWEEN_STATE_DIR": str(state), "GOBETWEEN_WEB_PORT": str(web), "GOBETWEEN_SMTP_PORT": str(smtp),
                    "GOBETWEEN_MAILROOM_PORT": str(mailroom), "GOBETWEEN_METRICS_PORT": str(metrics),
                    "GOBETWEEN_BASE_URL": f"http://127.0.0.1:{web}"}  # fmt: skip
    log = state / "out.log"
    with log.open("wb") as out:
        demo = subprocess.Popen([sys.executable, "-m", "gobetween", "demo"], env=environment, stdout=out, stderr=out)
    try:
        _wait_for(f"http://127.0.0.1:{web}/", demo, log)
        yield f"http://127.0.0.1:{web}"
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)


def _wait_for(address: str, demo: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert demo.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        if b"is ready" in log.read_bytes():
            with urlopen(address, timeout=10):
                return
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium that asks for nothing beyond this machine. Playwright's loop must not outlive the stories here."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A fresh window; whatever the browser complains of fails the test."""
    context = browser.new_context(base_url=base, locale="en-GB", extra_http_headers={"Accept-Language": "en"})
    context.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []
