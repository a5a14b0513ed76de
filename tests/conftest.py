"""The cast of people every test uses. Named by role: the ministry, its office, and two units that must not see each other."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import LazySettings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.roles import Role
from assignments.actions import create_assignment
from assignments.models import Assignment
from conferences.models import Attendance, Conclusion, Conference, Task
from tests import migrated
from tests.first_rows import read_rows, write_rows
from units.models import Membership, Unit

SINCE = date(2020, 1, 1)

ClientOf = Callable[[User], Client]


# Files that take longest come first: the processes then end at about the same time.
LONGEST = (
    "test_journey.py", "test_run.py", "test_gallery.py", "test_demonstration.py", "test_workflow.py", "test_routes.py",
    "test_notice.py", "test_large_table.py", "test_drafts.py", "test_chaos.py", "test_live.py", "test_random_lives.py",
    "test_pdf_payloads.py", "test_hostile_addresses.py", "test_mails.py",
)  # fmt: skip


class FirstRows(NamedTuple):
    rows: dict[str, bytes]
    blocker: DjangoDbBlocker


FIRST_ROWS = pytest.StashKey[FirstRows]()


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: while tests wait for a browser or a server, another one works."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if commits(item):  # `serialized_rollback`: or Django would write content types of its own
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    """What was imported until now stays: looking through it for garbage again and again takes 5% of the time."""
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    if commits(item) and nextitem and (first := item.config.stash.get(FIRST_ROWS, None)):
        with first.blocker.unblock():
            write_rows(first.rows)


def commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def dump(request: pytest.FixtureRequest) -> Path:
    """Of the migrated database; not there yet when nobody has tested these migrations."""
    return migrated.dump_in(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, dump: Path, django_db_blocker) -> None:
    if dump.exists():
        with django_db_blocker.unblock():
            migrated.read(dump)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, dump: Path, django_db_blocker, request) -> None:
    with django_db_blocker.unblock():
        if not dump.exists():
            migrated.write(dump)
        let_histories_be_emptied()
        request.config.stash[FIRST_ROWS] = FirstRows(read_rows(), django_db_blocker)
    connection._test_serialized_contents = "[]"  # what Django would write back itself before each test


def let_histories_be_emptied() -> None:
    """They refuse it; the tests with real commits empty every table afterwards."""
    named = "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE tgname LIKE '%_never_emptied'"
    with connection.cursor() as cursor:
        cursor.execute(named)
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests name the English texts of the code; what a translation says is not their business."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def own_media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def bare_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that ask for a thousand refusals; how their pages look is tested elsewhere."""
    bare = {code: partial(bare_page, code) for code in (400, 403, 404, 500)}
    monkeypatch.setattr(get_resolver(), "resolve_error_handler", bare.get)


def bare_page(status: int, request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=status)


