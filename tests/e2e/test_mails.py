"""Each mail as a mail program shows it: on a phone and a desktop, light and dark, readable and nothing from outside.

With `SCREENSHOTS=folder` it keeps the pictures of the mails in `folder`/mails.
"""

import os
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from assignments.actions import create_assignment
from assignments.emails import Content, digest_mail
from assignments.models import Assignment
from assignments.workflow import Verb, sentence_of
from notifications.emails import at_once
from notifications.kinds import Kind
from notifications.models import Notification
from notifications.unsubscribing import unsubscribe_url
from tests.e2e.conftest import AXE, RULES

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("SCREENSHOTS", "")
TODAY = date(2026, 11, 23)
WIDTHS = (390, 700)
LONG = "Rà soát, sửa đổi, bổ sung quy chế phối hợp giữa các đơn vị thuộc Bộ trong quản lý an toàn hóa chất"
VERBS = {
    Kind.ESCALATED: Verb.ESCALATE,
    Kind.DIRECTED: Verb.DIRECT,
    Kind.RETURNED: Verb.RETURN,
    Kind.NEW_WORK: Verb.ASSIGN,
    Kind.REPORTED: Verb.REPORT,
    Kind.DECLINED: Verb.DECLINE,
    Kind.DEADLINE: "change_deadline",
    Kind.EXTENSION: "ask_extension",
    Kind.CHANGED: Verb.RESUME,
}
WITH_REASON = {Kind.ESCALATED, Kind.DIRECTED, Kind.RETURNED, Kind.DECLINED, Kind.DEADLINE, Kind.EXTENSION}
REMINDERS = (Kind.REMINDER, Kind.OVERDUE)
REASON = "Đơn vị chưa được giao kinh phí để thực hiện.\nĐề nghị xem lại nội dung tại mục 2."


@pytest.fixture(autouse=True)
def in_the_morning(settings):
    settings.SITE_URL = "https://doithoai.example.vn"
    moment = datetime(2026, 11, 23, 8, 0, tzinfo=timezone.get_default_timezone())
    with time_machine.travel(moment), translation.override("vi"):
        yield


@pytest.fixture
def reader(head_a):
    head_a.language = "vi"
    head_a.save()
    return head_a


@pytest.fixture
def works(conference, unit_a, office):
    def make(*days):
        titles = [LONG, "Xây dựng cơ sở dữ liệu dùng chung về hóa chất", "Tổ chức tập huấn cho cán bộ mới"]
        return [
            create_assignment(
                conference=conference,
                title=titles[number % 3],
                unit=unit_a,
                due_on=TODAY + timedelta(days=day),
                by=office,
            )
            for number, day in enumerate(days)
        ]

    return make


def news(kind, verb=Verb.CONFIRM, number=1):
    who = "Cán bộ Văn phòng 1"
    subject = f"{who} {sentence_of(verb)}: {LONG}"
    return Notification(
        pk=number, kind=kind, subject=subject, body=REASON if kind in WITH_REASON else "", path="/assignments/1/",
        created_at=timezone.now(),
    )  # fmt: skip


def keep(page, name, **how):
    """With few colours, so that the pictures stay small."""
    folder = Path(PICTURES) / "mails"
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(page.screenshot(**how))) as picture:
        picture.convert("RGB").quantize(32).save(folder / f"{name}.png", optimize=True)


@pytest.fixture
def show(chromium):
    """Opens a mail at both widths in both themes, checks it, keeps the light pictures."""
    context = chromium.new_context(locale="vi-VN")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))

    def look(html, name, keep_dark=False):
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 400})
                page.set_content(html)
                assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
                page.evaluate(AXE)
                run = "async rules => (await axe.run(document, {runOnly: rules})).violations.map(v => v.id)"
                assert page.evaluate(run, RULES) == [], (name, theme, width)
                if PICTURES and (theme == "light" or keep_dark):
                    mark = "-dark" if theme == "dark" else ""
                    keep(page, f"{name}{mark}-{width}", full_page=True)
        assert [url for url in asked if url != "about:blank"] == [], "a mail asks for nothing from outside"

    yield look
    context.close()


def test_the_digest(show, reader, works):
    work = works(-2, 0, 5)
    Assignment.objects.filter(pk=work[1].pk).update(state="in_progress", percent=60)
    work[1].refresh_from_db()
    told = [news(Kind.CONFIRMED), news(Kind.RETURNED, Verb.RETURN)]
    show(digest_mail(reader, Content(work, told), TODAY).html, "digest", keep_dark=True)
    show(digest_mail(reader, Content(work[:1]), TODAY).html, "digest-one")
    show(digest_mail(reader, Content((), told), TODAY).html, "digest-news")


def test_each_kind_at_once(show, reader, works):
    for kind, days in zip(REMINDERS, (3, -3), strict=True):
        show(digest_mail(reader, Content(works(days)), TODAY, kind=kind).html, f"at-once-{kind}")
    for kind in set(Kind) - set(REMINDERS):
        line = news(kind, VERBS.get(kind, Verb.CONFIRM))
        show(at_once(reader, line).html, f"at-once-{kind}")


def test_a_very_long_digest_is_cut_and_counted(reader, works):
    work = works(*range(1, 44))
    told = [news(Kind.CHANGED, number=n) for n in range(42)]
    message = digest_mail(reader, Content(work, told), TODAY)
    with translation.override("en"):
        reader.language = "en"
        message = digest_mail(reader, Content(work, told), TODAY)
    assert "3 more pieces of work are in the list." in message.text
    assert "2 more pieces of news are in your inbox." in message.html


def test_the_page_of_the_link_and_the_sign_in(chromium, live_server, reader, show):
    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 700})
    page = context.new_page()
    path = "/notifications/unsubscribe/" + unsubscribe_url(reader, Kind.REMINDER).split("/")[-2] + "/"
    assert Client().get(path).status_code == 200
    for name, address in (("unsubscribe", path), ("sign-in", "/sign-in/?next=/assignments/1/")):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 700})
            page.goto(f"{live_server.url}{address}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            if PICTURES:
                keep(page, f"page-{name}-{width}")
    context.close()
