"""Logging while the server dies, answers get lost and the session ends: fifty entries arrive once, in order."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Page, expect

from dev.folders import ROOT
from dev.ports import HOST, is_answering
from recommendations import live
from recommendations.models import LogDraft, Recommendation
from tests.e2e.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "password-in-tests"
PATIENCE = 30
ENTRIES, STATE = "[data-live-list] .live-entry", "[data-live-state]"
LOGGED = f"{ENTRIES}:not(.is-waiting, .is-refused)"


class OwnServer:
    """The product's web server as a process of its own, at the database of the test: it can be killed."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "dialogue_tracker.wsgi", "--bind", f"{HOST}:{self.port}", "--threads",
             "4", "--log-level", "critical", "--no-control-socket"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": urlunsplit(database), "DJANGO_SETTINGS_MODULE": "tests.settings"},
            start_new_session=True,
        )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not is_answering(self.port):
            assert self.process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture(autouse=True)
def patient():
    """A busy machine is slow; what never comes is still noticed."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def server(transactional_db):
    own = OwnServer()
    own.start()
    yield own
    own.kill()


def log(page: Page, numbers: range) -> None:
    """By keyboard alone; the cursor is in the text."""
    for number in numbers:
        page.keyboard.insert_text(f"Kiến nghị thứ {number:02d}.")
        page.keyboard.press("Control+Enter")


def answer_badly(page: Page, *answers: str) -> None:
    """One bad answer after the other. "lost" and "half": the server has got the entries and logged them."""
    left = list(answers)

    def answer(route) -> None:
        bad = left.pop(0) if left else ""
        got = route.fetch() if bad in ("lost", "half", "") else None
        if bad == "lost":
            route.abort()
        elif got:
            text = got.text()
            route.fulfill(response=got, body=text[: len(text) // 2] if bad else text)
        else:
            route.fulfill(status=int(bad), body="<html>", headers={"Retry-After": "1"})

    page.route("**/entries/", answer)


def all_arrive(page: Page, count: int) -> None:
    """Sooner than by waiting: as if the network had just come back, again and again."""
    until = time.monotonic() + PATIENCE
    while page.locator(LOGGED).count() < count:
        assert time.monotonic() < until
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)


def test_fifty_entries_arrive_once_and_in_order(
    server, conference, office, second_office, unit_b, chromium, client_of
):
    first, second = Person(chromium, server.url), Person(chromium, server.url, width=390)
    first.take_session(client_of(office))
    second.take_session(client_of(second_office))
    page, other = first.page, second.page
    for person in (first, second):
        person.go(f"/recommendations/live/{conference.pk}/")
        person.page.wait_for_selector(".live.is-live")

    page.keyboard.type("hc")
    page.keyboard.press("Enter")
    log(page, range(1, 11))
    expect(page.locator(LOGGED)).to_have_count(10)
    page.keyboard.insert_text("Kiến nghị thứ 11.")
    expect(other.locator(ENTRIES)).to_have_count(10)
    expect(other.locator("[data-live-writers]")).to_contain_text("Cục Hóa chất")
    second.check()
    second.leave()

    answer_badly(page, "lost", "413", "429", "500", "502", "504", "403", "half", "200")
    page.keyboard.press("Control+Enter")
    log(page, range(12, 16))
    all_arrive(page, 15)
    page.unroute("**/entries/")

    Session.objects.all().delete()
    page.evaluate("document.querySelector('[data-live-text]').removeAttribute('maxlength')")
    page.keyboard.insert_text("a" * 20_001)
    page.keyboard.press("Control+Enter")
    log(page, range(17, 21))
    with first.context.expect_page() as opened:
        page.click(f"{STATE} a")
    tab = opened.value
    tab.fill("[name=username]", "office")
    tab.fill("[name=password]", PASSWORD)
    tab.locator("form:has([name=username]) button[type=submit]").click()
    expect(page.locator(LOGGED)).to_have_count(19)
    tab.close()
    page.click(".is-refused [data-live-edit]")
    page.locator(".live-editor [name=text]").fill("Kiến nghị thứ 16.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(LOGGED)).to_have_count(20)
    # What the browser itself says of lost answers.
    first.faults = [fault for fault in first.faults if not re.search("Failed to load|htmx:", fault)]
    first.check()

    server.kill()
    log(page, range(21, 31))
    page.reload()
    expect(page.locator(".live-entry.is-waiting")).to_have_count(10)
    page.keyboard.press("Alt+n")
    page.keyboard.type("phap che")
    page.keyboard.press("Enter")
    log(page, range(31, 50))
    page.keyboard.insert_text("Kiến nghị thứ năm mươi.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("ArrowUp")
    page.locator(".live-editor [name=speaker]").fill("Vụ phó")
    page.locator(".live-editor [name=text]").fill("Kiến nghị thứ 50.")
    page.keyboard.press("Control+Enter")
    page.keyboard.insert_text("Đang gõ dở")
    expect(page.locator(STATE)).to_contain_text("30")
    expect(page.locator("[data-live-kept]")).to_be_visible()
    expect(page.locator(".live-entry.is-waiting")).to_have_count(30)
    assert Recommendation.objects.count() == 20

    answer_badly(page, "lost")
    server.start()
    expect(page.locator(LOGGED)).to_have_count(50)
    rows = Recommendation.objects.order_by("position")
    assert [row.position for row in rows] == list(range(1, 51))
    assert rows[49].speaker == "Vụ phó"
    expect(page.locator("[data-live-kept]")).to_be_hidden()
    arrived = [*range(1, 16), *range(17, 21), 16, *range(21, 51)]
    assert [row.text for row in rows] == [f"Kiến nghị thứ {number:02d}." for number in arrived]
    spoken = live.speeches(conference)
    assert [(speech.unit.short, len(speech.entries)) for speech in spoken] == [("HC", 30), ("PC", 20)]
    assert [row.text for speech in spoken for row in speech.entries] == sorted(row.text for row in rows)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes(':out:'))") == []

    # What was being typed all the while is there after a reload, and on the server for another machine.
    page.reload()
    expect(page.locator("[data-live-text]")).to_have_value("Đang gõ dở")
    assert LogDraft.objects.get().text == "Đang gõ dở"
    second_tab_of_the_same_person(first, page)
    first.leave()


def second_tab_of_the_same_person(person: Person, page: Page) -> None:
    """It has a text of its own, and takes over the other's only when that page is no more."""
    tab = person.context.new_page()
    tab.goto(page.url)
    tab.wait_for_selector(".live.is-live")
    expect(tab.locator("[data-live-text]")).to_have_value("")
    expect(tab.locator("[data-live-drafts] blockquote")).to_have_count(0)
    page.close()
    tab.reload()
    expect(tab.locator("[data-live-drafts] blockquote")).to_have_text("Đang gõ dở")
    tab.click("[data-take]")
    expect(tab.locator("[data-live-text]")).to_have_value("Đang gõ dở")
