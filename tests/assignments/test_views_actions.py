import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.models import Assignment
from assignments.workflow import TRANSITIONS, State, Verb, Where, available
from conferences.models import Task
from tests.assignments.builders import make_recommendation
from tests.assignments.conftest import RESULT, WHY
from tests.assignments.test_evidence_files import JPEG, PDF


def address(assignment, verb):
    return reverse("assignments:change", args=[assignment.pk, verb])


# --- Verbs --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [state for state in State.values if state != State.MERGED])
def test_every_verb_has_its_page(state, assignment, bring_to, client_of, people):
    assignment = bring_to(assignment, state)
    for row in available(state):
        if row.only_recommendations:
            continue
        person = people[
            "head" if row.where == Where.LEAD else "leader" if row.verb == Verb.DIRECT else "office"
        ]
        response = client_of(person).get(address(assignment, row.verb))
        assert response.status_code == 200
        assert str(row.label) in response.text
        form = response.context["form"]
        if "reason" in form.fields:
            assert form.fields["reason"].required == row.needs_reason


def test_page_of_a_verb_that_came_too_late_leads_back(assignment, bring_to, client_of, head_a):
    bring_to(assignment, State.IN_PROGRESS)
    response = client_of(head_a).get(address(assignment, "accept"), follow=True)
    assert response.redirect_chain == [(assignment.get_absolute_url(), 302)]
    assert "This is not possible while the work is in the state “In progress”." in response.text


def test_unknown_verb(assignment, client_of, office):
    client = client_of(office)
    assert client.get(address(assignment, "explode")).status_code == 404
    assert client.post(address(assignment, "explode")).status_code == 404


def test_success_says_what_comes_next(assignment, client_of, head_a):
    response = client_of(head_a).post(
        address(assignment, "accept"), {"version": assignment.version}, follow=True
    )
    assert str(TRANSITIONS["accept"].after) in response.text


def test_declined_work_leaves_the_unit(assignment, client_of, head_a):
    data = {"version": assignment.version, "reason": WHY}
    response = client_of(head_a).post(address(assignment, "decline"), data, follow=True)
    assert response.redirect_chain == [(reverse("assignments:my_unit"), 302)]
    assert "The work is declined." in response.text


def test_missing_reason_is_asked_for(assignment, client_of, head_a):
    response = client_of(head_a).post(address(assignment, "decline"), {"version": assignment.version})
    assert response.status_code == 200
    assert "reason" in response.context["form"].errors


def test_report_without_evidence_keeps_the_text(assignment, bring_to, client_of, head_a):
    working = bring_to(assignment, State.IN_PROGRESS)
    data = {"version": working.version, "result": RESULT}
    response = client_of(head_a).post(address(assignment, "report"), data)
    assert list(response.context["form"].errors) == ["document"]
    assert RESULT in response.text


def test_returned_result_is_offered_again(assignment, bring_to, client_of, head_a, office):
    bring_to(assignment, State.REPORTED)
    change_state(assignment, Verb.RETURN, by=office, change=Change(reason=WHY))
    assert RESULT in client_of(head_a).get(address(assignment, "report")).text


def test_confirm_page_shows_result_and_evidence(assignment, bring_to, client_of, office):
    bring_to(assignment, State.REPORTED)
    page = client_of(office).get(address(assignment, "confirm")).text
    assert RESULT in page
    assert "6785/BCT-ĐCK" in page
    assert address(assignment, "return") in page


# --- Assign -------------------------------------------------------------------------------------------------
def test_assign_proposes_what_the_recommendation_names(conference, client_of, office, unit_a, unit_b):
    raised = make_recommendation(conference, unit_a, by=office)
    raised.proposed_lead = unit_b
    raised.save()
    form = client_of(office).get(address(raised.assignment, "assign")).context["form"]
    assert form["unit"].value() == unit_b.pk
    assert not form.fields["due_on"].required
    assert conference.host not in form.fields["unit"].queryset


def test_assign(conference, client_of, office, unit_a, unit_b, office_unit):
    work = make_recommendation(conference, unit_a, by=office).assignment
    data = {
        "version": work.version,
        "unit": unit_b.pk,
        "due_on": "5/3/2099",
        "supporting_units": [office_unit.pk, unit_b.pk],
    }
    assert client_of(office).post(address(work, "assign"), data).url == work.get_absolute_url()
    work.refresh_from_db()
    assert (work.unit, work.due_on.isoformat(), work.state) == (unit_b, "2099-03-05", "assigned")
    assert list(work.supporting_units.all()) == [office_unit]


