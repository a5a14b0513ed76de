"""The review of a conclusion with the keyboard alone, and with the cursor in the text."""

from datetime import date

import pytest
from playwright.sync_api import expect

from conferences.actions import read_conclusion
from conferences.models import Task
from tests.e2e.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """Đồng chí chủ tọa cảm ơn các đơn vị đã chuẩn bị chu đáo.
Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Vụ Pháp chế rà soát quy chế làm việc. Vụ Pháp chế báo cáo Bộ trưởng kết quả.
2. Vụ Pháp chế nâng cao chất lượng công tác tham mưu.
3. Cục Hóa chất báo cáo kết quả rà soát."""
# From a place in the text to another, as one marks it with the mouse.
MARK = """([words, length]) => {
    const texts = document.createTreeWalker(document.querySelector(".conclusion-text"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && !texts.currentNode.textContent.includes(words));
    const start = texts.currentNode.textContent.indexOf(words);
    getSelection().setBaseAndExtent(texts.currentNode, start, texts.currentNode, start + length);
    document.activeElement.blur();
}"""


@pytest.fixture
def tasks(conference, office, office_unit, unit_a, unit_b):
    unit_b.abbreviation = "Vụ PC"
    unit_b.save()
    conference.held_on = date(2026, 10, 24)
    conference.save()
    read_conclusion(conference, text=TEXT, by=office)
    Task.objects.update(unsure=[])
    return list(Task.objects.all())


@pytest.fixture
def clerk(chromium, live_server, client_of, office, conference, tasks):
    person = Person(chromium, live_server.url)
    person.take_session(client_of(office))
    person.go(f"/conferences/{conference.pk}/conclusion/")
    yield person
    assert person.faults == []
    person.leave()


def test_with_keys_alone(clerk, tasks, unit_b):
    page, (first, second, third) = clerk.page, tasks
    cards = page.locator("#review-tasks > .task-card")

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)
            clerk.settle()

    press("j", "j", "j", "u")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("vu pc")
    press("Enter")
    card = page.locator(f"#task-{third.pk}")
    expect(card).to_be_focused()
    assert list(third.lead_units.all()) == [unit_b]
    press("d")
    page.keyboard.type("15/3")
    press("Enter")
    expect(card.locator("time")).to_have_text("15/03/2027")
    press("d", "Escape")
    expect(card).to_be_focused()

    press("k", "m")  # the second with the third
    expect(cards).to_have_count(2)
    press("z")
    expect(cards).to_have_count(3)
    press("[")
    expect(cards.first).to_have_attribute("id", f"task-{second.pk}")
    press("z", "n")
    expect(page.locator(f"#task-{second.pk}.is-dismissed")).to_be_visible()
    press("z")
    expect(page.locator(f"#task-{second.pk}.is-dismissed")).to_have_count(0)
    press("x")
    page.reload()
    expect(page.locator(f"#task-{second.pk} input[type=checkbox]")).to_be_checked()
    press("?")
    expect(page.locator("#review-keys")).to_be_visible()
    clerk.check()
    press("Escape", "j", "a")
    expect(page.locator(f"#task-{first.pk}.is-accepted")).to_be_visible()


def test_one_task_for_several_units_is_asked_about(clerk, tasks):
    page, (first, *_others) = clerk.page, tasks
    Task.objects.filter(pk=first.pk).update(all_units=True)
    page.reload()
    card, question = page.locator(f"#task-{first.pk}"), page.locator(f"#accept-{first.pk}")
    for key in ("j", "a"):
        page.keyboard.press(key)
    expect(question.get_by_role("button").first).to_be_focused()
    clerk.check()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(card).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator(f"#task-{first.pk}.is-accepted")).to_be_focused()
    clerk.settle()
    page.keyboard.press("z")
    expect(page.locator("#messages")).to_contain_text("Không có bước nào")
    expect(card).to_be_focused()


def test_with_the_cursor_in_the_text(clerk, tasks):
    page = clerk.page
    cards = page.locator("#review-tasks > .task-card")
    page.evaluate(MARK, ["báo cáo Bộ trưởng", 0])
    expect(page.locator("#stretch [data-stretch=s]")).to_be_visible()
    page.keyboard.press("s")
    expect(cards).to_have_count(4)
    clerk.settle()
    assert cards.nth(1).locator(".task-text").inner_text() == "báo cáo Bộ trưởng kết quả."
    page.evaluate(MARK, ["cảm ơn", 20])
    page.locator("#stretch [data-stretch=t]").click()
    expect(cards).to_have_count(5)
    clerk.settle()
    assert Task.objects.get(text="cảm ơn các đơn vị đã").number == ""
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    clerk.check()
