"""The whole job of the product, once, as each role, in a browser: from the conference to the reminder.

With `SCREENSHOTS=folder` it also takes the pictures of the README.
"""

import io
import os
import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pypdf import PdfReader

from accounts.models import User
from assignments.models import Assignment, Reminder
from assignments.reminder_sending import sweep
from assignments.tasks import deliver_mails
from conferences.models import Conference
from demo.people import PASSWORD
from notices.models import Rendering
from notifications.models import MailSettings, OutgoingMail
from tests.demonstrated import load_demonstration
from tests.e2e.conftest import Person
from workdays.calendars import calendar

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("SCREENSHOTS", "")
TITLE = "Hội nghị đối thoại chuyên đề về chuyển đổi số năm 2026"
PROPOSAL = "Đề nghị bố trí kinh phí thay máy chủ đã hết khấu hao của đơn vị."


def conclusion_text(due: str) -> str:
    return f"""KẾT LUẬN
của Lãnh đạo Bộ tại {TITLE}

I. ĐÁNH GIÁ CHUNG
1. Các đơn vị đã hoàn thành phần lớn công việc về hồ sơ điện tử trong năm.
2. Tuy nhiên, vẫn còn hạn chế: dữ liệu của một số lĩnh vực chưa được cập nhật đầy đủ.

II. NHIỆM VỤ TRONG THỜI GIAN TỚI
Lãnh đạo Bộ yêu cầu thủ trưởng các đơn vị thuộc Bộ tập trung thực hiện các nhiệm vụ sau:
1. Giao Cục Hóa chất chủ trì, phối hợp với Văn phòng Bộ rà soát dữ liệu cấp phép, báo cáo Lãnh đạo Bộ trước ngày {due}.
2. Giao Vụ Pháp chế chủ trì, phối hợp với Vụ Tổ chức cán bộ hoàn thiện quy chế khai thác dữ liệu, trình ban hành
trước ngày {due}.
3. Các đơn vị thuộc Bộ thường xuyên cập nhật tiến độ trên hệ thống; đây là nhiệm vụ thường xuyên.

Văn phòng Bộ thông báo để các đơn vị biết, thực hiện./.
"""


@pytest.fixture
def demonstration(transactional_db):
    load_demonstration()


def test_the_whole_job(demonstration, worker, chromium, live_server, settings):
    settings.SITE_URL = live_server.url
    people = {
        name: Person(chromium, live_server.url)
        for name in ("vanphong", "vanphong2", "thutruong.hc", "thutruong.pc", "lanhdao")
    }
    for name, person in people.items():
        person.sign_in(name, PASSWORD)
    office = people["vanphong"]
    conference = holds_a_conference(office)
    reads_the_conclusion(office, conference)
    logs_and_assigns_a_recommendation(office, conference)
    works_and_reports(people["thutruong.hc"], conference)
    sees_nothing_foreign(people["thutruong.pc"], conference)
    confirms(people["vanphong2"], conference)
    looks_at_the_dashboard(people["lanhdao"], conference)
    makes_the_notice(office, conference)
    is_reminded(office, people["thutruong.pc"], conference)
    visits_the_main_pages(chromium, live_server.url)
    for person in people.values():
        assert person.faults == []
        person.leave()


def day(offset: int) -> str:
    return f"{timezone.localdate() + timedelta(days=offset):%d/%m/%Y}"


def picture(person: Person, name: str) -> None:
    if PICTURES:
        person.settle()
        person.page.evaluate("scrollTo(0, 0)")
        person.page.screenshot(path=Path(PICTURES) / f"{name}.png")


def holds_a_conference(office: Person) -> Conference:
    page = office.page
    office.go("/conferences/")
    office.check()
    page.locator("a[href='/conferences/new/']").first.click()
    office.check()
    page.fill("[name=title]", TITLE)
    page.fill("[name=theme]", "Dữ liệu đúng, đủ, sạch, sống")
    page.fill("[name=held_on]", day(-10))
    page.fill("[name=place]", "Trụ sở Bộ Công Thương, Hà Nội")
    page.fill("[name=chair_name]", "Lãnh đạo Bộ")
    page.fill("[name=chair_title]", "Thứ trưởng Bộ Công Thương")
    page.fill("[name=agenda]", "Báo cáo chung\nCác đơn vị phát biểu\nKết luận")
    office.press_submit("title")
    page.wait_for_url(re.compile(r"/conferences/\d+/"))
    office.check()
    picture(office, "conference")
    conference = Conference.objects.get(title=TITLE)
    assert conference.attendances.count() >= 20  # "all units attended" is ticked
    return conference