@pytest.fixture
def client_of() -> ClientOf:
    """A signed-in browser that asks for English pages."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        # What force_login() leaves, without the sign-in's own dozen of statements: they have tests of their own.
        session = client.session
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return client

    return sign_in


# --- Units ------------------------------------------------------------------------------------------------------
def make_unit(
    name: str, parent: Unit | None, *, abbreviation: str = "", kind: str = Unit.Kind.AGENCY
) -> Unit:
    return Unit.objects.create(
        name=name, abbreviation=abbreviation, code=abbreviation, kind=kind, parent=parent, valid_from=SINCE
    )


@pytest.fixture
def ministry(db: None) -> Unit:
    """The root: a role held here counts for every unit."""
    return make_unit("Bộ Công Thương", None, abbreviation="BCT", kind=Unit.Kind.MINISTRY)


@pytest.fixture
def office_unit(ministry: Unit) -> Unit:
    return make_unit("Văn phòng Bộ", ministry, abbreviation="VP", kind=Unit.Kind.OFFICE)


@pytest.fixture
def unit_a(ministry: Unit) -> Unit:
    return make_unit("Cục Hóa chất", ministry, abbreviation="HC")


@pytest.fixture
def unit_b(ministry: Unit) -> Unit:
    return make_unit("Vụ Pháp chế", ministry, abbreviation="PC", kind=Unit.Kind.DEPARTMENT)


# --- People -----------------------------------------------------------------------------------------------------
def make_user(username: str, full_name: str, role: Role | None = None, unit: Unit | None = None) -> User:
    user = User.objects.create_user(
        username, "password-in-tests", full_name=full_name, email=f"{username}@example.test", language="en"
    )
    if role and unit:
        Membership.objects.create(user=user, unit=unit, role=role, title=full_name, valid_from=SINCE)
    return user


@pytest.fixture
def office(ministry: Unit) -> User:
    return make_user("office", "Cán bộ Văn phòng", Role.OFFICE, ministry)


@pytest.fixture
def second_office(ministry: Unit) -> User:
    return make_user("second_office", "Cán bộ Văn phòng thứ hai", Role.OFFICE, ministry)


@pytest.fixture
def head_a(unit_a: Unit) -> User:
    return make_user("head_a", "Cục trưởng Cục Hóa chất", Role.UNIT_HEAD, unit_a)


@pytest.fixture
def officer_a(unit_a: Unit) -> User:
    return make_user("officer_a", "Chuyên viên Cục Hóa chất", Role.UNIT_OFFICER, unit_a)


@pytest.fixture
def head_b(unit_b: Unit) -> User:
    """Must never see what is only unit A's."""
    return make_user("head_b", "Vụ trưởng Vụ Pháp chế", Role.UNIT_HEAD, unit_b)


@pytest.fixture
def leader(ministry: Unit) -> User:
    return make_user("leader", "Lãnh đạo Bộ", Role.LEADERSHIP, ministry)


@pytest.fixture
def observer(ministry: Unit) -> User:
    return make_user("observer", "Công đoàn Bộ", Role.OBSERVER, ministry)


@pytest.fixture
def administrator(ministry: Unit) -> User:
    user = make_user("administrator", "Quản trị hệ thống", Role.ADMINISTRATOR, ministry)
    user.is_staff = user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def stranger(db: None) -> User:
    """May sign in, holds no role."""
    return make_user("stranger", "Người chưa có vai trò")


# --- Work -------------------------------------------------------------------------------------------------------
@pytest.fixture
def conference(ministry: Unit, unit_a: Unit, unit_b: Unit, office: User) -> Conference:
    held = Conference.objects.create(
        kind=Conference.Kind.LEADERSHIP,
        host=ministry,
        title="Hội nghị đối thoại giữa Lãnh đạo Bộ với các đơn vị",
        theme="Tháo gỡ khó khăn, thúc đẩy chuyển đổi số",
        held_on=timezone.localdate() - timedelta(days=30),
        place="Hội trường tầng 2",
        chair_name="Bộ trưởng",
        chair_title="Bộ trưởng Bộ Công Thương",
        created_by=office,
    )
    Attendance.objects.create(conference=held, unit=unit_a)
    Attendance.objects.create(conference=held, unit=unit_b)
    return held


@pytest.fixture
def conclusion(conference: Conference, office: User) -> Conclusion:
    return Conclusion.objects.create(
        conference=conference, text="1. Cục Hóa chất rà soát quy chuẩn.", read_by=office
    )


@pytest.fixture
def task(conclusion: Conclusion, unit_a: Unit) -> Task:
    """Proposed by the reader, not yet accepted: Cục Hóa chất leads, due in ten days."""
    proposed = Task.objects.create(
        conclusion=conclusion,
        position=1,
        number="1",
        text="Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, trình Lãnh đạo Bộ xem xét.",
        due_on=timezone.localdate() + timedelta(days=10),
        due_kind=Task.DueKind.DATE,
    )
    proposed.lead_units.add(unit_a)
    return proposed


@pytest.fixture
def assignment(conference: Conference, task: Task, unit_a: Unit, office: User) -> Assignment:
    """The task, assigned to unit A and waiting to be accepted, due in ten days."""
    Task.objects.filter(pk=task.pk).update(accepted_at=timezone.now(), accepted_by=office)
    task.refresh_from_db()
    return create_assignment(
        conference=conference, title=task.summary, task=task, unit=unit_a, due_on=task.due_on, by=office
    )
