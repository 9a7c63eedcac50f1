"""An answer that may not be said comes back with its words marked, and the fix works in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").partition("\n")[2]
WRONG = "Thanks! Pictures are at www.lamp-outlet.com/halo, and leave us five stars please."


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_what_is_wrong_is_marked_and_taken_out(browser: Browser, base: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=base, color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/")
    page.locator(".doors a", has_text="Sam").click()
    page.locator(".row").first.click()
    page.locator("#id_text").fill(WRONG)
    page.get_by_role("button", name="Send answer").click()
    stop = page.get_by_role("alert")
    expect(stop).to_contain_text("This cannot be sent as it is")
    expect(stop.locator("mark").first).to_contain_text("www.lamp-outlet.com/halo")
    expect(stop.locator("li")).to_have_count(2)
    expect(page.locator("#id_text")).to_have_value(WRONG)
    page.get_by_role("button", name="Apply the fix").click()
    expect(page.get_by_role("status")).to_contain_text("Please read it once more")
    expect(page.locator("#id_text")).to_have_value(
        re.compile(r"^Thanks! Pictures are at[^w]*leave us five stars please\.$")
    )
    context.close()


def test_the_strip_can_be_read_and_hit(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base)
    page = context.new_page()
    page.goto("/")
    page.locator(".doors a", has_text="Sam").click()
    page.locator(".row").first.click()
    page.locator("#id_text").fill(WRONG)
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found = page.evaluate(LOOKS)
    context.close()
    assert found == []
