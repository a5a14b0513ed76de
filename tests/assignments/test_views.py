from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from assignments.models import Assignment
from assignments.workflow import State
from tests.assignments.builders import make_recommendation, make_work

LIST = reverse("assignments:list")


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def work(conference, conclusion, keys):
    """Makes work of a unit."""

    def make(unit, **fields):
        return make_work(conference, unit, keys=keys, **fields)

    return make


def shown(response):
    return list(response.context["page_obj"].object_list)


# --- The list -----------------------------------------------------------------------------------------------
def test_list_shows_what_the_person_may_see(work, conference, client_of, people, unit_a, unit_b):
    own, foreign = work(unit_a), work(unit_b)
    supported = work(unit_b)
    supported.supporting_units.add(unit_a)
    raised = make_recommendation(conference, unit_a, by=people["office"]).assignment
    for name in ("head", "officer"):
        assert set(shown(client_of(people[name]).get(LIST))) == {own, supported, raised}
    assert set(shown(client_of(people["raiser"]).get(LIST))) == {foreign, supported}
    for name in ("office", "leader", "observer"):
        assert len(shown(client_of(people[name]).get(LIST))) == 4
    for name in ("foreign_head", "administrator", "stranger"):
        assert shown(client_of(people[name]).get(LIST)) == []


def test_list_is_sorted_by_urgency(work, client_of, office, unit_a):
    done = work(unit_a, state=State.DONE, due_in=-30)
    never, later, overdue = work(unit_a, due_in=None), work(unit_a, due_in=9), work(unit_a, due_in=-9)
    assert shown(client_of(office).get(LIST)) == [overdue, later, never, done]


@pytest.mark.parametrize(("sort", "order"), [("due_on", [-9, 1, 9]), ("-due_on", [9, 1, -9])])
def test_list_is_sorted_by_column(work, client_of, office, unit_a, sort, order):
    for days in (1, 9, -9):
        work(unit_a, due_in=days)
    rows = shown(client_of(office).get(LIST, {"sort": sort}))
    assert [(row.due_on - timezone.localdate()).days for row in rows] == order


def test_search_needs_no_marks(work, conference, client_of, office, unit_a):
    chemicals = work(unit_a, text="Rà soát quy chuẩn an toàn Hóa chất.")
    work(unit_a, text="Xây dựng đề án điện.")
    raised = make_recommendation(
        conference, unit_a, by=office, text="Đề nghị tập huấn về hoá chất."
    ).assignment
    assert set(shown(client_of(office).get(LIST, {"q": "hoa chat"}))) == {chemicals, raised}


def test_filters(work, conference, client_of, office, unit_a, unit_b):
    soon, far = work(unit_a, due_in=3), work(unit_b, due_in=40, state=State.ASSIGNED)
    nobody = make_recommendation(conference, unit_a, by=office).assignment
    client = client_of(office)
    today = timezone.localdate()
    until = (today + timedelta(days=5)).strftime("%d/%m/%Y")
    for query, expected in [
        ({"unit": unit_a.pk}, [soon]),
        ({"unit": "none"}, [nobody]),
        ({"kind": "recommendation"}, [nobody]),
        ({"state": "assigned"}, [far]),
        ({"timing": "open_in_time"}, [soon, far]),
        ({"pile": "soon"}, [soon]),
        ({"due_to": until}, [soon]),
        ({"due_from": until}, [far]),
        ({"conference": conference.pk}, [soon, far, nobody]),
        ({"conference": conference.pk, "unit": unit_b.pk, "state": "in_progress"}, []),
    ]:
        assert shown(client.get(LIST, query)) == expected, query


def test_filter_offers_only_what_the_person_sees(work, client_of, head_a, unit_a, unit_b):
    work(unit_a), work(unit_b)
    form = client_of(head_a).get(LIST).context["filter"].form
    assert list(form.fields["unit"].queryset) == [unit_a]


def test_nonsense_in_the_address_is_told_not_a_crash(work, client_of, office, unit_a):
    work(unit_a)
    response = client_of(office).get(
        LIST,
        {"unit": "x", "due_from": "32/13/2026", "timing": "?", "sort": "?", "page": "99", "conference": "-1"},
    )
    assert response.status_code == 200
    assert set(response.context["filter"].form.errors) >= {"unit", "due_from", "timing", "conference"}


