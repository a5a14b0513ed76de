"""Reading a conclusion, reading it again, and what may happen to a proposal."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.actions import accept_tasks
from conferences.actions import (
    Source,
    attend_all,
    read_conclusion,
    save_conference,
    set_attendance,
)
from conferences.actions_tasks import dismiss_task, restore_task, save_task, split_task
from conferences.models import Conclusion, Conference, SourceText, Task
from conferences.proposals import PARTS_DIFFER
from dialogue_tracker.several_hands import SomebodyWasFaster

TEXT = """Kết luận tại Hội nghị, Bộ trưởng nêu rõ:
I. ĐÁNH GIÁ CHUNG
Các đơn vị đã hoàn thành khá tốt nhiệm vụ được giao trong năm qua.
II. TỒN TẠI, HẠN CHẾ
Việc phối hợp giữa các đơn vị còn chậm.
III. NHIỆM VỤ
1. Cục Hóa chất chủ trì, phối hợp với Vụ Pháp chế rà soát quy chuẩn an toàn hóa chất, trình trước ngày 30/9/2026.
2. Vụ Pháp chế hoàn thiện quy chế làm việc của Bộ trong quý IV năm 2026.
3. Các đơn vị thuộc Bộ đẩy mạnh chuyển đổi số trong tất cả các lĩnh vực công tác."""
PARTS = """Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Giao các đơn vị hoàn thiện thể chế:
a) Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế tổng hợp khó khăn của các đơn vị, báo cáo trong quý IV năm 2026.
2. Văn phòng Bộ theo dõi, đôn đốc việc thực hiện."""


@pytest.fixture
def read(conference, office, office_unit):
    def act(text=TEXT, **options):
        return read_conclusion(conference, text=text, by=office, **options)

    return act


def tasks(outcome):
    return list(outcome.conclusion.tasks.all())


def edit(task, office, **values):
    for name, value in values.items():
        setattr(task, name, value)
    return save_task(
        task, by=office, lead_units=task.lead_units.all(), supporting_units=task.supporting_units.all()
    )


# --- Reading --------------------------------------------------------------------------------------------------
def test_reading_proposes_tasks_with_units_and_deadlines(read, unit_a, unit_b):
    outcome = read()
    first, second, third = tasks(outcome)
    assert outcome.proposed == 3
    assert [task.number for task in (first, second, third)] == ["1", "2", "3"]
    assert list(first.lead_units.all()) == [unit_a]
    assert list(first.supporting_units.all()) == [unit_b]
    assert first.due_on == date(2026, 9, 30)
    assert second.due_kind == Task.DueKind.QUARTER
    assert third.all_units
    assert not Task.objects.accepted().exists()


def test_assessments_and_limitations_are_kept_apart(read):
    conclusion = read().conclusion
    assert conclusion.assessments == "Các đơn vị đã hoàn thành khá tốt nhiệm vụ được giao trong năm qua."
    assert conclusion.limitations == "Việc phối hợp giữa các đơn vị còn chậm."
    assert conclusion.tasks.count() == 3


def test_pieces_cover_the_whole_text_and_name_the_tasks(read):
    conclusion = read().conclusion
    pieces = conclusion.pieces
    assert "".join(conclusion.text[piece["start"] : piece["end"]] for piece in pieces) == conclusion.text
    linked = {piece["task"] for piece in pieces} - {None}
    assert linked == set(conclusion.tasks.values_list("pk", flat=True))


def test_a_unit_is_found_by_abbreviation_and_alias(read, unit_a, unit_b):
    unit_b.aliases.create(name="Vụ Pháp luật")
    outcome = read(
        "Bộ trưởng giao các nhiệm vụ sau:\n1. Cục HC lập kế hoạch.\n2. Vụ Pháp luật góp ý dự thảo."
    )
    assert [task.lead_units.get() for task in tasks(outcome)] == [unit_a, unit_b]


def test_units_are_those_of_the_day_of_the_conference(read, conference, unit_a):
    unit_a.valid_to = conference.held_on.replace(year=conference.held_on.year - 1)
    unit_a.save()
    first = tasks(read())[0]
    assert unit_a not in first.lead_units.all()


def test_a_conference_older_than_the_register_is_read_with_its_first_units(read, conference, unit_a):
    conference.held_on = date(2015, 7, 1)
    conference.save()
    conference = Conference.objects.get(pk=conference.pk)
    assert conference.register_day == unit_a.valid_from
    assert list(tasks(read())[0].lead_units.all()) == [unit_a]


def test_every_source_is_kept_under_a_name_of_ours(read):
    first = read(source=Source("../../Kết luận.txt", b"one")).conclusion.source
    assert first.file_name == "../../Kết luận.txt"
    assert first.file.name.startswith(f"conclusions/{first.conference_id}/")
    assert first.file.name.endswith(".txt")
    read(TEXT.replace("30/9", "29/9"))
    last = read(TEXT.replace("30/9", "28/9"), source=Source("again.docx", b"two")).conclusion
    assert [row.file_name for row in SourceText.objects.taken()] == ["again.docx", "", "../../Kết luận.txt"]
    assert last.source.version == last.version
    assert first.file.storage.exists(first.file.name)


def test_only_the_office_reads(conference, leader, head_a):
    for user in (leader, head_a):
        with pytest.raises(PermissionDenied):
            read_conclusion(conference, text=TEXT, by=user)
    assert not Conclusion.objects.exists()


def test_who_saw_an_older_text_does_not_overwrite_a_newer_one(read):
    assert read(version=0).conclusion.version == 1
    with pytest.raises(SomebodyWasFaster):
        read(version=0)
    assert read(f"{TEXT} Kịp thời báo cáo.", version=1).conclusion.version == 2


# --- Reading again ----------------------------------------------------------------------------------------------
def test_untouched_proposals_follow_the_new_text(read):
    before = [task.pk for task in tasks(read())]
    after = tasks(read(TEXT.replace("30/9/2026", "31/10/2026")))
    assert [task.pk for task in after] == before
    assert after[0].due_on == date(2026, 10, 31)


def test_accepted_tasks_stay_and_are_not_proposed_again(read, office):
    first = tasks(read())[0]
    accept_tasks([first], by=office)
    outcome = read(TEXT.replace("rà soát quy chuẩn", "rà soát, sửa đổi quy chuẩn"))
    kept = tasks(outcome)[0]
    assert kept.pk == first.pk
    assert "rà soát quy chuẩn" in kept.text
    assert (outcome.proposed, outcome.kept) == (0, 3)
    assert outcome.reworded == [first]
    piece = next(piece for piece in outcome.conclusion.pieces if piece["task"] == first.pk)
    assert "sửa đổi" in outcome.conclusion.text[piece["start"] : piece["end"]]


def test_an_accepted_task_stays_even_when_the_new_text_lacks_it(read, office):
    first = tasks(read())[0]
    accept_tasks([first], by=office)
    outcome = read("Bộ trưởng giao nhiệm vụ sau:\n1. Vụ Pháp chế hoàn thiện quy chế làm việc của Bộ.")
    assert tasks(outcome)[-1].pk == first.pk
    assert len(tasks(outcome)) == 2


def test_corrections_stay(read, office):
    first = tasks(read())[0]
    edit(first, office, due_on=date(2026, 12, 1))
    kept = tasks(read(TEXT.replace("30/9/2026", "29/9/2026")))[0]
    assert (kept.pk, kept.due_on) == (first.pk, date(2026, 12, 1))


def test_what_was_put_aside_is_not_proposed_again(read, office):
    second = tasks(read())[1]
    dismiss_task(second, by=office)
    outcome = read(TEXT.replace("quy chế làm việc", "quy chế làm việc mới"))
    assert outcome.conclusion.tasks.dismissed().get() == second
    assert outcome.conclusion.tasks.proposed().count() == 2


def test_corrected_assessments_stay(read):
    conclusion = read().conclusion
    conclusion.assessments = "Như Văn phòng ghi lại."
    conclusion.save()
    after = read(TEXT.replace("khá tốt", "tốt").replace("còn chậm", "còn rất chậm")).conclusion
    assert after.assessments == "Như Văn phòng ghi lại."
    assert after.limitations == "Việc phối hợp giữa các đơn vị còn rất chậm."


# --- Sub-items --------------------------------------------------------------------------------------------------
def test_a_task_names_the_units_and_deadlines_of_its_sub_items(read, unit_a, unit_b):
    task = tasks(read(PARTS))[0]
    assert set(task.lead_units.all()) == {unit_a, unit_b}
    assert PARTS_DIFFER in task.unsure


def test_splitting_makes_one_task_of_each_sub_item(read, office, unit_a, unit_b, office_unit):
    conclusion = read(PARTS).conclusion
    task, last = conclusion.tasks.all()
    first, second = split_task(task, by=office)
    assert [list(part.lead_units.all()) for part in (first, second)] == [[unit_a], [unit_b]]
    assert [part.number for part in (first, second)] == ["1 a)", "1 b)"]
    assert first.due_on == date(2026, 9, 30)
    assert list(Task.objects.filter(conclusion=conclusion)) == [first, second, last]
    conclusion.refresh_from_db()
    linked = [
        (piece["task"], conclusion.text[piece["start"] : piece["end"]].strip()[:2])
        for piece in conclusion.pieces
        if piece["task"]
    ]
    assert linked == [(first.pk, "a)"), (second.pk, "b)"), (last.pk, "2.")]
    assert "".join(conclusion.text[p["start"] : p["end"]] for p in conclusion.pieces) == conclusion.text


def test_a_split_task_stays_split_when_the_text_is_read_again(read, office):
    parts = split_task(tasks(read(PARTS))[0], by=office)
    after = tasks(read(PARTS))
    assert [task.pk for task in after[:2]] == [part.pk for part in parts]
    assert len(after) == 3


def test_a_task_without_sub_items_is_not_split(read, office):
    task = tasks(read())[0]
    assert split_task(task, by=office) == []
    assert Task.objects.filter(pk=task.pk).exists()


# --- Proposals --------------------------------------------------------------------------------------------------
def test_a_correction_settles_what_was_unsure(task, office, unit_b):
    task.unsure = ["unnumbered", "several_leads"]
    save_task(task, by=office, lead_units=[unit_b], supporting_units=[], version=1)
    task.refresh_from_db()
    assert (task.unsure, task.edited_by, task.version) == ([], office, 2)
    save_task(task, by=office, lead_units=[], supporting_units=[], version=2)
    assert task.unsure == ["no_lead"]


def test_two_people_correct_the_same_task(task, office, second_office):
    save_task(task, by=office, lead_units=[], supporting_units=[], version=1)
    stale = Task.objects.get(pk=task.pk)
    with pytest.raises(SomebodyWasFaster):
        save_task(stale, by=second_office, lead_units=[], supporting_units=[], version=1)


def test_an_accepted_task_is_no_longer_changed(task, office):
    stale = Task.objects.get(pk=task.pk)
    Task.objects.filter(pk=task.pk).update(accepted_at=timezone.now(), accepted_by=office)
    for act in (dismiss_task, restore_task, split_task):
        with pytest.raises(SomebodyWasFaster):
            act(stale, by=office)


def test_only_the_office_changes_proposals(task, leader, head_a, observer):
    for user in (leader, head_a, observer):
        for act in (dismiss_task, restore_task, split_task):
            with pytest.raises(PermissionDenied):
                act(task, by=user)
        with pytest.raises(PermissionDenied):
            save_task(task, by=user, lead_units=[], supporting_units=[])


# --- Who attended -----------------------------------------------------------------------------------------------
def test_all_units_attend_and_names_stay(conference, office, office_unit, unit_a):
    conference.attendances.filter(unit=unit_a).update(people="Cục trưởng")
    attend_all(conference, by=office)
    assert conference.attendances.count() == 3
    assert conference.attendances.get(unit=unit_a).people == "Cục trưởng"


def test_setting_who_attended_replaces_the_list(conference, office, office_unit, unit_a):
    set_attendance(conference, {office_unit.pk: "Chánh Văn phòng", unit_a.pk: ""}, by=office)
    assert set(conference.attendances.values_list("unit", "people")) == {
        (office_unit.pk, "Chánh Văn phòng"),
        (unit_a.pk, ""),
    }


def test_only_the_office_keeps_conferences(conference, leader):
    with pytest.raises(PermissionDenied):
        save_conference(conference, by=leader)
    with pytest.raises(PermissionDenied):
        set_attendance(conference, {}, by=leader)
