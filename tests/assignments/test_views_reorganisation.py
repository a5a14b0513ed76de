"""The pages: an administrator reorganises with a preview, the office reviews and moves, everybody sees what is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assignments.models import Assignment, TransferList
from assignments.workflow import State
from tests.assignments.builders import make_work
from units.models import Membership, Reorganisation, Unit

NEW = "/reorganisations/new/"


@pytest.fixture
def keys(head_a, office):
    return head_a, office


@pytest.fixture
def work(conference, conclusion, keys, unit_a):
    return make_work(conference, unit_a, keys=keys)


def day(days=0):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def merge(unit_a, unit_b, **changes):
    return {
        "units": [unit_a.pk, unit_b.pk], "into": "", "name": "Cục mới", "abbreviation": "CM", "code": "", "unit_kind": "",
        "effective_on": day(), "legal_basis": "Nghị định 40/2025/NĐ-CP", "note": "", "step": "check",
    } | changes  # fmt: skip


def test_the_preview_writes_nothing(client_of, administrator, work, unit_a, unit_b, head_b, officer_a):
    page = client_of(administrator).post(f"{NEW}merge/", merge(unit_a, unit_b))
    assert page.status_code == 200
    assert "Nothing is written yet." in page.text
    assert "Nobody is proposed as the head" in page.text
    assert [(row.unit, row.led) for row in page.context["ends"]] == [(unit_a, 1), (unit_b, 0)]
    assert len(page.context["people"].rows) == 3
    assert not Reorganisation.objects.exists()


def test_from_the_form_to_the_moved_work(client_of, administrator, office, work, unit_a, unit_b, officer_a):
    client = client_of(administrator)
    fields = client.post(f"{NEW}merge/", merge(unit_a, unit_b)).context["people"].fields
    people = {name: field.initial for name, field in fields.items()}
    done = client.post(f"{NEW}merge/", merge(unit_a, unit_b, step="do") | people, follow=True)
    assert "The office now reviews the transfer list" in done.text
    new = Unit.objects.get(name="Cục mới")
    assert Membership.objects.get(user=officer_a, unit=new).valid_from == timezone.localdate()

    client = client_of(office)
    transfer = TransferList.objects.get()
    page = client.get(transfer.get_absolute_url())
    assert "Approve and move the work" in page.text
    line = transfer.lines.get()
    answer = {"version": 1, "rest": "", f"line-{line.pk}": new.pk, "then": "approve"}
    assert "1 line was moved." in client.post(transfer.get_absolute_url(), answer, follow=True).text
    work.refresh_from_db()
    assert work.unit == new
    assert "handed over after a reorganisation" in client.get(work.get_absolute_url()).text.lower()
    printed = client.get(f"{transfer.get_absolute_url()}print/").text
    assert "Cục Hóa chất" in printed
    assert "In progress" in printed


def test_back_keeps_what_was_typed(client_of, administrator, unit_a, unit_b):
    page = client_of(administrator).post(f"{NEW}merge/", merge(unit_a, unit_b, step="back"))
    assert page.context["form"]["name"].value() == "Cục mới"
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("merge", {"name": ""}, "Name the new unit"),
        ("merge", {"effective_on": "31/02/2027"}, "There is no day 31"),
        ("merge", {"legal_basis": ""}, "required"),
        ("merge", {"name": "Cục Hóa chất", "units": []}, "required"),
        ("rename", {"unit": "", "name": "x"}, "required"),
        ("dissolve", {"unit": "99999"}, "valid choice"),
    ],
)
def test_what_is_missing_is_said(client_of, administrator, unit_a, unit_b, kind, changes, sentence):
    page = client_of(administrator).post(f"{NEW}{kind}/", merge(unit_a, unit_b) | changes)
    assert page.status_code == 422
    assert sentence in page.text
    assert not Reorganisation.objects.exists()


def test_a_split_and_a_dissolution_by_the_form(client_of, administrator, work, unit_a, unit_b):
    client = client_of(administrator)
    basis = {"effective_on": day(), "legal_basis": "Quyết định", "note": "", "step": "do"}
    split = {
        "unit": unit_a.pk, "new1_name": "Cục Bắc", "new2_name": "Cục Nam", "existing": [], "main": "new2_",
    }  # fmt: skip
    assert client.post(f"{NEW}split/", split | basis).status_code == 302
    main = unit_a.successions.get(is_main=True)
    assert main.successor.name == "Cục Nam"
    assert TransferList.objects.get().lines.get().decided is None
    dissolve = {"unit": unit_b.pk, "into": [main.successor.pk], "main": ""}
    assert client.post(f"{NEW}dissolve/", dissolve | basis).status_code == 302
    assert unit_b.successions.get().successor == main.successor


def test_an_unknown_kind_is_not_found(client_of, administrator):
    assert client_of(administrator).get(f"{NEW}explode/").status_code == 404


# --- The transfer list --------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(client_of, administrator, work, unit_a):
    """Unit A is renamed in ten days; its work waits for the review."""
    values = {"unit": unit_a.pk, "name": "Cục Hóa chất mới", "abbreviation": "", "code": "", "unit_kind": ""}
    basis = {"effective_on": day(10), "legal_basis": "Quyết định", "note": "", "step": "do"}
    client_of(administrator).post(f"{NEW}rename/", values | basis)
    return TransferList.objects.get()


def decisions(transfer, unit="", **more):
    return {"version": transfer.version, "rest": "", "then": "keep"} | {
        f"line-{line.pk}": unit for line in transfer.lines.all()
    } | more  # fmt: skip


def test_all_the_rest_goes_to_one_unit(client_of, office, waiting, unit_b):
    client = client_of(office)
    client.post(waiting.get_absolute_url(), decisions(waiting, rest=unit_b.pk))
    assert waiting.lines.get().decided == unit_b


def test_a_line_without_a_unit_is_not_approved(client_of, office, waiting):
    page = client_of(office).post(waiting.get_absolute_url(), decisions(waiting, then="approve"), follow=True)
    assert "1 line has no unit yet" in page.text
    waiting.refresh_from_db()
    assert waiting.stage == TransferList.Stage.DRAFT


def test_approved_for_the_day_and_taken_back(client_of, office, waiting, work, unit_b):
    client = client_of(office)
    url = waiting.get_absolute_url()
    page = client.post(url, decisions(waiting, unit_b.pk, then="approve"), follow=True)
    assert "The work moves by itself on the day" in page.text
    assert "Move the work now" not in page.text
    client.post(f"{url}apply/")  # its day has not come
    work.refresh_from_db()
    assert work.unit != unit_b
    assert "The approval is taken back" in client.post(f"{url}take-back/", follow=True).text


def test_the_second_reviewer_is_told(client_of, office, waiting, unit_b):
    TransferList.objects.update(version=7)
    page = client_of(office).post(waiting.get_absolute_url(), decisions(waiting, unit_b.pk), follow=True)
    assert "Somebody changed this list a moment ago" in page.text
    assert waiting.lines.get().decided != unit_b


def test_queries_do_not_grow_with_the_list(
    client_of,
    office,
    administrator,
    conference,
    conclusion,
    keys,
    unit_a,
    unit_b,
    django_assert_max_num_queries,
):
    for _ in range(3):
        make_work(conference, unit_a, keys=keys)
    make_work(conference, unit_b, keys=keys)
    client = client_of(administrator)
    client.post(f"{NEW}merge/", merge(unit_a, unit_b, step="do"))
    transfer = TransferList.objects.get()
    client = client_of(office)
    with django_assert_max_num_queries(100) as four:
        client.get(transfer.get_absolute_url())
    transfer.lines.exclude(pk=transfer.lines.first().pk).delete()
    with django_assert_max_num_queries(100) as one:
        client.get(transfer.get_absolute_url())
    assert len(one) == len(four)


# --- What has nobody ----------------------------------------------------------------------------------------------
def test_orphans_lead_to_a_transfer_list(client_of, office, administrator, work, unit_a, unit_b):
    Unit.objects.filter(pk=unit_a.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    client = client_of(office)
    page = client.get("/orphans/")
    assert work.title in page.text
    assert page.context["count"] == 2  # the work, and the head's role
    assert "/orphans/" in client.get("/reorganisations/").text
    hidden = client_of(administrator).get("/orphans/")
    assert work.title not in hidden.text  # the administrator keeps the register and does not read the work
    assert hidden.context["led_count"] == 1
    review = client.post("/orphans/transfer/", follow=True)
    assert "1 line has no unit yet" in review.text
    assert "is on a transfer list already" in client.post("/orphans/transfer/", follow=True).text


def test_everything_has_somebody(client_of, office, head_a, assignment):
    page = client_of(office).get("/orphans/")
    assert page.context["count"] == 0
    assert "Everything has somebody" in page.text


def test_the_office_sees_orphans_beside_its_reminders(client_of, office, work, unit_a):
    client = client_of(office)
    assert "Left with nobody" not in client.get("/reminders/").text
    Unit.objects.filter(pk=unit_a.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert "Left with nobody" in client.get("/reminders/").text


def test_finished_work_shows_the_old_name(
    client_of, office, administrator, conference, conclusion, keys, unit_a, unit_b
):
    done = make_work(conference, unit_a, keys=keys, state=State.DONE)
    client_of(administrator).post(f"{NEW}merge/", merge(unit_a, unit_b, step="do"))
    assert Assignment.objects.get(pk=done.pk).unit == unit_a
    assert unit_a.name in client_of(office).get(done.get_absolute_url()).text


def test_a_unit_reorganised_by_somebody_else_meanwhile(client_of, administrator, unit_a, unit_b, monkeypatch):
    client = client_of(administrator)
    client.post(f"{NEW}merge/", merge(unit_a, unit_b, step="do"))
    monkeypatch.setattr("assignments.forms_reorganisation.problems", lambda plan: [])
    monkeypatch.setattr(
        "assignments.forms_reorganisation.ReorganisationForm.predecessors", lambda form: [unit_a, unit_b]
    )
    values = merge(unit_a, unit_b, step="do", name="Cục khác") | {"unit": unit_a.pk}
    Unit.objects.filter(pk=unit_a.pk).update(valid_to=None)  # still in the list of the form
    answer = client.post(f"{NEW}rename/", values)
    assert answer.status_code == 200
    assert "already" in answer.text
    assert Reorganisation.objects.count() == 1
