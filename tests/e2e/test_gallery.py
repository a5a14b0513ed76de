"""The components in a browser: every size and theme, what the scripts add, and what works without them."""

import pytest

from tests.e2e.conftest import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.gallery_urls")]


@pytest.fixture
def visit(chromium, live_server, office, client):
    """Opens the gallery as office staff; every visitor is sent home at the end."""
    visitors = []
    client.force_login(office)

    def open_gallery(**options) -> Person:
        person = Person(chromium, live_server.url, **options)
        person.page.set_default_timeout(5000)
        visitors.append(person)
        person.take_session(client)
        assert person.go("/components/") == 200
        return person

    yield open_gallery
    for person in visitors:
        person.leave()


def test_every_component_is_accessible_at_every_size_in_both_themes(visit):
    person = visit()
    for theme in ("light", "dark"):
        person.page.emulate_media(color_scheme=theme)
        for width in (390, 1280, 1920):
            person.page.set_viewport_size({"width": width, "height": 900})
            person.check()


def test_a_chosen_theme_stays(visit):
    person = visit(theme="light")
    page = person.page
    page.click(".user-menu summary")
    page.click("[data-theme-value=dark]")
    dark = "getComputedStyle(document.body).backgroundColor"
    colour = page.evaluate(dark)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert page.evaluate(dark) == colour
    person.check()


def test_menus_and_dialogs_open_close_and_give_the_focus_back(visit):
    page = visit().page
    page.click(".user-menu summary")
    page.keyboard.press("Escape")
    assert page.locator(".user-menu[open]").count() == 0
    page.click("[popovertarget=sample-withdraw]")
    assert page.locator("#sample-withdraw").is_visible()
    assert page.evaluate("document.activeElement.closest('dialog').id") == "sample-withdraw"
    page.keyboard.press("Escape")
    assert page.locator("#sample-withdraw").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == "sample-withdraw"


def test_keys_lead_to_the_search_the_help_and_the_lists(visit):
    page = visit().page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("g?")
    assert page.input_value("[data-search]") == "g?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/conferences/")


def test_a_date_is_completed_and_can_be_chosen_from_the_calendar(visit):
    page = visit().page
    field = page.locator("#ok_held_on")
    field.fill("5/3/2026")
    field.blur()
    assert field.input_value() == "05/03/2026"
    box = page.locator(".date-field:has(#ok_held_on)")
    assert box.locator("[data-date-button]").is_visible()
    box.locator("[data-date-button]").click()
    box.locator(".date-native").evaluate(
        "native => { native.value = '2026-12-31'; native.dispatchEvent(new Event('change', {bubbles: true})) }"
    )
    assert field.input_value() == "31/12/2026"


def test_a_long_list_is_searched_without_marks(visit):
    page = visit().page
    page.fill("#ok_lead", "hoa chat")
    page.keyboard.press("Enter")
    assert page.input_value("#ok_lead") == "Cục Hóa chất"
    assert page.input_value("select[name=lead] >> nth=0") == "5"
    page.fill("#ok_lead", "không có")
    assert page.locator(".combo-none").is_visible()
    page.keyboard.press("Tab")
    assert page.input_value("#ok_lead") == "Cục Hóa chất"


def test_boxes_are_found_and_chosen_together(visit):
    page = visit().page
    group = page.locator("[data-field=units]").first
    group.locator("input[type=search]").fill("cuc xuat")
    assert group.locator(".choice:visible").count() == 1
    group.locator("input[type=search]").fill("cuc")
    group.get_by_role("button").first.click()
    assert group.locator("input:checked").count() == 5
    assert group.locator(".choices-count").inner_text() == "5/10"


def test_a_piece_of_text_and_its_task_light_up_together(visit):
    page = visit().page
    page.hover(".piece[data-link=t1]")
    assert page.locator(".task-card.is-linked").get_attribute("data-link") == "t1"
    page.locator(".piece[data-link=t2]").focus()
    assert page.locator(".task-card.is-linked").get_attribute("data-link") == "t2"


def test_a_filter_asks_for_the_list_and_keeps_a_clean_address(visit):
    page = visit().page
    with page.expect_response(lambda answer: "q=a" in answer.url) as answered:
        page.fill("[data-search]", "a")
    assert answered.value.request.headers["hx-request"] == "true"
    page.wait_for_url("**/components/?q=a&unit=2")
    page.select_option("#filter_state", "1")
    page.wait_for_url("**/components/?q=a&unit=2&state=1")
    assert page.locator("[data-clear]").is_visible()


def test_a_list_that_cannot_be_loaded_says_so(visit):
    page = visit().page
    page.route("**/components/?*", lambda route: route.abort())
    page.fill("[data-search]", "a")
    page.wait_for_selector("#trouble-shown")
    page.click("#trouble-shown [data-close]")
    assert page.locator("#trouble-shown").count() == 0


def test_a_list_asked_for_after_the_session_ended_leads_to_the_sign_in(visit):
    person = visit()
    person.context.clear_cookies()
    person.page.fill("[data-search]", "a")
    person.page.wait_for_url("**/sign-in/?next=/components/")
    assert person.page.locator(".door").is_visible()


def test_a_text_that_was_not_sent_is_still_there(visit):
    page = visit().page
    page.fill("#ok_text", "Bản nháp kết luận")
    page.fill("#ok_title", "Kết luận")
    page.check("[name=level][value='2'] >> nth=0")
    page.check("#ok_all_units")
    page.wait_for_timeout(600)  # a draft is kept when the typing pauses
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    assert page.input_value("#ok_text") == "Bản nháp kết luận"
    assert page.input_value("#ok_title") == "Kết luận"
    assert page.is_checked("[name=level][value='2'] >> nth=0")
    assert page.is_checked("#ok_all_units")
    page.click("[data-throw-away]")
    assert page.input_value("#ok_text") == ""
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []


def test_without_scripts_everything_can_still_be_done(visit):
    page = visit(scripts=False).page
    assert page.locator(".filters-go").is_visible()
    assert page.locator("[data-date-button]").first.is_hidden()
    page.click("[popovertarget=sample-withdraw]")
    assert page.locator("#sample-withdraw").is_visible()
    page.keyboard.press("Escape")
    page.click(".user-menu summary")
    assert page.locator(".menu-foot button").is_visible()
    assert page.locator("select[name=lead]").first.is_visible()


def test_a_printed_list_has_its_title_and_no_navigation(visit):
    page = visit().page
    page.emulate_media(media="print")
    assert page.locator(".print-head").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".rail").is_hidden()
    assert page.locator(".topbar").is_hidden()
    assert page.locator(".filters").is_hidden()
