"""A notice in a browser: written, approved, issued, read by a unit, and verified by a stranger."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from notices.models import Notice
from tests.e2e.conftest import Person
from tests.notices.builders import conclude

pytestmark = pytest.mark.django_db(transaction=True)
A_WORKERS_TIME = 60_000


def press(person: Person, verb: str, text: str = "") -> None:
    person.page.locator(f"[popovertarget=do-{verb}][aria-haspopup]").click()
    if text:
        person.page.fill(f"#do-{verb} textarea", text)
    person.check()
    person.page.locator(f"#do-{verb} button[type=submit]").click()
    person.settle()


def test_from_draft_to_verified(
    worker, chromium: Browser, live_server, settings, client_of, conference, office, leader, head_b, unit_a, tmp_path
):  # fmt: skip
    settings.SITE_URL = live_server.url
    cache.clear()
    conclude(conference, office, lead=unit_a, due_phrase="trước ngày 31/12/2099")
    people = {}
    for user in (office, leader, head_b):
        people[user] = Person(chromium, live_server.url)
        people[user].take_session(client_of(user))
    notice = writes_and_submits(people[office], conference)
    approves(people[leader], notice)
    issues(people[office], notice)
    code, pdf = reads_as_a_unit(people[head_b], notice)
    right, wrong = tmp_path / "right.pdf", tmp_path / "wrong.pdf"
    right.write_bytes(pdf)
    wrong.write_bytes(pdf + b"\n")
    verifies(Person(chromium, live_server.url), code, right, wrong)
    on_a_phone(Person(chromium, live_server.url, width=390, theme="dark"), client_of(office), notice, code)
    reads_without_scripts(Person(chromium, live_server.url, scripts=False), code)
    for person in people.values():
        assert person.faults == []
        person.leave()


def writes_and_submits(office: Person, conference) -> Notice:
    office.go(f"/conferences/{conference.pk}/notice/")
    office.check()
    office.page.locator("form[action$='/prepare/'] button").click()
    office.page.wait_for_selector("iframe", timeout=A_WORKERS_TIME)
    office.check()
    notice = Notice.objects.get()
    assert office.page.locator("button:has-text('Trình'), button:has-text('Submit')").first.is_disabled()
    office.page.locator("a[href$='#id_signer_name']").click()
    office.page.fill("[name=signer_name]", "Nguyễn Văn A")
    office.check()
    office.press_submit("signer_name")
    office.page.wait_for_selector("[popovertarget=do-submit][aria-haspopup]")
    press(office, "submit", "Kính trình.")
    assert Notice.objects.get().state == "submitted"
    return notice


def approves(leader: Person, notice: Notice) -> None:
    leader.go(f"/notices/{notice.pk}/")
    leader.check()
    press(leader, "approve")
    assert Notice.objects.get().state == "approved"


def issues(office: Person, notice: Notice) -> None:
    office.go(f"/notices/{notice.pk}/")
    press(office, "issue")
    office.page.wait_for_selector("#issued", timeout=A_WORKERS_TIME)
    office.check()
    assert "01/TB-BCT" in office.page.inner_text("#issued")
    office.go("/notices/register/")
    office.check()
    assert "01/TB-BCT" in office.page.inner_text("table")


def reads_as_a_unit(head: Person, notice: Notice) -> tuple[str, bytes]:
    head.go("/notices/")
    head.check()
    head.page.locator(f"a[href='/notices/{notice.pk}/']").click()
    head.check()
    code = re.search(r"/verify/(\w+)/", head.page.content())
    assert code
    link = head.page.locator(".original-name").get_attribute("href")
    return code[1], head.context.request.get(f"{head.base}{link}").body()


def verifies(stranger: Person, code: str, right, wrong) -> None:
    page = stranger.page
    stranger.go("/verify/")
    stranger.check()
    page.fill("[name=code]", f"{code[:4]}-{code[4:8]}-{code[8:]}".lower())
    stranger.press_submit("code")
    page.wait_for_url(f"**/verify/{code}/")
    sent = []
    page.on("request", lambda request: "/static/" in request.url or sent.append(request.url))
    page.set_input_files(".hash-input", right)
    expect(page.locator(".hash-result.is-same")).to_contain_text("right.pdf")
    page.set_input_files(".hash-input", wrong)
    expect(page.locator(".hash-result.is-other")).to_contain_text("wrong.pdf")
    assert sent == []
    stranger.check()
    stranger.leave()


def on_a_phone(office: Person, client, notice: Notice, code: str) -> None:
    office.take_session(client)
    for path in (f"/notices/{notice.pk}/", "/notices/", "/notices/register/", f"/verify/{code}/"):
        assert office.go(path) == 200
        office.check()
    office.leave()


def reads_without_scripts(stranger: Person, code: str) -> None:
    stranger.go(f"/verify/{code}/")
    assert stranger.page.locator(".hash-by-hand dl").first.is_visible()
    assert not stranger.page.locator(".hash-drop").is_visible()
    stranger.leave()