def reads_the_conclusion(office: Person, conference: Conference) -> None:
    page = office.page
    office.go(f"/conferences/{conference.pk}/conclusion/read/")
    office.check()
    page.fill("[name=text]", conclusion_text(day(3)))
    office.press_submit("text")
    page.wait_for_selector("[data-link^=t]")
    office.check()
    picture(office, "review")
    tasks = list(conference.conclusion.tasks.all())
    assert [task.number for task in tasks] == ["1", "2", "3"]
    assert "hạn chế" in conference.conclusion.limitations
    corrects_a_task(office, tasks[1].pk)
    page.locator("[popovertarget=accept-all][aria-haspopup]").click()
    page.locator("form:has([name=all]) button[type=submit]").click()
    page.wait_for_selector("[popovertarget=accept-all]", state="detached")
    office.check()
    assert Assignment.objects.filter(task=tasks[0]).get().unit.name == "Cục Hóa chất"
    assert Assignment.objects.filter(task=tasks[2]).count() >= 20


def corrects_a_task(office: Person, pk: int) -> None:
    page = office.page
    page.locator(f"#task-{pk} a[href$='/tasks/{pk}/edit/']").click()
    deadline = page.locator(f"#task-{pk} [name=task{pk}-due_on]")
    deadline.fill(day(7))
    page.locator(f"#task-{pk} .form-actions button[type=submit]").click()
    deadline.wait_for(state="detached")
    assert day(7) in page.locator(f"#task-{pk}").inner_text()


def logs_and_assigns_a_recommendation(office: Person, conference: Conference) -> None:
    page = office.page
    office.go(f"/recommendations/new/?conference={conference.pk}")
    page.wait_for_url(f"**/recommendations/live/{conference.pk}/")
    choose_unit(office, "raised_by", "Cục Hóa chất")
    page.fill("[name=speaker]", "Cục trưởng")
    page.fill("[name=text]", PROPOSAL)
    page.click("[data-live-fold] summary")
    choose_unit(office, "proposed_lead", "Văn phòng Bộ")
    page.press("[name=text]", "Control+Enter")
    page.wait_for_selector(".live-entry a[href^='/recommendations/']")
    office.check()
    picture(office, "live")
    office.go(conference.recommendations.get().get_absolute_url())
    office.check()
    office.press_submit("due_on")
    office.settle()
    recommendation = conference.recommendations.get()
    assert recommendation.assignment.unit.name == "Văn phòng Bộ"
    assert recommendation.assignment.due_on is not None
    office.go("/recommendations/?q=may+chu+khau+hao")  # without marks
    office.check()
    assert PROPOSAL in page.locator("#results").inner_text()


