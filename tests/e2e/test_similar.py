"""What only a browser shows of the similar ones: the cursor stays in the text, and Alt with a digit ticks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from assignments.workflow import State
from conferences.models import Conference
from recommendations import actions
from recommendations.models import RaisedAgain, Recommendation
from tests.e2e.conftest import Person

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, HERE = "Đề nghị sửa nhà ăn và chỗ nghỉ trưa.", "Nhà ăn chật, không có chỗ nghỉ trưa cho mọi người."
TICKED = "[data-similar] input:checked"


@pytest.fixture
def logged(conference, unit_b, office):
    last_year = Conference.objects.create(
        kind=conference.kind,
        host=conference.host,
        title="Hội nghị năm trước",
        held_on=conference.held_on - timedelta(days=365),
        created_by=office,
    )
    return [
        actions.log(
            conference=held, raised=actions.Raised(raised_by=unit_b, text=text), key=uuid4(), by=office
        )
        for held, text in ((last_year, BEFORE), (conference, HERE))
    ]


def test_linked_and_merged_by_keys_while_one_types(
    logged, conference, office, chromium, live_server, client_of
):
    earlier, here = logged
    clerk = Person(chromium, live_server.url)
    clerk.take_session(client_of(office))
    clerk.go(f"/recommendations/live/{conference.pk}/")
    page = clerk.page
    page.wait_for_selector(".live.is-live")
    page.keyboard.type("hc")
    page.keyboard.press("Tab")
    page.locator("#id_text").focus()
    page.keyboard.type("sua nha an, cho nghi tr")
    expect(page.locator("[data-similar] .similar-text")).to_have_count(2)
    for number in ("1", "2"):
        page.keyboard.press(f"Alt+{number}")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("ua cho người ở xa")
    # The list is fetched anew; what is ticked stays in it.
    with page.expect_response("**/similar/"):
        pass
    expect(page.locator(TICKED)).to_have_count(2)
    expect(page.locator("#id_text")).to_be_focused()
    clerk.check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-similar] li")).to_have_count(0)
    expect(page.locator("[data-live-list] .live-entry:not(.is-waiting)")).to_have_count(2)
    made = Recommendation.objects.get(text__startswith="sua nha an")
    assert made.text == "sua nha an, cho nghi trua cho người ở xa"
    assert [row.earlier for row in RaisedAgain.objects.filter(recommendation=made)] == [earlier]
    assert (made.assignment.state, made.answering) == (State.MERGED, here)
    clerk.leave()
