"""What an officer types outlives the session and a second tab, until the head sends it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from assignments.models import Draft, Update
from assignments.workflow import State
from recommendations.models import Submission
from tests.e2e.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "password-in-tests"
FIRST, LATER = "Đã họp với đơn vị phối hợp.", " Đã gửi dự thảo xin ý kiến."


def type_on(page: Page, text: str) -> None:
    page.locator("[name=text]").press("Control+End")
    page.keyboard.insert_text(text)


def saved(page: Page, version: int) -> None:
    expect(page.locator(f"[data-draft-status] [data-draft-version='{version}']")).to_be_visible()


def test_a_draft_outlives_the_session_and_a_second_tab(
    assignment, bring_to_work, head_a, officer_a, chromium, live_server
):
    address = f"/assignments/{assignment.pk}/update/"
    officer = Person(chromium, live_server.url)
    officer.sign_in("officer_a", PASSWORD)
    page = officer.page
    officer.go(address)
    type_on(page, FIRST)
    saved(page, 1)

    Session.objects.all().delete()
    type_on(page, LATER)
    expect(page.locator("[data-draft-status] .alert-box")).to_be_visible()
    assert Draft.objects.get().values["text"] == FIRST
    page.click("[data-draft-status] a")
    page.fill("[name=username]", "officer_a")
    page.fill("[name=password]", PASSWORD)
    officer.press_submit("username")
    page.wait_for_url(f"**{address}")
    expect(page.locator("[name=text]")).to_have_value(FIRST + LATER)
    expect(page.locator(".kept-note")).to_be_visible()
    saved(page, 2)
    officer.check()

    second = officer.context.new_page()
    second.goto(live_server.url + address)
    type_on(page, " Một.")
    saved(page, 3)
    type_on(second, " Hai.")
    expect(second.locator(".draft-theirs")).to_contain_text(f"{FIRST}{LATER} Một.")
    expect(second.locator("[name=text]")).to_have_value(f"{FIRST}{LATER} Hai.")
    assert Draft.objects.get().values["text"].endswith(" Một.")
    second.locator("[name=text]").fill(f"{FIRST}{LATER} Một. Hai.")
    second.locator("[data-keep-mine]").click()
    saved(second, 4)
    second.click("[name=do][value=ready]")
    second.wait_for_url(f"**/assignments/{assignment.pk}/")
    assert second.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    # Only the expected answer to the second tab stands in the console.
    assert [fault for fault in officer.faults if "409" not in fault] == []
    officer.leave()

    head = Person(chromium, live_server.url)
    head.sign_in("head_a", PASSWORD)
    head.go("/my-unit/")
    head.page.locator("#drafts a").first.click()
    head.page.click("button[name=do][value=send]")
    head.page.wait_for_url(f"**/assignments/{assignment.pk}/")
    head.check()
    update = Update.objects.get()
    assert (update.text, update.author, update.drafted_by) == (f"{FIRST}{LATER} Một. Hai.", head_a, officer_a)
    head.leave()


@pytest.fixture
def bring_to_work(assignment):
    type(assignment).objects.filter(pk=assignment.pk).update(state=State.IN_PROGRESS)


def test_a_new_one_has_its_own_address_once_it_is_saved(
    conference, unit_a, officer_a, chromium, live_server, client_of
):
    conference.held_on = timezone.localdate() + timedelta(days=20)
    conference.submissions_until = conference.held_on - timedelta(days=10)
    conference.save()
    officer = Person(chromium, live_server.url)
    page = officer.page
    officer.take_session(client_of(officer_a))
    officer.go(f"/submissions/new/?unit={unit_a.pk}&conference={conference.pk}")
    type_on(page, FIRST)
    page.wait_for_url("**/edit/")
    type_on(page, LATER)
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(FIRST + LATER)
    page.click("[name=do][value=save] >> nth=-1")
    page.wait_for_url("**/submissions/?**")
    assert Submission.objects.get().text == FIRST + LATER
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    officer.check()
    officer.leave()
