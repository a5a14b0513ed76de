"""What a live page keeps in the browser: the words typed last, and nothing for the next person."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, expect

from dev.folders import ROOT
from tests.e2e.conftest import Person

SCRIPT = (ROOT / "static" / "js" / "live_outbox.js").read_text(encoding="utf-8")
# Whether a live page is kept, as soon as that is what was asked for.
KEPT = """async wanted => {
    for (let tries = 0; tries < 100; tries += 1) {
        const addresses = (await (await caches.open("live")).keys()).map(one => one.url);
        if (addresses.some(url => url.includes("/recommendations/live/")) === wanted) return wanted;
        await new Promise(done => setTimeout(done, 50));
    }
    return !wanted;
}"""
HERE = "http://live.test/"
# The first answer is bad and comes after the person has reworded or dropped the entry; the second is good.
SENT = """async ([status, isDropped]) => {
    const sent = [];
    let answer;
    window.fetch = async (_url, { body }) => {
        sent.push(JSON.parse(body).entries.map(entry => entry.text));
        if (sent.length === 1) return new Promise(done => answer = () => done(new Response("{}", { status })));
        const answers = JSON.parse(body).entries.map(entry => ({ key: entry.key, code: "KN2026-001" }));
        return new Response(JSON.stringify({ answers }));
    };
    const outbox = window.live.startOutbox(
        { person: "1", conference: "1", url: "/", changed() {}, arrived() {}, heard() {} }
    );
    outbox.put({ key: "k", text: "typed", revision: 0 });
    const first = outbox.run();
    while (!answer) await new Promise(done => setTimeout(done, 1));
    if (isDropped) outbox.drop("k");
    else outbox.put({ ...outbox.find("k"), text: "reworded", revision: 1 });
    answer();
    await first;
    if (outbox.all().length) await outbox.run();
    return [sent, outbox.all().length];
}"""


def test_a_bad_answer_to_old_words_leaves_the_new_ones(chromium: Browser):
    page = chromium.new_page()
    page.route(HERE, lambda route: route.fulfill(content_type="text/html", body="<p data-live></p>"))
    page.goto(HERE)
    page.add_script_tag(content=SCRIPT)
    for status in (400, 500):
        assert page.evaluate(SENT, [status, False]) == [[["typed"], ["reworded"]], 0]
        assert page.evaluate(SENT, [status, True]) == [[["typed"]], 0]
    page.close()


@pytest.mark.django_db(transaction=True)
def test_a_page_kept_for_an_outage_is_not_left_for_the_next_person(
    conference, office, head_a, chromium, live_server, client_of
):
    person = Person(chromium, live_server.url)
    page = person.page
    for user, kept in ((office, True), (head_a, False)):
        person.take_session(client_of(user))
        person.go(f"/recommendations/live/{conference.pk}/" if kept else "/units/")
        assert page.evaluate(KEPT, kept) is kept
    person.leave()


@pytest.mark.django_db(transaction=True)
def test_who_types_is_not_led_away_when_the_session_is_over(
    conference, office, chromium, live_server, client_of
):
    person = Person(chromium, live_server.url)
    page, here = person.page, f"/recommendations/live/{conference.pk}/"
    person.take_session(client_of(office))
    person.go(here)
    page.wait_for_selector(".live.is-live")
    # The look-up of similar ones is the first to hear of it.
    nothing_new = {"X-Person": str(office.pk)}
    page.route("**/board/", lambda route: route.fulfill(status=304, headers=nothing_new))
    Session.objects.all().delete()
    with page.expect_response("**/sign-in/**"):
        page.locator("[data-live-text]").press_sequentially("Nhà ăn")
    page.keyboard.insert_text(" xuống cấp")
    expect(page.locator("[data-live-text]")).to_have_value("Nhà ăn xuống cấp")
    page.unroute("**/board/")
    expect(page.locator("[data-live-state]")).to_contain_text("Phiên làm việc đã hết.")
    assert page.url == f"{live_server.url}{here}"
    person.leave()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_takes_and_says_nothing_is_told_and_asked_again(
    conference, office, unit_a, chromium, live_server, client_of
):
    person = Person(chromium, live_server.url)
    page, state = person.page, person.page.locator("[data-live-state]")
    page.clock.install()
    person.take_session(client_of(office))
    person.go(f"/recommendations/live/{conference.pk}/?raised_by={unit_a.pk}")
    page.wait_for_selector(".live.is-live")
    expect(page.locator("[data-live-kept]")).to_be_hidden()
    page.route("**/recommendations/live/*/*/", lambda _route: None)
    page.locator("[data-live-text]").fill("Nhà ăn xuống cấp.")
    page.keyboard.press("Control+Enter")
    expect(state).to_contain_text("Đang gửi")
    page.clock.run_for(6000)
    expect(state).to_contain_text("Mất kết nối")
    expect(page.locator("[data-live-kept]")).to_be_visible()
    page.unroute("**/recommendations/live/*/*/")
    page.clock.run_for(15_000)
    page.clock.run_for(5000)
    expect(page.locator("[data-live-list] .live-entry:not(.is-waiting)")).to_have_count(1)
    expect(page.locator("[data-live-kept]")).to_be_hidden()
    person.leave()
