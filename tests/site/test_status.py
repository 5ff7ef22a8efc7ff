"""A page built today and read on another day is still true: with JavaScript in short, without it by its dates."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, expect

# The site is built on 21 November 2026; version 6.0 takes effect on 15 January 2027, Copenhagen time.
BUILT = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
BEFORE = dt.datetime(2027, 1, 14, 22, 59, 59, tzinfo=dt.UTC)
SWITCH = dt.datetime(2027, 1, 14, 23, 0, 0, tzinfo=dt.UTC)
AFTER = dt.datetime(2027, 2, 19, 12, tzinfo=dt.UTC)
COMING = ".cb-notice--coming"


def read(browser: Browser, address: str, instant: dt.datetime, zone: str = "America/New_York") -> Page:
    """Open a page at an instant, in a browser that is in another time zone than the document."""
    page = browser.new_context(timezone_id=zone).new_page()
    page.clock.set_fixed_time(instant)
    page.goto(address)
    return page


@pytest.mark.parametrize("instant", [BUILT, BEFORE])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_before_the_switch(browser: Browser, address: str, instant: dt.datetime, zone: str) -> None:
    page = read(browser, f"{address}en/subscription/", instant, zone)
    expect(page.locator(".cb-head .cb-badge")).to_have_text("In force until 14 January 2027")
    expect(page.locator(COMING)).to_contain_text("Version 6.0 applies from 15 January 2027.")
    expect(page.get_by_text("It will be replaced on 15 January 2027 by version 6.0")).to_be_visible()
    expect(page.locator("[data-cb-when=superseded]")).to_be_hidden()
    left = "55 days left" if instant is BUILT else "1 day left"
    expect(page.locator("[data-cb-left]")).to_have_text(left)
    page.goto(f"{address}en/subscription/6.0/")
    expect(page.locator(".cb-head .cb-badge")).to_have_text("In force from 15 January 2027")
    expect(page.locator("[data-cb-when=announced]")).to_be_visible()
    page.goto(f"{address}en/subscription/clause/deletion-period/")
    expect(page.locator(".cb-badge").first).to_have_text("In force from 15 January 2027")
    page.context.close()


@pytest.mark.parametrize("instant", [SWITCH, AFTER])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_from_the_switch_on(browser: Browser, address: str, instant: dt.datetime, zone: str) -> None:
    page = read(browser, f"{address}en/subscription/", instant, zone)
    expect(page.locator(".cb-head .cb-badge")).to_have_text("No longer in force since 15 January 2027")
    status = page.locator(".cb-status")
    expect(status.get_by_text("In force from 1 March 2024 to 14 January 2027.")).to_be_visible()
    expect(status.get_by_text(re.compile("^Replaced on 15 January 2027 by version 6.0"))).to_be_visible()
    expect(status.get_by_text("will be replaced")).to_be_hidden()
    successor = page.locator("[data-cb-when=superseded]")
    expect(successor).to_contain_text("Since 15 January 2027 version 6.0 applies.")
    expect(page.locator("[data-cb-left]")).to_be_hidden()
    # What was said of the amendment still holds, above all until when customers can terminate.
    expect(page.locator(COMING).get_by_text("Since 15 January 2027 version 6.0 applies.")).to_be_visible()
    told = "could" if instant is AFTER else "can"
    expect(
        page.locator(COMING).get_by_text(f"you {told} terminate up to and including 14 February 2027")
    ).to_be_visible()
    successor.get_by_role("link").click()
    page.wait_for_url("**/6.0/")
    expect(page.locator(".cb-head .cb-badge")).to_have_text("In force")
    expect(page.locator("[data-cb-when=announced]")).to_be_hidden()
    for path in ("en/", "en/subscription/history/", "en/subscription/clause/deletion-period/"):
        page.goto(address + path)
        expect(page.locator(".cb-badge--superseded").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("language", "until", "start"),
    [
        ("en", "In force until 14 January 2027", "In force from 15 January 2027"),
        ("da", "Gælder til og med den 14. januar 2027", "Gælder fra den 15. januar 2027"),
        ("nl", "Van kracht tot en met 14 januari 2027", "Van kracht vanaf 15 januari 2027"),
        ("fr", "En vigueur jusqu’au 14 janvier 2027", "En vigueur à partir du 15 janvier 2027"),
    ],
)
def test_without_javascript_every_sentence_states_its_date(
    browser: Browser, address: str, language: str, until: str, start: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{language}/subscription/")
    expect(page.locator(".cb-head .cb-badge")).to_have_text(until)
    expect(page.locator("[data-cb-left]")).to_be_hidden()
    expect(page.locator(COMING)).to_contain_text(re.compile("2027"))
    page.goto(f"{address}{language}/subscription/6.0/")
    expect(page.locator(".cb-head .cb-badge")).to_have_text(start)
    context.close()


def test_both_dates_are_told_where_new_and_existing_customers_differ(browser: Browser, address: str) -> None:
    page = read(browser, f"{address}en/subscription/", BUILT)
    expect(page.locator(COMING)).to_contain_text("For new customers from 1 December 2026.")
    expect(page.locator(COMING)).to_contain_text("you can terminate up to and including 14 February 2027")
    page.goto(f"{address}en/subscription/history/")
    expect(page.locator("#v6-0")).to_contain_text("the notice of 45 full days ends with 31 December 2026")
    page.context.close()
