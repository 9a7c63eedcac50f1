"""Every page can be read and hit: contrast, sizes and labels, in light and in dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8").partition("\n")[2]
PAGES = ("/", "/nowhere/", "/mailroom/", "/mailroom/sam@lamps.example/", "/mailroom/bea@home.example/write/")
OWN = {
    "Bea": ("/buyer/", "/buyer/preferences/"),
    "Sam": ("/seller/", "/seller/senders/"),
    "Olga": ("/operator/", "/operator/alias/?address=x@y.example"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_too_faint_or_too_small(browser: Browser, base: str, scheme: str) -> None:
    context = browser.new_context(base_url=base, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong: dict[str, list[str]] = {}

    def look(path: str) -> None:
        page.goto(path)
        if found := page.evaluate(LOOKS):
            wrong[path] = found

    for path in PAGES:
        look(path)
    for who, paths in OWN.items():
        page.goto("/")
        page.locator(".doors a", has_text=who).click()
        for path in paths:
            look(path)
        page.goto(paths[0])
        for address in [each.get_attribute("href") for each in page.locator(".row").all()[:4]]:
            look(address or "/")
    page.goto(PAGES[3])
    for address in [each.get_attribute("href") for each in page.locator(".mail-list a").all()[:4]]:
        look(address or "/")
    context.close()
    assert wrong == {}