def test_a_set_deadline_may_move_but_not_vanish(assignment, bring_to, client_of, office, unit_b):
    declined = bring_to(assignment, State.RECEIVED)
    data = {"version": declined.version, "unit": unit_b.pk, "due_on": ""}
    response = client_of(office).post(address(assignment, "assign"), data)
    assert "due_on" in response.context["form"].errors
    data["due_on"] = "01/01/2001"
    response = client_of(office).post(address(assignment, "assign"), data)
    assert "lies before the conference" in response.text


# --- Somebody was faster ------------------------------------------------------------------------------------
def test_second_person_sees_what_changed_and_keeps_the_text(assignment, bring_to, client_of, head_a, office):
    seen = bring_to(assignment, State.IN_PROGRESS).version
    change_state(assignment, Verb.ESCALATE, by=head_a, change=Change(reason="Vượt thẩm quyền."))
    data = {"version": seen, "reason": "Thu hồi vì trùng."}
    response = client_of(office).post(address(assignment, "withdraw"), data)
    assert response.status_code == 409
    assert "Somebody was faster than you" in response.text
    assert [step.title for step in response.context["steps"]] == ["Escalated to the leadership"]
    assert "Vượt thẩm quyền." in response.text
    assert "Thu hồi vì trùng." in response.text
    assignment.refresh_from_db()
    assert assignment.state == State.ESCALATED
    again = {"version": response.context["form"]["version"].value(), "reason": "Thu hồi vì trùng."}
    assert client_of(office).post(address(assignment, "withdraw"), again).status_code == 302
    assignment.refresh_from_db()
    assert assignment.state == State.WITHDRAWN


def test_what_became_impossible_is_only_to_be_copied(assignment, bring_to, client_of, head_a, office):
    seen = bring_to(assignment, State.IN_PROGRESS).version
    change_state(assignment, Verb.SUSPEND, by=office, change=Change(reason=WHY))
    data = {"version": seen, "result": RESULT, "document": "1/BCT"}
    response = client_of(head_a).post(address(assignment, "report"), data)
    assert response.status_code == 409
    assert RESULT in response.text
    assert "<textarea" not in response.text
    assert "not possible while the work is in the state “Suspended”" in response.text


def test_deadline_changed_by_two(assignment, client_of, office, second_office):
    url = reverse("assignments:deadline", args=[assignment.pk])
    data = {"version": assignment.version, "due_on": "31/12/2098", "reason": "Người thứ nhất."}
    assert client_of(office).post(url, data).status_code == 302
    data = {"version": assignment.version, "due_on": "31/12/2099", "reason": "Người thứ hai."}
    response = client_of(second_office).post(url, data)
    assert response.status_code == 409
    assert "Người thứ nhất." in response.text
    assert "Người thứ hai." in response.text
    assignment.refresh_from_db()
    assert assignment.due_on.year == 2098


# --- Progress and deadline ----------------------------------------------------------------------------------
def test_update(assignment, bring_to, client_of, head_a):
    bring_to(assignment, State.IN_PROGRESS)
    url = reverse("assignments:update", args=[assignment.pk])
    client = client_of(head_a)
    assert client.get(url).context["form"]["percent"].value() == 0
    data = {"text": "Đã họp với đơn vị phối hợp.", "percent": 35, "next_step": "Trình lãnh đạo."}
    assert client.post(url, data).url == assignment.get_absolute_url()
    update = assignment.updates.get()
    assert (update.text, update.percent, update.author) == (data["text"], 35, head_a)
    for percent in ("-1", "101", "x", ""):
        assert client.post(url, {**data, "percent": percent}).status_code == 200
    assert "Write a whole number from 0 to 100." in client.post(url, {**data, "percent": "150"}).text
    assert assignment.updates.count() == 1


def test_update_is_refused_with_a_sentence(assignment, bring_to, client_of, officer_a, office):
    url = reverse("assignments:update", args=[assignment.pk])
    assert client_of(office).get(url).status_code == 403
    bring_to(assignment, State.DONE)
    response = client_of(officer_a).post(url, {"text": "x", "percent": 1})
    assert response.status_code == 403
    assert "Progress can be updated only while the unit works on it." in response.text


def test_deadline(assignment, client_of, office, head_a):
    url = reverse("assignments:deadline", args=[assignment.pk])
    client = client_of(office)
    today = assignment.due_on.strftime("%d/%m/%Y")
    for wrong in (today, "01/01/2001", "31/02/2026", ""):
        data = {"version": assignment.version, "due_on": wrong, "reason": WHY}
        assert "due_on" in client.post(url, data).context["form"].errors
    data = {"version": assignment.version, "due_on": "31-12-2099", "reason": WHY}
    assert client.post(url, data).url == assignment.get_absolute_url()
    page = client.get(assignment.get_absolute_url()).text
    assert "31/12/2099" in page
    assert "original deadline" in page
    assert client_of(head_a).get(url).status_code == 403


