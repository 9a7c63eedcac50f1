"""The whole loop in a real browser: Bea writes, Sam answers what he got masked, and all find it on record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

WIDTHS = (390, 768, 1280, 1920)
PATIENCE = 30_000
"""Milliseconds a mail may take from one mailbox to the other on a busy machine."""


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
    context = browser.new_context(
        base_url=base, java_script_enabled=False, extra_http_headers={"Accept-Language": "de"}
    )
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
