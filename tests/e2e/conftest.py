"""A real browser against the live server, with a real Celery worker beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dev.system import CHROMIUM_MISSING, find_chromium
from dialogue_tracker.celery import app as celery_app

# Playwright's synchronous interface runs an event loop in the test's thread, which Django would refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
AXE = (Path(__file__).parent.parent / "assets" / "axe.min.js").read_text(encoding="utf-8")
PDF_VIEWER = ("chrome-extension:", "chrome:")  # the browser's own, in the frame of a PDF
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Half-way through a change of colours, contrasts are nobody's. What turns for ever is not waited for.
SETTLED = """async () => {
    while (document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling"))
        await new Promise(requestAnimationFrame);
    const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.all([document.fonts.ready, Promise.allSettled(moving.map(one => one.finished))]);
}"""


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """While Playwright's loop runs, Django keeps other connection objects for this thread than before and after.

    So the browser lives no longer than its module, and the new connection is told what the old one knew.
    """
    path = find_chromium()
    if path is None:
        pytest.skip(CHROMIUM_MISSING)
    first_rows = connection._test_serialized_contents
    with sync_playwright() as playwright:
        connection._test_serialized_contents = first_rows
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
        connection.close()


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """In this process, so that it works on the test's database; broker and tasks are the real ones."""
    celery_app.loader.import_default_modules()
    with start_worker(celery_app, perform_ping_check=False, pool="solo", loglevel="ERROR"):
        yield


class Person:
    """Somebody at a browser; every page they see is checked for faults, foreign requests and accessibility."""

    def __init__(
        self, browser: Browser, base: str, *, width: int = 1280, theme: str = "light", scripts: bool = True
    ) -> None:
        self.base = base
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            timezone_id=settings.TIME_ZONE,
            color_scheme=theme,
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", *PDF_VIEWER)):
            self.faults.append(f"asked {request.url}")

    def sign_in(self, username: str, password: str) -> None:
        self.go("/sign-in/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.press_submit("username")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    def take_session(self, client: Client) -> None:
        """Be signed in as the test client is, without the page for it."""
        self.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": self.base}
                for name, cookie in client.cookies.items()
            ]
        )

    def go(self, path: str) -> int:
        response = self.page.goto(f"{self.base}{path}")
        assert response is not None
        return response.status

    def press_submit(self, field: str) -> None:
        """The first submit button of the form that holds `field`."""
        self.page.locator(f"form:has([name={field}]) button[type=submit]").first.click()

    def settle(self) -> None:
        """Wait until the page is loaded, nothing is asked for and nothing moves."""
        self.page.wait_for_load_state()
        self.page.evaluate(SETTLED)

    def check(self) -> None:
        """Nothing sticks out sideways, nothing complained, and axe finds no violation of WCAG 2.2 AA."""
        self.settle()
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"
            ".map(v => `${v.id} (${v.impact}): ${v.nodes.map(n => n.target.join(' ')).join(', ')}`)",
            RULES,
        )
        assert found == [], self.page.url
        assert self.faults == [], self.page.url

    def leave(self) -> None:
        self.context.close()