def test_htmx_gets_the_fragment(work, client_of, office, unit_a):
    work(unit_a)
    response = client_of(office).get(LIST, headers={"HX-Request": "true"})
    assertTemplateUsed(response, "assignments/_list_results.html")
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_list_in_pages_and_on_one_sheet(work, client_of, office, unit_a):
    for _ in range(27):
        work(unit_a)
    client = client_of(office)
    assert len(shown(client.get(LIST))) == 25
    assert len(shown(client.get(LIST, {"page": 2}))) == 2
    assert len(shown(client.get(LIST, {"all": 1}))) == 27


def test_empty_list_says_what_comes(client_of, office):
    assert "No assignment yet." in client_of(office).get(LIST).text
    assert "No assignment matches." in client_of(office).get(LIST, {"q": "hóa chất"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(work, conference, client_of, office, unit_a, count, django_assert_num_queries):
    for _ in range(count):
        work(unit_a)
        make_recommendation(conference, unit_a, by=office, unit=unit_a)
    client = client_of(office)
    with django_assert_num_queries(10):
        client.get(LIST)


# --- One assignment -----------------------------------------------------------------------------------------
def test_detail_shows_the_exact_wording(assignment, task, client_of, head_a):
    response = client_of(head_a).get(assignment.get_absolute_url())
    assert task.text in response.text
    assert "Task 1" in response.text


def test_detail_of_a_recommendation(conference, client_of, head_a, head_b, unit_a, unit_b, office):
    raised = make_recommendation(conference, unit_a, by=office, unit=unit_b, text="Đề nghị thêm biên chế.")
    for person in (head_a, head_b):
        response = client_of(person).get(raised.assignment.get_absolute_url())
        assert "Đề nghị thêm biên chế." in response.text
        assert raised.get_absolute_url() in response.text
    assert raised.assignment.label == f"Recommendation {raised.code}"


def test_foreign_work_does_not_exist(assignment, client_of, head_b, administrator, stranger):
    for person in (head_b, administrator, stranger):
        for name, args in [("detail", []), ("update", []), ("deadline", []), ("change", ["accept"])]:
            address = reverse(f"assignments:{name}", args=[assignment.pk, *args])
            assert client_of(person).get(address).status_code == 404


def test_supporting_unit_reads_and_does_nothing(assignment, client_of, head_b, unit_b):
    assignment.supporting_units.add(unit_b)
    response = client_of(head_b).get(assignment.get_absolute_url())
    assert response.context["offered"] == response.context["blocked"] == []
    assert "What you can do now" not in response.text


def test_timeline_shows_reports_with_their_words_and_evidence(assignment, bring_to, client_of, observer):
    bring_to(assignment, State.DONE)
    steps = client_of(observer).get(assignment.get_absolute_url()).context["steps"]
    assert [step.title for step in steps] == [
        "Confirmed the result",
        "Reported the result",
        "Accepted",
        "Created",
    ]
    assert steps[1].update.is_result
    assert [proof.document for proof in steps[1].evidence] == ["6785/BCT-ĐCK, 09/9/2025"]


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count(
    assignment, bring_to, client_of, head_a, officer_a, count, django_assert_num_queries, unit_b
):
    bring_to(assignment, State.IN_PROGRESS)
    client = client_of(officer_a)
    for number in range(count):
        client_of(head_a).post(
            reverse("assignments:update", args=[assignment.pk]),
            {"text": f"Lần {number}", "percent": 10, "document": "1/BCT"},
        )
    assert Assignment.objects.get(pk=assignment.pk).updates.count() == count
    with django_assert_num_queries(24):
        client.get(assignment.get_absolute_url())


@pytest.mark.parametrize("name", ["list", "my_unit", "dashboard"])
def test_reading_pages_are_only_for_reading(client_of, office, name):
    assert client_of(office).post(reverse(f"assignments:{name}")).status_code == 405


@pytest.mark.parametrize("name", ["list", "my_unit", "dashboard"])
def test_pages_are_behind_the_sign_in(client, name, db):
    response = client.get(reverse(f"assignments:{name}"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign_in"))
