"""After the confirmation the raising unit agrees, contests or lets the days pass; merged ones keep their own word."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.actions_words import keep_silences
from assignments.models import Assignment, RaisersWord
from assignments.workflow import State, Verb
from assignments.writing import Refused
from notifications.models import Notification
from tests.assignments.conftest import DOCUMENT, WHY
from workdays.calendars import working_days_after

Verdict = RaisersWord.Verdict
KIND = Assignment.Kind.RECOMMENDATION


@pytest.fixture
def done(work, bring_to):
    """Raised by unit B, answered by unit A, confirmed."""
    return bring_to(work(KIND), State.DONE)


def verdicts(assignment):
    return list(assignment.raisers_words.values_list("verdict", flat=True))


def press(assignment, verb, by, **change):
    return change_state(assignment, verb, by=by, change=Change(**change))


def test_the_raising_unit_is_asked_for_some_working_days(done, unit_b, settings):
    word = done.raisers_words.get()
    days = settings.RAISERS_WORD_WORKING_DAYS
    assert (word.unit, word.verdict) == (unit_b, Verdict.WAITING)
    assert word.answer_by == working_days_after(timezone.localdate(), days)


def test_agreeing_closes_the_matter_for_the_unit(done, head_b):
    agreed = press(done, Verb.AGREE, head_b, reason="Cảm ơn.")
    assert (agreed.state, verdicts(done)) == (State.DONE, [Verdict.AGREED])
    for verb in (Verb.AGREE, Verb.CONTEST):
        with pytest.raises(Refused, match="it was given"):
            press(agreed, verb, head_b, reason=WHY)


def test_contesting_reopens_and_counts_and_is_asked_again(done, head_a, head_b, office, bring_to, client_of):
    contested = press(done, Verb.CONTEST, head_b, reason=WHY)
    assert (contested.state, contested.reported_on, contested.confirmed_at) == (State.IN_PROGRESS, None, None)
    assert done.raisers_words.get().text == WHY
    told = Notification.objects.filter(subject__contains="contested the answer").values_list(
        "user", flat=True
    )
    assert {head_a.pk, office.pk} <= set(told)
    again = press(contested, Verb.REPORT, head_a, result="Đã sửa.", proof=DOCUMENT)
    again = press(again, Verb.CONFIRM, office)
    assert verdicts(done) == [Verdict.CONTESTED, Verdict.WAITING]
    listed = client_of(office).get(reverse("assignments:list"), {"word": "contested"})
    assert [row.pk for row in listed.context["page_obj"]] == [done.pk]
    shown = client_of(office).get(reverse("assignments:dashboard"), {"conference": done.conference_id})
    assert {word.verdict: word.count for word in shown.context["words"]} == {"contested": 1, "waiting": 1}


def test_silence_is_recorded_as_silence_once(done, head_b):
    today = timezone.localdate()
    last_day = done.raisers_words.get().answer_by
    assert keep_silences(last_day) == 0
    assert keep_silences(last_day + timedelta(days=1)) == 1
    assert keep_silences(last_day + timedelta(days=1)) == 0
    done.raisers_words.update(answer_by=today - timedelta(days=1))
    entry = done.history.last()
    assert (entry.verb, entry.by, entry.by_name) == ("silence", None, "")
    assert (done.raisers_words.get().verdict, done.raisers_words.get().by) == (Verdict.SILENT, None)
    with pytest.raises(Refused):
        press(done, Verb.CONTEST, head_b, reason=WHY)


def test_too_late_is_told_with_the_day_before_the_silence_is_written(done, head_b):
    yesterday = timezone.localdate() - timedelta(days=1)
    done.raisers_words.update(answer_by=yesterday)
    with pytest.raises(Refused, match="The days to agree or contest ended on"):
        press(done, Verb.AGREE, head_b)


def test_a_result_taken_back_asks_for_no_word(done, office):
    press(done, Verb.REOPEN, office, reason=WHY)
    assert verdicts(done) == [Verdict.LAPSED]


def test_a_unit_is_not_asked_of_its_own_answer(raise_one, unit_b, head_b, office, bring_to):
    own = press(raise_one(), Verb.ASSIGN, office, unit=unit_b)
    own = press(own, Verb.ACCEPT, head_b)
    own = press(own, Verb.REPORT, head_b, result="Xong.", proof=DOCUMENT)
    press(own, Verb.CONFIRM, office)
    assert verdicts(own) == []


def test_a_word_is_said_by_somebody(done, head_b):
    word = done.raisers_words.get()
    for broken in ({"verdict": Verdict.AGREED, "at": timezone.now()}, {"verdict": Verdict.SILENT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RaisersWord.objects.filter(pk=word.pk).update(**broken)


def test_my_unit_shows_what_waits_for_its_word(done, head_b, officer_b, client_of):
    for person, may in ((head_b, True), (officer_b, False)):
        page = client_of(person).get(reverse("assignments:my_unit"))
        assert [word.assignment_id for word in page.context["words_waiting"]] == [done.pk]
        assert (reverse("assignments:change", args=[done.pk, "contest"]) in page.text) == may


@pytest.mark.parametrize("written", ["", "explained"])
def test_a_confirmed_report_says_what_became_of_it_unless_the_office_did(
    written, work, bring_to, head_a, office
):
    assignment = bring_to(work(KIND), State.IN_PROGRESS)
    recommendation = assignment.recommendation
    recommendation.outcome = written
    recommendation.save()
    day = timezone.localdate() + timedelta(days=90)
    reported = press(
        assignment, Verb.REPORT, head_a, result="Đã trình.", proof=DOCUMENT, outcome="roadmap", roadmap_on=day
    )
    press(reported, Verb.CONFIRM, office)
    recommendation.refresh_from_db()
    wanted = (written, None) if written else ("roadmap", day)
    assert (recommendation.outcome, recommendation.roadmap_on) == wanted


class TestMerged:
    @pytest.fixture
    def other(self, raise_by, foreign_head):
        """Raised by the third unit, not assigned."""
        return raise_by(foreign_head.memberships.get().unit)

    @pytest.fixture
    def target(self, work):
        return work(KIND)

    @pytest.fixture
    def merged(self, other, target, office):
        return press(other, Verb.MERGE, office, into=target)

    def test_one_answer_each_unit_its_own_word(self, merged, target, bring_to, head_b, foreign_head):
        done = bring_to(target, State.DONE)
        assert verdicts(done) == [Verdict.WAITING, Verdict.WAITING]
        press(done, Verb.AGREE, head_b)
        assert sorted(verdicts(done)) == [Verdict.AGREED, Verdict.WAITING]
        contested = press(Assignment.objects.get(pk=done.pk), Verb.CONTEST, foreign_head, reason=WHY)
        assert sorted(verdicts(done)) == [Verdict.AGREED, Verdict.CONTESTED]
        assert contested.state == State.IN_PROGRESS

    def test_its_unit_follows_the_work_that_answers_it(self, merged, target, foreign_head, client_of):
        visible = Assignment.objects.visible_to(foreign_head)
        assert set(visible) == {merged, target}
        page = client_of(foreign_head).get(merged.recommendation.get_absolute_url())
        assert target.get_absolute_url() in page.text

    def test_who_works_on_it_and_the_office_see_what_else_it_answers(
        self, merged, target, head_a, head_b, office, client_of
    ):
        for page in (target.get_absolute_url(), target.recommendation.get_absolute_url()):
            for person, sees in ((head_a, True), (office, True), (head_b, False)):
                shown = client_of(person).get(page).context["merged"]
                assert [row.pk for row in shown] == ([merged.pk] if sees else [])

    def test_its_unit_reads_the_answer_on_its_own_page(
        self, merged, target, bring_to, foreign_head, client_of
    ):
        bring_to(target, State.DONE)
        page = client_of(foreign_head).get(merged.recommendation.get_absolute_url())
        assert Assignment.objects.get(pk=target.pk).result in page.text
        assert {button.verb for button in page.context["word_buttons"]} == {"agree", "contest"}

    def test_it_no_longer_counts_as_work(self, merged, client_of, office):
        page = client_of(office).get(reverse("assignments:dashboard"), {"conference": merged.conference_id})
        assert page.context["now"].total["counted"].count == 2  # the task and the one that answers
        assert page.context["now"].total["merged"].count == 1

    def test_separated_it_stands_alone_again(self, merged, office):
        alone = press(merged, Verb.SEPARATE, office, reason=WHY)
        assert (alone.state, alone.merged_into) == (State.RECEIVED, None)

    def test_what_answers_others_is_neither_merged_nor_withdrawn(self, merged, target, raise_one, office):
        with pytest.raises(Refused, match="Separate them first"):
            press(target, Verb.WITHDRAW, office, reason=WHY)

    def test_only_open_ones_of_the_same_conference_take_in(self, other, target, assignment, office):
        press(target, Verb.WITHDRAW, office, reason=WHY)
        for into in (None, other, target, assignment):
            with pytest.raises(ValidationError), transaction.atomic():
                press(other, Verb.MERGE, office, into=into)

    def test_the_form_offers_just_those(self, other, target, raise_one, office, client_of):
        withdrawn = press(raise_one(), Verb.WITHDRAW, office, reason=WHY)
        page = client_of(office).get(reverse("assignments:change", args=[other.pk, "merge"]))
        offered = set(page.context["form"].fields["into"].queryset)
        assert target in offered
        assert not {other, withdrawn} & offered


def test_leadership_directs_the_work_to_another_unit(work, bring_to, leader, unit_b, head_a, client_of):
    escalated = bring_to(work(Assignment.Kind.TASK), State.ESCALATED)
    data = {"version": escalated.version, "reason": WHY, "unit": unit_b.pk}
    client = client_of(leader)
    answer = client.post(reverse("assignments:change", args=[escalated.pk, "direct"]), data)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).text
    assert f"The work goes to {unit_b}, which finds it among its new work." in page
    assert f"Next: {unit_b} accepts or declines the work." in page
    moved = Assignment.objects.get(pk=escalated.pk)
    assert (moved.state, moved.unit) == (State.ASSIGNED, unit_b)
    # The unit that loses the work is told too.
    assert Notification.objects.filter(user=head_a, subject__contains="directed").exists()