# --- Accepting tasks ----------------------------------------------------------------------------------------
@pytest.fixture
def accept_url(conference):
    return reverse("assignments:accept_tasks", args=[conference.pk])


def test_accept_chosen_tasks(task, conference, accept_url, client_of, office):
    other = Task.objects.create(conclusion=task.conclusion, position=2, text="Việc thứ hai.")
    response = client_of(office).post(accept_url, {"task": [task.pk]})
    assert response.url == reverse("conferences:review", args=[conference.pk])
    assert Assignment.objects.get().task == task
    other.refresh_from_db()
    assert other.accepted_at is None


def test_accept_all_tasks_tells_of_those_without_unit(task, accept_url, client_of, office):
    Task.objects.create(conclusion=task.conclusion, position=2, text="Việc chưa rõ đơn vị.")
    response = client_of(office).post(
        accept_url, {"all": "1", "next": reverse("assignments:list")}, follow=True
    )
    assert Assignment.objects.count() == 2
    assert "2 tasks are accepted: 2 assignments for 1 units." in response.text
    assert "1 of them names no unit." in response.text


def test_accept_nothing(task, accept_url, client_of, office):
    for data in ({}, {"task": ["x"]}, {"task": ["99999"]}):
        response = client_of(office).post(
            accept_url, {**data, "next": reverse("assignments:list")}, follow=True
        )
        assert "No task was accepted." in response.text
    assert not Assignment.objects.exists()


def test_accept_tasks_permissions(task, accept_url, client_of, head_a, leader, stranger, office):
    data = {"all": "1"}
    assert client_of(head_a).post(accept_url, data).status_code == 403
    assert client_of(leader).post(accept_url, data).status_code == 403
    assert client_of(stranger).post(accept_url, data).status_code == 404
    assert client_of(office).get(accept_url).status_code == 405
    assert not Assignment.objects.exists()


# --- Evidence -----------------------------------------------------------------------------------------------
@pytest.fixture
def evidence(assignment, bring_to, client_of, head_a):
    working = bring_to(assignment, State.IN_PROGRESS)
    file = SimpleUploadedFile("Tờ trình (bản cuối).pdf", PDF, content_type="text/html")
    data = {"version": working.version, "result": RESULT, "file": file}
    assert client_of(head_a).post(address(assignment, "report"), data).status_code == 302
    return assignment.evidence.get()


def test_evidence_is_handed_out_as_a_download(evidence, client_of, officer_a):
    response = client_of(officer_a).get(reverse("assignments:evidence", args=[evidence.pk]))
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=utf-8''T%E1%BB%9D%20tr%C3%ACnh" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]


def test_evidence_only_for_who_sees_the_work(evidence, client_of, people):
    url = reverse("assignments:evidence", args=[evidence.pk])
    for name in ("office", "head", "leader", "observer"):
        response = client_of(people[name]).get(url)
        assert b"".join(response.streaming_content) == PDF
    for name in ("foreign_head", "administrator", "stranger"):
        assert client_of(people[name]).get(url).status_code == 404


def test_evidence_without_file_has_nothing_to_hand_out(assignment, bring_to, client_of, office):
    bring_to(assignment, State.REPORTED)
    url = reverse("assignments:evidence", args=[assignment.evidence.get().pk])
    assert client_of(office).get(url).status_code == 404


def test_file_is_kept_under_a_name_of_our_own(evidence, settings):
    assert evidence.file_name == "Tờ trình (bản cuối).pdf"
    assert "trình" not in evidence.file.name
    assert evidence.file.name.startswith(f"evidence/{evidence.assignment_id}/")
    assert str(evidence.file.path).startswith(str(settings.MEDIA_ROOT))


def test_progress_may_have_evidence_too(assignment, bring_to, client_of, head_a):
    bring_to(assignment, State.IN_PROGRESS)
    file = SimpleUploadedFile("anh.jpeg", JPEG)
    data = {"text": "Đã khảo sát.", "percent": 10, "file": file}
    client_of(head_a).post(reverse("assignments:update", args=[assignment.pk]), data)
    assert assignment.evidence.get().file_name == "anh.jpeg"
    assert timezone.localdate() == timezone.localdate(assignment.evidence.get().added_at)