def choose_unit(person: Person, field: str, name: str) -> None:
    """Through the select itself, which the find-as-you-type box keeps in step."""
    person.page.locator(f"select[name={field}]").evaluate(
        """(select, name) => {
            select.value = [...select.options].find(option => option.text.trim() === name).value;
            select.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        name,
    )


def works_and_reports(head: Person, conference: Conference) -> None:
    page = head.page
    head.go("/my-unit/")
    head.check()
    picture(head, "my-unit")
    page.locator("form[action^='/my-unit/accept/'] button[type=submit]").first.click()
    head.settle()
    duty = Assignment.objects.get(conference=conference, task__number="1")
    assert duty.state == "in_progress"
    head.go(f"/assignments/{duty.pk}/update/")
    head.check()
    page.fill("[name=text]", "Đã rà soát sáu trong mười lĩnh vực cấp phép.")
    page.fill("[name=percent]", "60")
    head.press_submit("percent")
    page.wait_for_url(f"**/assignments/{duty.pk}/")
    head.check()
    head.go(f"/assignments/{duty.pk}/report/")
    page.fill("[name=result]", "Dữ liệu cấp phép đã được rà soát, làm sạch và bàn giao.")
    head.press_submit("result")  # without evidence: refused, nothing lost
    assert "làm sạch" in page.input_value("[name=result]")
    head.check()
    page.fill("[name=document]", "112/HC-VP, 20/11/2026")
    head.press_submit("result")
    page.wait_for_url(f"**/assignments/{duty.pk}/")
    head.check()
    picture(head, "assignment")
    duty.refresh_from_db()
    assert (duty.state, duty.percent) == ("reported", 100)


def sees_nothing_foreign(foreign: Person, conference: Conference) -> None:
    duty = Assignment.objects.get(conference=conference, task__number="1")
    assert foreign.go(f"/assignments/{duty.pk}/") == 404
    foreign.faults.clear()  # the browser's own note about the 404
    foreign.go("/assignments/")
    assert duty.title not in foreign.page.content()


def confirms(office: Person, conference: Conference) -> None:
    duty = Assignment.objects.get(conference=conference, task__number="1")
    office.go(f"/assignments/{duty.pk}/")
    office.check()
    office.go(f"/assignments/{duty.pk}/confirm/")
    office.check()
    office.press_submit("version")
    office.page.wait_for_url(f"**/assignments/{duty.pk}/")
    duty.refresh_from_db()
    assert duty.state == "done"
    assert duty.confirmed_by.username == "vanphong2"


def looks_at_the_dashboard(leader: Person, conference: Conference) -> None:
    page = leader.page
    earlier = (
        Conference.objects.exclude(pk=conference.pk).filter(kind=Conference.Kind.LEADERSHIP).latest("held_on")
    )
    leader.go(f"/dashboard/?conference={earlier.pk}")
    leader.check()
    picture(leader, "dashboard")
    leader.go(f"/dashboard/?conference={conference.pk}")
    leader.check()
    for timing in ("done_on_time", "done_late", "open_in_time", "open_overdue"):
        link = page.locator(f".stat-grid a[href*='timing={timing}']").first
        number = int(re.search(r"\d+", link.inner_text().replace(".", ""))[0])
        with leader.context.expect_page() as opened:
            link.click(modifiers=["ControlOrMeta"])
        listed = opened.value
        listed.wait_for_load_state()
        shown = Assignment.objects.filter(conference=conference).with_timing().filter(timing=timing).count()
        assert listed.locator("#results tbody tr").count() == min(number, 25)
        assert number == shown
        listed.close()


def makes_the_notice(office: Person, conference: Conference) -> None:
    page = office.page
    office.go(f"/conferences/{conference.pk}/notice/")
    office.check()
    page.locator("form[action$='/prepare/'] button[type=submit]").first.click()
    page.wait_for_selector("a[href*='/download/']", timeout=60_000)
    office.check()
    picture(office, "notice")
    with page.expect_download() as download:
        page.locator("a[href*='/download/']").first.click()
    pdf = Path(download.value.path()).read_bytes()
    text = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())
    for words in ("DỰ THẢO", "Giao Cục Hóa chất chủ trì", "quy chế khai thác dữ liệu", PROPOSAL):
        assert words in text
    assert Rendering.objects.get(notice__conference=conference).state == Rendering.State.DONE


def is_reminded(office: Person, head: Person, conference: Conference) -> None:
    """The second task falls due in seven days: its unit is reminded once, however often the job runs."""
    head_of_unit = User.objects.get(username="thutruong.pc")
    MailSettings.objects.create(user=head_of_unit, quiet_from=time(0), quiet_until=time(0))
    for _ in range(2):
        sweep(calendar().on_or_after(timezone.localdate()), by_hand=True)
        deliver_mails()
    duty = Assignment.objects.get(conference=conference, task__number="2")
    reminders = Reminder.objects.filter(assignment=duty, sent_at__isnull=False)
    recipients = sorted(reminder.recipient.username for reminder in reminders)
    assert recipients == sorted(set(recipients))
    assert "thutruong.pc" in recipients
    mails = OutgoingMail.objects.filter(user__username="thutruong.pc", reminders__assignment=duty).distinct()
    assert [mail.state for mail in mails] == ["sent"]
    office.go("/reminders/")
    office.check()
    picture(office, "reminders")
    head.go(f"/assignments/{duty.pk}/")
    head.check()


def visits_the_main_pages(chromium: Browser, base: str) -> None:
    """On a phone in the dark and on a wide screen in the light; the steps before were at 1280 px."""
    conference = Conference.objects.filter(conclusion__isnull=False).latest("held_on")
    duty = Assignment.objects.filter(conference=conference, state="done").earliest("pk")
    paths = [
        "/dashboard/",
        "/conferences/",
        f"/conferences/{conference.pk}/",
        f"/conferences/{conference.pk}/conclusion/",
        "/recommendations/",
        "/assignments/",
        f"/assignments/{duty.pk}/",
        f"/conferences/{conference.pk}/notice/",
        "/notices/",
        "/units/",
        "/reminders/",
        "/notifications/",
    ]
    for width, theme in ((390, "dark"), (1920, "light")):
        office = Person(chromium, base, width=width, theme=theme)
        office.sign_in("vanphong", PASSWORD)
        for path in paths:
            assert office.go(path) == 200
            office.check()
        office.leave()
