"""The demonstration ministry: facts of the register, people for every role, work in every state, a true history."""

from collections import Counter, defaultdict
from datetime import date
from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assignments.models import (
    Assignment,
    HistoryEntry,
    RaisersWord,
    Reminder,
    TransferLine,
    TransferList,
    Update,
)
from assignments.orphans import orphans
from assignments.reminders import Outcome, with_outcome
from assignments.timing import Timing
from assignments.workflow import OPEN, State, Verb
from conferences.models import Conference
from demo.people import MAIL_DOMAIN, PASSWORD
from notifications.models import Notification, OutgoingMail
from recommendations.models import Recommendation
from recommendations.submission_workflow import Stage
from tests.conftest import make_unit
from tests.demonstrated import load_demonstration
from units.models import Membership, Unit, UnitSuccession

BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)
FOUR_CELLS = {Timing.DONE_ON_TIME, Timing.DONE_LATE, Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE}


def run(command, *arguments):
    said = StringIO()
    call_command(command, *arguments, stdout=said)
    return said.getvalue()


class DemonstrationTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = load_demonstration()
        cls.ministry = Unit.objects.get(parent=None)

    # --- The register ---------------------------------------------------------------------------------------------
    def test_22_units_today_and_28_before_the_reorganisation(self):
        assert Unit.objects.all_of(self.ministry, timezone.localdate()).count() == 22
        assert Unit.objects.all_of(self.ministry, AFTER).count() == 22
        assert Unit.objects.all_of(self.ministry, BEFORE).count() == 28

    def test_both_decrees_keep_their_order(self):
        def names(day):
            return list(Unit.objects.all_of(self.ministry, day).values_list("abbreviation", flat=True))

        assert names(BEFORE)[:4] == ["Vụ KH-TC", "Vụ KHCN", "Vụ AP", "Vụ AM"]
        assert names(BEFORE)[12] == "TCQLTT"
        assert names(AFTER)[:3] == ["Vụ KHTC", "Vụ TTNN", "Vụ ĐB"]
        assert names(AFTER)[8:12] == ["UBCTQG", "Cục TTTN", "Cục ĐL", "Cục ĐCK"]

    def test_every_unit_that_ended_has_a_successor(self):
        ended = set(Unit.objects.filter(valid_to=BEFORE).values_list("name", flat=True))
        assert ended == set(UnitSuccession.objects.values_list("predecessor__name", flat=True))
        assert len(ended) == 12
        merged = UnitSuccession.objects.filter(kind=UnitSuccession.Kind.MERGE)
        sizes = Counter(merged.values_list("successor__abbreviation", flat=True))
        assert sizes == {"Vụ TTNN": 2, "Cục TTTN": 2, "Cục ĐL": 2, "Cục ĐCK": 3}

    def test_units_are_found_as_people_write_them(self):
        for words, abbreviation in (
            ("tccb", "Vụ TCCB"), ("hoa chat", "Cục HC"), ("Uỷ ban cạnh tranh", "UBCTQG"), ("TMĐT và KTS", "Cục TMĐT"),
            ("KHTC&QLDN", "Vụ KHTC"), ("văn phòng bộ", "VPB"),
        ):  # fmt: skip
            assert abbreviation in {unit.abbreviation for unit in Unit.objects.current().search(words)}

    # --- The people -----------------------------------------------------------------------------------------------
    def test_every_unit_of_today_has_a_head_and_an_officer(self):
        today = timezone.localdate()
        for unit in Unit.objects.all_of(self.ministry, today):
            roles = set(Membership.objects.valid_on(today).filter(unit=unit).values_list("role", flat=True))
            assert roles == {Role.UNIT_HEAD, Role.UNIT_OFFICER}

    def test_every_role_is_held_by_somebody_who_may_sign_in(self):
        today = timezone.localdate()
        assert set(Membership.objects.valid_on(today).values_list("role", flat=True)) == set(Role)
        answer = self.client.post("/sign-in/", {"username": "vanphong", "password": PASSWORD})
        assert answer.status_code == 302

    def test_heads_of_dissolved_units_may_not_sign_in(self):
        assert not User.objects.filter(username="thutruong.khcn22", is_active=True).exists()

    def test_addresses_lead_nowhere(self):
        addresses = User.objects.exclude(email="").values_list("email", flat=True)
        assert all(address.endswith(f"@{MAIL_DOMAIN}") for address in addresses)

    def test_logins_are_printed(self):
        table = run("demonstration_logins")
        for word in ("vanphong2", "lanhdao", "quansat", "quantri", "thutruong.pc", "chuyenvien.pc", PASSWORD):
            assert word in table
        assert "thutruong.dkt" not in table
        assert "thutruong.dkt" in run("demonstration_logins", "--all")

    def test_a_changed_password_is_not_printed(self):
        user = User.objects.get(username="lanhdao")
        user.set_password("another")
        user.save()
        line = next(line for line in run("demonstration_logins").splitlines() if " lanhdao " in line)
        assert PASSWORD not in line

    # --- The conferences ------------------------------------------------------------------------------------------
    def test_conferences_of_every_kind_past_and_to_come(self):
        assert set(Conference.objects.values_list("kind", flat=True)) == set(Conference.Kind)
        today = timezone.localdate()
        assert Conference.objects.filter(held_on__lt=today).count() == 4
        assert Conference.objects.filter(held_on__gt=today).count() == 1

    def test_the_tasks_of_2022(self):
        tasks = Conference.objects.get(held_on=date(2022, 12, 16)).conclusion.tasks.accepted()
        assert [task.number for task in tasks] == ["Một là", "Hai là", "Ba là", "Bốn là", "Năm là", "Sáu là"]
        assert [task.all_units for task in tasks] == [False, True, False, False, False, False]

    def test_the_tasks_of_2025(self):
        conclusion = Conference.objects.get(held_on=date(2025, 7, 21)).conclusion
        tasks = list(conclusion.tasks.accepted())
        assert [task.number for task in tasks] == [
            "Thứ nhất", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Thứ tám", "Thứ chín",
            "Thứ mười", "",
        ]  # fmt: skip
        assert conclusion.assessments.count("Thứ ") == 8
        assert "hạn chế" in conclusion.limitations
        assert [task.position for task in tasks if task.all_units] == [2, 4, 9]
        leads = {unit.abbreviation for unit in tasks[-1].lead_units.all()}
        assert leads == {"VPB", "Vụ TCCB", "Vụ KHTC"}
        assert len(tasks[3].text.splitlines()) == 3

    def test_the_latest_tasks(self):
        tasks = list(Conference.objects.filter(conclusion__isnull=False).first().conclusion.tasks.accepted())
        assert [task.number for task in tasks] == [str(number) for number in range(1, 11)]
        assert [task.position for task in tasks if task.due_on is None] == [10]

    def test_units_have_written_for_the_conference_to_come(self):
        coming = Conference.objects.calling().get()
        assert set(coming.submissions.values_list("stage", flat=True)) == set(Stage)
        taken = coming.submissions.exclude(recommendation=None)
        assert sum(one.text != one.recommendation.text for one in taken) == 1
        # What is taken over beforehand does not hide the conference whose work is followed.
        self.client.force_login(User.objects.get(username="lanhdao"))
        assert (
            self.client.get(reverse("assignments:dashboard")).context["conference"].held_on < coming.held_on
        )

    # --- The work -------------------------------------------------------------------------------------------------
    def test_work_in_every_state_and_every_cell(self):
        assert set(Assignment.objects.values_list("state", flat=True)) == set(State)
        cells = set(Assignment.objects.with_timing().values_list("timing", flat=True))
        assert cells == set(Timing)

    def test_many_units_show_several_cells(self):
        cells = defaultdict(set)
        rows = Assignment.objects.with_timing().filter(unit__valid_to=None, unit__isnull=False)
        for unit, timing in rows.values_list("unit", "timing"):
            cells[unit].add(timing)
        assert sum(len(found & FOUR_CELLS) >= 3 for found in cells.values()) >= 12
        assert any(found >= FOUR_CELLS for found in cells.values())

    def test_the_open_work_of_the_units_that_ended_was_handed_over(self):
        found = orphans(timezone.localdate())
        assert (found.count, found.headless.count()) == (0, 0)
        assert {transfer.stage for transfer in TransferList.objects.all()} == {"applied"}
        lines = TransferLine.objects.select_related("assignment", "from_unit", "decided", "reviewed_by")
        assert {line.outcome for line in lines} == {"moved"}
        assert {(line.from_unit.short, line.decided.short) for line in lines} >= {
            ("Vụ AP", "Vụ TTNN"), ("Vụ AM", "Vụ TTNN"), ("Trường ĐTBD", "Vụ TCCB"),
        }  # fmt: skip
        for line in lines:
            entry = line.assignment.history.get(verb="transfer")
            assert timezone.localdate(entry.at) == AFTER
            assert line.assignment.unit == line.decided
            assert line.assignment.came_from == line.from_unit

    def test_two_shares_of_one_task_came_to_one_unit(self):
        shares = Assignment.objects.filter(unit__abbreviation="Vụ TTNN", came_from__isnull=False)
        assert {share.came_from.short for share in shares} == {"Vụ AP", "Vụ AM"}
        assert len({share.task_id for share in shares}) == 1
        assert {share.state for share in shares} == {State.DONE}

    def test_what_was_finished_keeps_the_old_name(self):
        done = Assignment.objects.filter(state=State.DONE, unit__valid_to=BEFORE)
        assert done.count() > 5
        assert not done.filter(history__verb="transfer").exists()

    def test_the_history_is_a_chain_that_ends_in_the_state_of_today(self):
        now = timezone.now()
        taken_over = set(Assignment.objects.filter(recommendation__submission__isnull=False))
        for work in Assignment.objects.prefetch_related("history"):
            entries = list(work.history.all())
            assert entries[0].verb == "create"
            assert entries[-1].to_state == work.state
            assert [entry.from_state for entry in entries[1:]] == [entry.to_state for entry in entries[:-1]]
            assert entries[-1].at < now
            assert work.created_at.date() >= work.conference.held_on or work in taken_over

    def test_nobody_acted_in_a_unit_that_did_not_exist(self):
        for entry in HistoryEntry.objects.filter(verb="report").select_related("assignment__unit", "by"):
            day = timezone.localdate(entry.at)
            roles = Membership.objects.filter(user=entry.by, unit=entry.assignment.unit, valid_from__lte=day)
            assert roles.exclude(valid_to__lt=day).exists()

    def test_updates_are_of_their_time(self):
        assert not Update.objects.filter(created_at__gt=timezone.now()).exists()
        assert Update.objects.filter(created_at__year=2023).exists()

    def test_recommendations_with_speakers_themes_and_answers(self):
        raised = Recommendation.objects.all()
        assert raised.count() == 38
        assert not raised.filter(speaker="").exists()
        assert not raised.filter(theme=None).exists()
        assert set(raised.exclude(outcome="").values_list("outcome", flat=True)) == set(
            Recommendation.Outcome
        )
        answered = raised.exclude(answer="")
        assert all(item.assignment.history.filter(verb=Verb.CONFIRM).exists() for item in answered)
        assert answered.count() >= 15

    def test_raising_units_agree_contest_and_are_silent(self):
        assert set(RaisersWord.objects.values_list("verdict", flat=True)) >= {"agreed", "contested", "silent"}
        assert Assignment.objects.get(state=State.MERGED).merged_into.state in OPEN

    # --- The reminders --------------------------------------------------------------------------------------------
    def test_the_ledger_shows_every_outcome(self):
        found = set(with_outcome(Reminder.objects.all()).values_list("outcome", flat=True))
        assert found >= {Outcome.SENT, Outcome.CANCELLED, Outcome.PLANNED}

    def test_nothing_waits_to_be_mailed(self):
        assert not OutgoingMail.objects.to_send().exists()

    def test_the_inboxes_have_little_that_is_unread(self):
        unread = Counter(Notification.objects.unread().values_list("user", flat=True))
        assert unread
        assert max(unread.values()) < 15

    # --- Loading --------------------------------------------------------------------------------------------------
    def test_loading_says_what_it_does(self):
        assert "40 units" in self.said
        assert "38 recommendations" in self.said

    def test_a_second_load_does_nothing(self):
        before = Assignment.objects.count(), HistoryEntry.objects.count(), User.objects.count()
        assert "there already" in run("load_demonstration")
        assert before == (Assignment.objects.count(), HistoryEntry.objects.count(), User.objects.count())


def test_a_database_with_data_of_its_own_is_left_alone(db):
    make_unit("Bộ khác", None)
    assert "stays out" in run("load_demonstration")
    assert Unit.objects.count() == 1
    assert "no demonstration people" in run("demonstration_logins")
