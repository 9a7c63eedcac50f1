"""The whole loop in a real browser: Bea writes, Sam answers what he got masked, and all find it on record."""

from __future__ import annotations

import os
import re
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
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = (390, 768, 1280, 1920)
PATIENCE = 30_000
"""Milliseconds a mail may take from one mailbox to the other on a busy machine."""


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@pytest.fixture(scope="module")
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
    """A Chromium that asks for nothing beyond this machine."""
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


def test_a_letter_goes_round(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Write to Sam").click()
    page.get_by_label("Subject").fill("Round trip: grüne Lampe")
    text = page.get_by_label("Text")
    text.fill("Is it dimmable? Call me on +44 20 7946 0123.\n" + text.input_value())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Sam Seller")

    page.get_by_role("status").get_by_role("link", name="Sam Seller").click()
    _open_when_there(page, "Round trip")
    letter = page.locator("#latest")
    expect(letter).to_contain_text("[phone number hidden]")
    expect(letter).to_contain_text("Bea B.")
    for known in ("bea@home.example", "Bea Buyer", "7946"):
        expect(letter).not_to_contain_text(known)
    assert "bea@home.example" not in page.request.get(page.url + "source/").text()

    page.locator("summary", has_text="Answer").click()
    text = page.get_by_label("Text")
    assert "sam@lamps.example" in text.input_value()
    text.fill("Yes, from 10 to 100 percent.\n" + text.input_value())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Bea Buyer")

    page.get_by_role("status").get_by_role("link", name="Bea Buyer").click()
    _open_when_there(page, "Yes, from 10 to 100")
    expect(page.locator(".letter")).to_have_count(2)
    expect(page.locator("#latest")).not_to_contain_text("sam@lamps.example")

    for who, name in (
        ("Bea Buyer", "Sam's Lamps"),
        ("Sam Seller", "Bea B."),
        ("Olga Operator", "Bea B. ⇄ Sam's Lamps"),
    ):
        page.goto("/")
        page.get_by_role("link", name=who).click()
        page.get_by_role("link", name=re.compile("Round trip")).filter(has_text=name).click()
        expect(page.locator(".said")).to_have_count(2)
        expect(page.locator(".said").first).to_contain_text("[phone number hidden]")
        expect(page.locator(".said").last).to_contain_text("Yes, from 10 to 100 percent.")


def test_an_answer_on_the_page_arrives_in_the_mailbox(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sam Seller").click()
    page.get_by_role("link", name=re.compile("Cracked shade")).click()
    page.get_by_label("Answer Bea B.").fill("Six watts are fine for opal glass.")
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    page.goto("/mailroom/bea@home.example/")
    _open_when_there(page, "Six watts are fine")
    expect(page.locator(".letter")).to_have_count(6)


def test_an_unknown_alias_is_refused_in_the_window(page: Page) -> None:
    page.goto("/mailroom/bea@home.example/write/?to=aaaaaaaaaaaaaaaa@marketplace.example")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("550")


def test_pages_fit_every_width_and_work_without_script(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False, extra_http_headers={"Accept-Language": "de"})
    page = context.new_page()
    page.goto("/")
    page.locator(".doors a").nth(1).click()
    page.locator(".row").first.click()
    thread = page.url
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/", "/seller/", thread, "/seller/senders/", "/mailroom/", "/mailroom/sam@lamps.example/",
                     "/mailroom/bea@home.example/write/"):  # fmt: skip
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is {wide} px too wide at {width}"
    context.close()


def _open_when_there(page: Page, words: str) -> None:
    """Reload the list of mails until one with these words is there, then open it."""
    wanted = page.locator(".mail-list a", has_text=words)
    for _ in range(PATIENCE // 500):
        if wanted.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    wanted.first.click()
