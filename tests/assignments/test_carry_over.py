"""What is still open goes on at the next conference as the same piece of work."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.bulk import run
from assignments.carry_over import CarryOverTo, carried_over_to, carry_over, past_of, still_open, undo
from assignments.models import Assignment, BulkRun, CarryOver, Term
from assignments.models.reminders import Counts
from assignments.terms import term_of
from assignments.writing import Refused
from conferences.models import Conference
from notifications.models import Notification

REASON = "Chờ Nghị định mới"


def held(conference, days, **values):
    fields = {
        "kind": conference.kind,
        "host": conference.host,
        "title": "Hội nghị đối thoại",
        "place": "Hà Nội",
    }
    return Conference.objects.create(
        **{**fields, **values},
        held_on=timezone.localdate() + timedelta(days=days),
        chair_name="Bộ trưởng",
        chair_title="Bộ trưởng",
        created_by=conference.created_by,
    )


@pytest.fixture
def coming(conference):
    return held(conference, 20)


def test_it_stays_the_same_row_with_old_number_date_and_reason(
    assignment, conference, coming, office, head_a
):
    old, new = assignment.due_on, coming.held_on + timedelta(days=60)
    Notification.objects.all().delete()
    run(CarryOverTo(coming, REASON, new), {assignment.pk: assignment.version}, by=office)
    stored = Assignment.objects.get()
    assert (stored.conference, stored.due_on, stored.original_due_on) == (conference, new, old)
    row = stored.carry_overs.get()
    assert (row.from_conference, row.to_conference, row.old_number) == (conference, coming, "1")
    assert (row.old_due_on, row.new_due_on, row.reason, row.by) == (old, new, REASON, office)
    entry = stored.history.last()
    assert (entry.verb, entry.reason) == ("carry_over", REASON)
    assert Notification.objects.filter(user=head_a).count() == 1
    assert not still_open(coming).exists()


def test_the_second_time_knows_the_first(assignment, conference, coming, office, django_assert_num_queries):
    later = held(conference, 400)
    carry_over(assignment, to=coming, reason=REASON, by=office)
    carry_over(assignment, to=later, reason="Vẫn chờ", by=office)
    assert assignment.carry_overs.get(to_conference=later).from_conference == coming
    with django_assert_num_queries(2):
        (row,) = carried_over_to(later)
        assert (row.times, row.unit, row.old_number) == (2, assignment.unit, "1")
        assert (row.reason, row.conference, row.wording) == ("Vẫn chờ", conference, assignment.wording)
    assert carried_over_to(coming)[0].times == 1
    assert past_of([assignment])[assignment.pk].carried == 2


def test_only_open_work_of_earlier_conferences_of_the_same_host(
    assignment, conference, coming, unit_a, office
):
    foreign = held(conference, 20, host=unit_a, kind=Conference.Kind.UNIT)
    for to in (foreign, conference, held(conference, -60)):
        with pytest.raises(Refused):
            carry_over(assignment, to=to, reason=REASON, by=office)
    change_state(assignment, "withdraw", by=office, change=Change(reason="Không còn cần"))
    with pytest.raises(Refused, match="closed"):
        carry_over(assignment, to=coming, reason=REASON, by=office)
    assert not CarryOver.objects.exists()


def test_never_twice_to_one_conference_even_past_the_door(assignment, conference, coming, office):
    carry_over(assignment, to=coming, reason=REASON, by=office)
    with pytest.raises(Refused, match="already"):
        carry_over(assignment, to=coming, reason=REASON, by=office)
    row = CarryOver.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_taken_back_before_the_conference_with_history(assignment, coming, office):
    old, new = assignment.due_on, coming.held_on + timedelta(days=60)
    carry_over(assignment, to=coming, reason=REASON, due_on=new, by=office)
    undo(CarryOver.objects.get(), reason="Nhầm", by=office)
    stored = Assignment.objects.get()
    assert stored.due_on == old
    assert [entry.verb for entry in stored.history.all()][-1] == "undo_carry_over"
    assert still_open(coming).get() == stored


def test_no_deadline_before_is_no_deadline_again(assignment, coming, office):
    Assignment.objects.update(due_on=None, original_due_on=None)
    carry_over(assignment, to=coming, reason=REASON, due_on=coming.held_on + timedelta(days=60), by=office)
    undo(CarryOver.objects.get(), reason="Nhầm", by=office)
    stored = Assignment.objects.get()
    assert (stored.due_on, stored.original_due_on, stored.is_extended) == (None, None, False)
    assert stored.history.filter(verb="change_deadline").last().changes["due_on"][1] == ""


def test_the_term_of_the_old_deadline_stands_again(assignment, coming, office):
    Term.objects.create(
        assignment=assignment,
        base=timezone.localdate(),
        number=10,
        counts=Counts.WORKING,
        ends_on=assignment.due_on,
    )
    carry_over(assignment, to=coming, reason=REASON, due_on=coming.held_on + timedelta(days=60), by=office)
    assert term_of(Assignment.objects.get()) is None
    undo(CarryOver.objects.get(), reason="Nhầm", by=office)
    assert term_of(Assignment.objects.get()).number == 10


def test_a_deadline_moved_since_stays_when_it_is_taken_back(assignment, coming, office):
    carry_over(assignment, to=coming, reason=REASON, due_on=coming.held_on + timedelta(days=60), by=office)
    later = coming.held_on + timedelta(days=90)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=later)
    undo(CarryOver.objects.get(), reason="Nhầm", by=office)
    assert Assignment.objects.get().due_on == later


def test_after_the_conference_it_stays(assignment, coming, office, client_of):
    carry_over(assignment, to=coming, reason=REASON, by=office)
    with time_machine.travel(timezone.now() + timedelta(days=30), tick=False):
        with pytest.raises(Refused, match="has been held"):
            undo(CarryOver.objects.get(), reason="Nhầm", by=office)
        page = client_of(office).get(reverse("assignments:carry_over", args=[coming.pk]))
        assert "has been held" in page.text


# --- Pages ----------------------------------------------------------------------------------------------------
def test_the_office_chooses_and_everybody_concerned_reads(
    assignment, conference, coming, unit_a, office, head_a, leader, client_of
):
    client = client_of(office)
    url = reverse("assignments:carry_over", args=[coming.pk])
    page = client.get(url)
    assert assignment.title in page.text
    assert page.context["page_obj"].paginator.count == 1
    chosen = reverse("assignments:carry_over_chosen", args=[coming.pk])
    assert "Carry 1 piece of work over" in client.get(chosen, {"pick": assignment.pk}).text
    values = {"rows": f"{assignment.pk}:{assignment.version}", "reason": REASON, "due_on": ""}
    assert "Will change" in client.post(chosen, values).text
    assert not CarryOver.objects.exists()
    client.post(chosen, {**values, "confirm": "1"})
    assert BulkRun.objects.get().act == "carry_over"
    page = client.get(url)
    assert REASON in page.text
    assert "Nothing is left open." in page.text
    assert REASON in client_of(leader).get(url).text
    assert client_of(head_a).get(url).status_code == 200  # it sees the conference because its work goes there
    assert REASON in client_of(head_a).get(assignment.get_absolute_url()).text


def test_a_date_before_the_conference_is_refused(assignment, coming, office, client_of):
    day = f"{coming.held_on - timedelta(days=1):%d/%m/%Y}"
    values = {"rows": f"{assignment.pk}:1", "reason": REASON, "due_on": day, "confirm": "1"}
    page = client_of(office).post(reverse("assignments:carry_over_chosen", args=[coming.pk]), values)
    assert "must not lie before it" in page.text
    assert not CarryOver.objects.exists()


def test_undo_on_its_page(assignment, coming, office, head_a, client_of):
    carry_over(assignment, to=coming, reason=REASON, by=office)
    url = reverse("assignments:carry_over_undo", args=[CarryOver.objects.get().pk])
    assert client_of(head_a).post(url, {"reason": "Nhầm"}).status_code == 403
    assert "Reason" in client_of(office).post(url, {}).text
    assert CarryOver.objects.exists()
    client_of(office).post(url, {"reason": "Nhầm"})
    assert not CarryOver.objects.exists()


def test_it_counts_where_it_comes_from_and_beside_the_new_conference(
    assignment, conference, coming, office, leader, client_of
):
    carry_over(assignment, to=coming, reason=REASON, by=office)
    client = client_of(leader)
    page = client.get(reverse("assignments:dashboard"), {"conference": coming.pk})
    carried = page.context["carried"]
    assert (page.context["now"].total["counted"].count, carried["open_in_time"].count) == (0, 1)
    assert f'href="{carried["open_in_time"].url.replace("&", "&amp;")}"' in page.text
    listed = client.get(carried["open_in_time"].url)
    assert [row.pk for row in listed.context["page_obj"]] == [assignment.pk]
    old = client.get(reverse("assignments:dashboard"), {"conference": conference.pk})
    assert old.context["now"].total["counted"].count == 1
